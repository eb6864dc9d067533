import { StoreError } from "../core/errors.ts";
import { troubleOf } from "./trouble.ts";

type AnyFunction = (...values: never[]) => Promise<unknown>;

/** Every function of the port, with what the drivers throw told as a StoreError. What is a mistake of ours stays as it is. */
export function tellTrouble<Port extends object>(store: Port, name: string): Port {
  const telling =
    (run: AnyFunction): AnyFunction =>
    async (...values) => {
      try {
        return await run(...values);
      } catch (error) {
        const trouble = troubleOf(error);
        if (!trouble) throw withoutRow(error);
        throw new StoreError(`the database ${name}: ${trouble.reason}`, { cause: error });
      }
    };
  const functions = Object.entries(store).map(([key, run]) => [key, telling(run as AnyFunction)]);
  return Object.fromEntries(functions) as Port;
}

/** PostgreSQL quotes the row that it refused, and what people keep is nobody's business in a log. */
function withoutRow(error: unknown): unknown {
  if (error instanceof Error) for (const quoting of ["detail", "where", "internalQuery"]) Reflect.deleteProperty(error, quoting);
  return error;
}

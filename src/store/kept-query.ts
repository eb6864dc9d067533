import type { CompiledQuery, Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** A query, ready to be compiled, of which a row has this shape. */
interface Query<Row> {
  compile(): CompiledQuery<Row>;
}

/**
 * A query that is built and compiled once for a database and run with other values each time, for what every request reads:
 * building it costs more than SQLite needs to answer it. `build` is called with stand-ins for the values, so it must hand them on
 * as they are; `names` are all of them.
 * @throws {Error} at the first use, when a value does not occur in the query as a parameter of its own.
 */
export function keepQuery<Name extends string, Row>(
  names: readonly Name[],
  build: (db: Kysely<Schema>, values: Readonly<Record<Name, string>>) => Query<Row>,
): (db: Kysely<Schema>, values: Readonly<Record<Name, string>>) => Promise<Row[]> {
  const kept = new WeakMap<Kysely<Schema>, { compiled: CompiledQuery<Row>; order: readonly Name[] }>();
  const compile = (db: Kysely<Schema>) => {
    const standIns = Object.fromEntries(names.map((name) => [name, name])) as unknown as Record<Name, string>;
    const compiled = build(db, standIns).compile();
    const order = compiled.parameters as Name[];
    if (order.length !== names.length || names.some((name) => !order.includes(name))) {
      throw new Error(`a kept query has the parameters ${order.join(", ")} instead of ${names.join(", ")}`);
    }
    return { compiled, order };
  };
  return async (db, values) => {
    const { compiled, order } = kept.get(db) ?? compile(db);
    kept.set(db, { compiled, order });
    const query: CompiledQuery<Row> = { ...compiled, parameters: order.map((name) => values[name]) };
    return (await db.executeQuery(query)).rows;
  };
}

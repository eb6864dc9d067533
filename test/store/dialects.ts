import path from "node:path";
import { inject } from "vitest";
import { createDatabase, dropDatabase } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A database of one test. */
export interface EmptyDatabase {
  address: string;
  /** The variables with which a process of the bot uses it. */
  variables: Record<string, string>;
  remove(): Promise<void>;
}

/** Both databases that the store runs on. `create` gives an empty one. */
export const DIALECTS: readonly { name: "SQLite" | "PostgreSQL"; create(): Promise<EmptyDatabase> }[] = [
  {
    name: "SQLite",
    async create() {
      const folder = temporaryFolder();
      const data = path.join(folder.path, "data");
      return {
        address: path.join(data, "bot.sqlite"),
        variables: { DATA_DIR: data },
        remove: async () => folder[Symbol.dispose](),
      };
    },
  },
  {
    name: "PostgreSQL",
    async create() {
      const address = await createDatabase(inject("postgresUrl"));
      return { address, variables: { DATABASE_URL: address }, remove: () => dropDatabase(address) };
    },
  },
];

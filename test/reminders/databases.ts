import path from "node:path";
import { inject, onTestFinished } from "vitest";
import { createDatabase, dropDatabase } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A new SQLite file, removed when the test ends. */
export async function newFile(): Promise<string> {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return path.join(folder.path, "bot.sqlite");
}

/** An empty PostgreSQL database on the run's server, removed when the test ends. */
export async function newServerDatabase(): Promise<string> {
  const address = await createDatabase(inject("postgresUrl"));
  onTestFinished(() => dropDatabase(address));
  return address;
}

import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { StoreError } from "../core/errors.ts";
import { peopleAndProgress } from "./migrations/0001-people-and-progress.ts";
import { reminders } from "./migrations/0002-reminders.ts";
import { workspaces } from "./migrations/0003-workspaces.ts";
import type { Schema } from "./schema.ts";

/** Every change of the schema, oldest first. A migration that has been released is never edited: a new one follows it. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-people-and-progress": peopleAndProgress,
  "0002-reminders": reminders,
  "0003-workspaces": workspaces,
};

/**
 * Brings the schema up to date. Safe to call at every start.
 * @throws {StoreError} when a migration fails; the ones before it stay.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === "Error")?.migrationName ?? "before the first migration";
  throw new StoreError(`the database schema could not be brought up to date (${failed})`, { cause: error });
}

import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { StoreError } from "../core/errors.ts";
import type { Schema } from "./schema.ts";

/** Every change of the schema, oldest first. A migration that has been released is never edited: a new one follows it. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-people-and-progress": {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable("preferences")
        .addColumn("platform", "text", (column) => column.notNull())
        .addColumn("tenant", "text", (column) => column.notNull())
        .addColumn("person", "text", (column) => column.notNull())
        .addColumn("language", "text")
        .addColumn("region", "text")
        .addColumn("device", "text")
        .addColumn("label_language", "text")
        .addColumn("updated_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("preferences_key", ["platform", "tenant", "person"])
        .execute();
      await db.schema
        .createTable("progress")
        .addColumn("platform", "text", (column) => column.notNull())
        .addColumn("tenant", "text", (column) => column.notNull())
        .addColumn("person", "text", (column) => column.notNull())
        .addColumn("walkthrough", "text", (column) => column.notNull())
        .addColumn("step", "text", (column) => column.notNull())
        .addColumn("aside", "integer", (column) => column.notNull())
        .addColumn("trail", "text", (column) => column.notNull())
        .addColumn("chosen", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("started_at", "bigint", (column) => column.notNull())
        .addColumn("updated_at", "bigint", (column) => column.notNull())
        .addColumn("done_at", "bigint")
        .addColumn("version", "integer", (column) => column.notNull())
        .addPrimaryKeyConstraint("progress_key", ["platform", "tenant", "person", "walkthrough"])
        .execute();
      await db.schema
        .createTable("handled_requests")
        .addColumn("platform", "text", (column) => column.notNull())
        .addColumn("id", "text", (column) => column.notNull())
        .addColumn("claimed_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("handled_requests_key", ["platform", "id"])
        .execute();
      await db.schema.createIndex("handled_requests_age").on("handled_requests").column("claimed_at").execute();
    },
  },
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

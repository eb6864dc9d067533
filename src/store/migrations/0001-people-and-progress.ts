import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What people chose, how far they are, and which deliveries were handled. */
export const peopleAndProgress: Migration = {
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
    // What is old enough to be erased is looked for every few hours.
    await db.schema.createIndex("preferences_age").on("preferences").column("updated_at").execute();
    await db.schema.createIndex("progress_age").on("progress").column("updated_at").execute();
    await db.schema.createIndex("handled_requests_age").on("handled_requests").column("claimed_at").execute();
  },
};

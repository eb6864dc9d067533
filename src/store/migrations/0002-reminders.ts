import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Reminders, what became of each occurrence, and in which time zone a person lives. */
export const reminders: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable("preferences").addColumn("time_zone", "text").execute();
    await db.schema
      .createTable("reminders")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("tenant", "text", (column) => column.notNull())
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("workspace", "text", (column) => column.notNull())
      .addColumn("place", "text")
      .addColumn("place_kind", "text")
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("subject", "text")
      .addColumn("message", "text")
      .addColumn("language", "text", (column) => column.notNull())
      .addColumn("region", "text")
      .addColumn("starts", "text", (column) => column.notNull())
      .addColumn("time_zone", "text", (column) => column.notNull())
      .addColumn("rule", "text")
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("pause_reason", "text")
      .addColumn("next_at", "bigint")
      .addColumn("posts", "integer", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .execute();
    // Only what is due is looked for every few seconds, and the index holds only what can become due.
    // The status stands in front as well: without it SQLite prefers the index on status and age, and reads all that are on.
    await db.schema
      .createIndex("reminders_due")
      .on("reminders")
      .columns(["status", "next_at"])
      .where(sql<boolean>`status = 'on'`)
      .execute();
    await db.schema.createIndex("reminders_maker").on("reminders").columns(["platform", "tenant", "person"]).execute();
    await db.schema.createIndex("reminders_age").on("reminders").columns(["status", "updated_at"]).execute();
    await db.schema.createIndex("reminders_workspace").on("reminders").columns(["platform", "workspace"]).execute();
    await db.schema
      .createTable("deliveries")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("reminder", "text", (column) => column.notNull().references("reminders.id").onDelete("cascade"))
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("occurrence_at", "bigint", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("attempts", "integer", (column) => column.notNull())
      .addColumn("failures", "integer", (column) => column.notNull())
      .addColumn("first_attempt_at", "bigint")
      .addColumn("attempt_at", "bigint")
      .addColumn("next_attempt_at", "bigint")
      .addColumn("queued_for", "bigint")
      .addColumn("message", "text")
      .addColumn("reason", "text")
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      // The row is the claim: whoever inserts it posts the occurrence, and nobody else does.
      .addUniqueConstraint("deliveries_once", ["reminder", "occurrence_at", "kind"])
      .execute();
    await db.schema
      .createIndex("deliveries_open")
      .on("deliveries")
      .column("next_attempt_at")
      .where(sql<boolean>`state in ('pending', 'sending')`)
      .execute();
    await db.schema
      .createTable("holds")
      .addColumn("scope", "text", (column) => column.primaryKey().notNull())
      .addColumn("until", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("deliveries_age").on("deliveries").column("updated_at").execute();
  },
};

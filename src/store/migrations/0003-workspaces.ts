import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What is set for a workspace, who may set it, questions handed to people, announced changes, and counts without persons. */
export const workspaces: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable("workspaces")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("workspace", "text", (column) => column.notNull())
      .addColumn("language", "text")
      .addColumn("region", "text")
      .addColumn("privacy_contact", "text")
      .addColumn("handoff_place", "text")
      .addColumn("handoff_place_kind", "text")
      .addColumn("updates_place", "text")
      .addColumn("updates_place_kind", "text")
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("workspaces_key", ["platform", "workspace"])
      .execute();
    await db.schema
      .createTable("workspace_notes")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("workspace", "text", (column) => column.notNull())
      .addColumn("topic", "text", (column) => column.notNull())
      .addColumn("note", "text", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("workspace_notes_key", ["platform", "workspace", "topic"])
      .execute();
    await db.schema
      .createTable("workspace_managers")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("tenant", "text", (column) => column.notNull())
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("workspace", "text", (column) => column.notNull())
      .addColumn("named_at", "bigint", (column) => column.notNull())
      // The person first: who may do what is asked far more often than who all may.
      .addPrimaryKeyConstraint("workspace_managers_key", ["platform", "tenant", "person", "workspace"])
      .execute();
    await db.schema.createIndex("workspace_managers_workspace").on("workspace_managers").columns(["platform", "workspace"]).execute();
    // The row is the claim: whichever process inserts it announces the change, and nobody else does.
    await db.schema
      .createTable("workspace_changes")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("workspace", "text", (column) => column.notNull())
      .addColumn("change", "text", (column) => column.notNull())
      .addColumn("claimed_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("workspace_changes_key", ["platform", "workspace", "change"])
      .execute();
    await db.schema
      .createTable("handoffs")
      .addColumn("id", "text", (column) => column.primaryKey().notNull())
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("tenant", "text", (column) => column.notNull())
      .addColumn("person", "text", (column) => column.notNull())
      .addColumn("workspace", "text", (column) => column.notNull())
      .addColumn("language", "text", (column) => column.notNull())
      .addColumn("place", "text", (column) => column.notNull())
      .addColumn("place_kind", "text", (column) => column.notNull())
      .addColumn("message", "text")
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("handoffs_person").on("handoffs").columns(["platform", "tenant", "person"]).execute();
    await db.schema.createIndex("handoffs_message").on("handoffs").columns(["platform", "workspace", "message"]).execute();
    await db.schema.createIndex("handoffs_age").on("handoffs").column("created_at").execute();
    await db.schema
      .createTable("usage")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("workspace", "text", (column) => column.notNull())
      .addColumn("month", "text", (column) => column.notNull())
      .addColumn("event", "text", (column) => column.notNull())
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("count", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("usage_key", ["platform", "workspace", "month", "event", "subject"])
      .execute();
  },
};

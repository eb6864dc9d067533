import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What platforms handed over at an installation, sealed by the adapter: neither the database nor a backup of it shows a token. */
export const installations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable("installations")
      .addColumn("platform", "text", (column) => column.notNull())
      .addColumn("workspace", "text", (column) => column.notNull())
      .addColumn("sealed", "text", (column) => column.notNull())
      .addColumn("installed_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("installations_key", ["platform", "workspace"])
      .execute();
  },
};

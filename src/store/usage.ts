import { type Kysely, sql } from "kysely";
import type { Usage, UsageEvent, Workspace } from "../core/workspace.ts";
import type { Schema } from "./schema.ts";

/** Adds counts to those that are there, all or nothing: one statement. No two of `counted` may be of one kind. */
export async function addUsage(db: Kysely<Schema>, counted: readonly (Workspace & Usage)[]): Promise<void> {
  if (counted.length === 0) return;
  // In one order everywhere, so that of two processes that add at once one waits for the other, and neither for both.
  const rows = counted.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));
  await db
    .insertInto("usage")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["platform", "workspace", "month", "event", "subject"])
        .doUpdateSet({ count: sql<number>`usage.count + excluded.count` }),
    )
    .execute();
}

/** What was counted in a workspace in a month, most often first. */
export async function readUsage(db: Kysely<Schema>, { platform, workspace }: Workspace, month: string): Promise<Usage[]> {
  const rows = await db
    .selectFrom("usage")
    .select(["month", "event", "subject", "count"])
    .where(({ and }) => and({ platform, workspace }))
    .where("month", "=", month)
    .orderBy("count", "desc")
    .orderBy("subject")
    .execute();
  return rows.map((row) => ({ ...row, event: row.event as UsageEvent }));
}

function keyOf({ platform, workspace, month, event, subject }: Workspace & Usage): string {
  return [platform, workspace, month, event, subject].join("\n");
}

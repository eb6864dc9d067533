import type { Kysely } from "kysely";
import type { Workspace } from "../core/workspace.ts";
import type { Schema } from "./schema.ts";

/** Notes changes as known to a workspace; those that it knows already stay as they are. */
export async function knowChanges(
  db: Kysely<Schema>,
  { platform, workspace }: Workspace,
  changes: readonly string[],
  now: number,
): Promise<void> {
  if (changes.length === 0) return;
  await db
    .insertInto("workspace_changes")
    .values(changes.map((change) => ({ platform, workspace, change, claimed_at: now })))
    .onConflict((conflict) => conflict.columns(["platform", "workspace", "change"]).doNothing())
    .execute();
}

/** True for the first caller with this change and workspace, over all processes that share the database. */
export async function claimChange(db: Kysely<Schema>, { platform, workspace }: Workspace, change: string, now: number): Promise<boolean> {
  const inserted = await db
    .insertInto("workspace_changes")
    .values({ platform, workspace, change, claimed_at: now })
    .onConflict((conflict) => conflict.columns(["platform", "workspace", "change"]).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** Takes a claim back. */
export async function releaseChange(db: Kysely<Schema>, { platform, workspace }: Workspace, change: string): Promise<void> {
  await db
    .deleteFrom("workspace_changes")
    .where(({ and }) => and({ platform, workspace }))
    .where("change", "=", change)
    .execute();
}

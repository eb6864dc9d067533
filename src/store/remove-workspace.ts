import type { Kysely } from "kysely";
import type { Workspace } from "../core/workspace.ts";
import { pauseReminders } from "./installations.ts";
import type { Schema } from "./schema.ts";

/** What is kept for a workspace as such. */
const TABLES = ["workspaces", "workspace_notes", "workspace_managers", "workspace_changes", "handoffs", "usage", "installations"] as const;

/** Erases what is kept for a workspace and pauses what is scheduled in it, all or nothing. What belongs to people stays theirs. */
export async function eraseWorkspace(db: Kysely<Schema>, { platform, workspace }: Workspace, now: number): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await pauseReminders(transaction, { platform, workspace }, now);
    for (const table of TABLES) {
      await transaction
        .deleteFrom(table)
        .where(({ and }) => and({ platform, workspace }))
        .execute();
    }
  });
}

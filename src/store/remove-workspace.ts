import type { Kysely } from "kysely";
import type { Workspace } from "../core/workspace.ts";
import { eraseInstallation } from "./installations.ts";
import type { Schema } from "./schema.ts";

/** What is kept for a workspace as such, beside its installation. */
const TABLES = ["workspaces", "workspace_notes", "workspace_managers", "workspace_changes", "handoffs", "usage"] as const;

/**
 * Erases what is kept for a workspace and pauses what is scheduled in it, all or nothing. What belongs to people stays theirs.
 * @returns whether the workspace counts as left: nothing is erased where an installation is newer than `goneAt`.
 */
export async function eraseWorkspace(
  db: Kysely<Schema>,
  { platform, workspace }: Workspace,
  goneAt: number,
  now: number,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    if (!(await eraseInstallation(transaction, { platform, workspace }, goneAt, now))) return false;
    for (const table of TABLES) {
      await transaction
        .deleteFrom(table)
        .where(({ and }) => and({ platform, workspace }))
        .execute();
    }
    return true;
  });
}

import { type Kysely, sql } from "kysely";
import type { Installation } from "../core/ports.ts";
import type { Platform } from "../core/request.ts";
import type { Workspace } from "../core/workspace.ts";
import type { Schema } from "./schema.ts";

/** Why the bot paused a reminder: it is not in the workspace any more. */
const UNINSTALLED = "uninstalled";

/** What was handed over when the bot was installed into the workspace. */
export async function readInstallation(db: Kysely<Schema>, { platform, workspace }: Workspace): Promise<Installation | undefined> {
  const row = await db
    .selectFrom("installations")
    .select(["workspace", "sealed", "installed_at"])
    .where(({ and }) => and({ platform, workspace }))
    .executeTakeFirst();
  return row && { workspace: row.workspace, sealed: row.sealed, installedAt: row.installed_at };
}

/** Every installation of a platform. */
export async function readInstallations(db: Kysely<Schema>, platform: Platform): Promise<Installation[]> {
  const rows = await db
    .selectFrom("installations")
    .select(["workspace", "sealed", "installed_at"])
    .where("platform", "=", platform)
    .orderBy("installed_at")
    .execute();
  return rows.map((row) => ({ workspace: row.workspace, sealed: row.sealed, installedAt: row.installed_at }));
}

/** Saves an installation, in place of an earlier one of the workspace. */
export async function writeInstallation(
  db: Kysely<Schema>,
  { platform, workspace }: Workspace,
  sealed: string,
  now: number,
): Promise<void> {
  const columns = { sealed, installed_at: now };
  await db
    .insertInto("installations")
    .values({ platform, workspace, ...columns })
    .onConflict((conflict) => conflict.columns(["platform", "workspace"]).doUpdateSet(columns))
    .execute();
}

/** Replaces what is sealed if it still is `from`; false when it is not. */
export async function replaceSealed(db: Kysely<Schema>, { platform, workspace }: Workspace, from: string, to: string): Promise<boolean> {
  const updated = await db
    .updateTable("installations")
    .set({ sealed: to })
    .where(({ and }) => and({ platform, workspace }))
    .where("sealed", "=", from)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

/**
 * Erases the installation and pauses what is scheduled in the workspace; to be called in a transaction. An installation that is
 * newer than `goneAt` stays, and so does everything else: the news of an uninstallation may arrive after the next installation.
 * @returns whether the workspace counts as left now.
 */
export async function eraseInstallation(
  transaction: Kysely<Schema>,
  { platform, workspace }: Workspace,
  goneAt: number,
  now: number,
): Promise<boolean> {
  await transaction
    .deleteFrom("installations")
    .where(({ and }) => and({ platform, workspace }))
    .where("installed_at", "<=", goneAt)
    .execute();
  if (await readInstallation(transaction, { platform, workspace })) return false;
  await pauseReminders(transaction, { platform, workspace }, now);
  return true;
}

/** Pauses what is scheduled in a workspace that the bot is not in any more. */
async function pauseReminders(db: Kysely<Schema>, { platform, workspace }: Workspace, now: number): Promise<void> {
  await db
    .updateTable("reminders")
    .set({ status: "paused", pause_reason: UNINSTALLED, next_at: null, updated_at: now, version: sql<number>`version + 1` })
    .where(({ and }) => and({ platform, workspace }))
    .where("status", "=", "on")
    .execute();
}

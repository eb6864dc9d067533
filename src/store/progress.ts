import type { Kysely, Selectable } from "kysely";
import type { Stored } from "../core/ports.ts";
import type { Identity } from "../core/request.ts";
import type { Progress } from "../core/walkthrough.ts";
import type { ProgressTable, Schema } from "./schema.ts";

/** All walkthroughs the person began, the most recently touched first. */
export async function readProgress(db: Kysely<Schema>, { platform, tenant, person }: Identity): Promise<Stored<Progress>[]> {
  const rows = await db
    .selectFrom("progress")
    .selectAll()
    .where(({ and }) => and({ platform, tenant, person }))
    .orderBy("updated_at", "desc")
    .execute();
  return rows.map(fromRow);
}

/**
 * Saves a step if the row still has the version that was read (0: there was none).
 * @returns false when somebody else was first; nothing is saved then.
 */
export async function writeProgress(db: Kysely<Schema>, identity: Identity, progress: Progress, version: number): Promise<boolean> {
  const values = {
    step: progress.step,
    aside: progress.aside ? 1 : 0,
    trail: JSON.stringify(progress.trail),
    chosen: JSON.stringify(progress.chosen),
    status: progress.status,
    started_at: progress.startedAt,
    updated_at: progress.updatedAt,
    done_at: progress.doneAt ?? null,
    version: version + 1,
  };
  const { platform, tenant, person } = identity;
  const { walkthrough } = progress;
  if (version === 0) {
    const inserted = await db
      .insertInto("progress")
      .values({ platform, tenant, person, walkthrough, ...values })
      .onConflict((conflict) => conflict.columns(["platform", "tenant", "person", "walkthrough"]).doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const updated = await db
    .updateTable("progress")
    .set(values)
    .where(({ and }) => and({ platform, tenant, person }))
    .where("walkthrough", "=", walkthrough)
    .where("version", "=", version)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}

function fromRow(row: Selectable<ProgressTable>): Stored<Progress> {
  return {
    walkthrough: row.walkthrough,
    step: row.step,
    aside: row.aside === 1,
    trail: JSON.parse(row.trail) as string[],
    chosen: JSON.parse(row.chosen) as Record<string, string>,
    status: row.status as Progress["status"],
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    ...(row.done_at === null ? {} : { doneAt: row.done_at }),
    version: row.version,
  };
}

/** How many people of a workspace finished a walkthrough. */
export async function countCompleted(db: Kysely<Schema>, platform: string, workspace: string, walkthrough: string): Promise<number> {
  const { count } = await db
    .selectFrom("progress")
    .select(({ fn }) => fn.countAll().as("count"))
    .where("platform", "=", platform)
    .where("tenant", "=", workspace)
    .where("walkthrough", "=", walkthrough)
    .where("status", "=", "done")
    .executeTakeFirstOrThrow();
  return Number(count);
}

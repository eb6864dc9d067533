import type { Kysely } from "kysely";
import type { Platform } from "../core/request.ts";
import type { Schema } from "./schema.ts";

/**
 * How long a delivery's id is remembered, in milliseconds. Slack repeats an event for about 5 minutes and Discord replays
 * after a resume; a day leaves room for a process that was down.
 */
export const REMEMBER_MS = 24 * 60 * 60 * 1000;

/** True for the first caller with this delivery, over all processes that share the database. */
export async function claimRequest(db: Kysely<Schema>, platform: Platform, id: string, now: number): Promise<boolean> {
  const inserted = await db
    .insertInto("handled_requests")
    .values({ platform, id, claimed_at: now })
    .onConflict((conflict) => conflict.columns(["platform", "id"]).doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

import type { Kysely } from "kysely";
import type { Platform } from "../core/request.ts";
import type { Schema } from "./schema.ts";

/**
 * How long a delivery's id is remembered, in milliseconds. Slack repeats an event for about 5 minutes and Discord replays
 * after a resume; a day leaves room for a process that was down.
 */
export const REMEMBER_MS = 24 * 60 * 60 * 1000;

/** Claims of one statement at most: far below the number of values that a statement may have. */
const MOST_AT_ONCE = 200;

/** A delivery that somebody wants to handle, and how they are told whether they may. */
interface Claim {
  platform: Platform;
  id: string;
  claimed_at: number;
  resolve(isFirst: boolean): void;
  reject(error: unknown): void;
}

/** True for the first caller with this delivery, over all processes that share the database. */
export type ClaimRequest = (platform: Platform, id: string, now: number) => Promise<boolean>;

/**
 * Claims deliveries. What arrives while others are being written is written together with the next ones: each commit waits
 * for the disk, and without that a bot under load does nothing else.
 */
export function createClaimRequest(db: Kysely<Schema>): ClaimRequest {
  const waiting: Claim[] = [];
  let writing = false;

  const writeAll = async (): Promise<void> => {
    writing = true;
    // Whatever arrived in the same turn of the event loop is written at once.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await write(db, waiting.splice(0, MOST_AT_ONCE));
    writing = false;
  };

  return (platform, id, now) => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    waiting.push({ platform, id, claimed_at: now, resolve, reject });
    if (!writing) void writeAll();
    return promise;
  };
}

/** Writes claims in one statement and tells each whether it was the first. Never rejects. */
async function write(db: Kysely<Schema>, claims: readonly Claim[]): Promise<void> {
  const nameOf = ({ platform, id }: { platform: string; id: string }): string => `${platform} ${id}`;
  const first = new Map(claims.toReversed().map((claim) => [nameOf(claim), claim]));
  try {
    const inserted = await db
      .insertInto("handled_requests")
      .values([...first.values()].map(({ platform, id, claimed_at }) => ({ platform, id, claimed_at })))
      .onConflict((conflict) => conflict.columns(["platform", "id"]).doNothing())
      .returning(["platform", "id"])
      .execute();
    const names = new Set(inserted.map(nameOf));
    for (const claim of claims) claim.resolve(first.get(nameOf(claim)) === claim && names.has(nameOf(claim)));
  } catch (error) {
    for (const claim of claims) claim.reject(error);
  }
}

import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** A queue outside our tables that calls for a delivery when its time has come. */
export interface JobQueue {
  /** Adds jobs in the transaction that is given, so that they exist if and only if what they are about does. */
  send(transaction: Kysely<Schema>, jobs: readonly Job[]): Promise<void>;
}

/** "Try this delivery, not before then": `at` is epoch milliseconds. It carries no content. */
export interface Job {
  id: string;
  platform: string;
  delivery: string;
  at: number;
}

/** In `queued_for`: the job that was sent is used up, and another one is wanted. */
export const JOB_USED = 0;

/** Jobs sent at once; more follow with the next tick. */
const MOST_JOBS = 500;

/**
 * Sends a job for every open delivery that has none for its next attempt, of one delivery, one reminder or all. Whatever changed a delivery
 * (this transaction, a process without a queue, a move from SQLite) need not know of jobs. The first job has the delivery's own
 * id: the queue takes an id once, so the same delivery cannot be queued twice.
 */
export async function sendJobs(transaction: Kysely<Schema>, queue: JobQueue, of: { id?: string; reminder?: string } = {}): Promise<void> {
  let unqueued = transaction
    .selectFrom("deliveries")
    .select(["id", "platform", "next_attempt_at", "queued_for"])
    .where(sql<boolean>`state in ('pending', 'sending')`)
    .where(({ eb, or, ref }) => or([eb("queued_for", "is", null), eb("queued_for", "!=", ref("next_attempt_at"))]))
    .limit(MOST_JOBS)
    .forUpdate()
    .skipLocked();
  if (of.id !== undefined) unqueued = unqueued.where("id", "=", of.id);
  if (of.reminder !== undefined) unqueued = unqueued.where("reminder", "=", of.reminder);
  const rows = await unqueued.execute();
  if (rows.length === 0) return;
  const jobs = rows.map(({ id, platform, next_attempt_at, queued_for }) => ({
    id: queued_for === null ? id : randomUUID(),
    platform,
    delivery: id,
    at: next_attempt_at ?? 0,
  }));
  await queue.send(transaction, jobs);
  await transaction
    .updateTable("deliveries")
    .set(({ ref }) => ({ queued_for: ref("next_attempt_at") }))
    .where(
      "id",
      "in",
      rows.map(({ id }) => id),
    )
    .execute();
}

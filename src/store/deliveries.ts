import { type Kysely, sql } from "kysely";
import type { DeliveryStore } from "../core/delivery.ts";
import { LATEST_MS } from "../core/schedule/plan.ts";
import { beginAttempt } from "./begin-attempt.ts";
import { claimDue } from "./claim-due.ts";
import type { Database } from "./database.ts";
import { JOB_USED, type JobQueue, sendJobs } from "./jobs.ts";
import type { Schema } from "./schema.ts";
import { settleAttempt } from "./settle-attempt.ts";
import { tellTrouble } from "./tell-trouble.ts";

/** Deliveries that are not over, as the partial index has them. */
const OPEN = sql<boolean>`state in ('pending', 'sending')`;

/** Nobody called for a delivery in so long after its time. Milliseconds. */
const FORGOTTEN_MS = 30 * 60_000;

/** The deliveries in a database. With a queue, the jobs for what became due are sent in the same transaction. */
export function createDeliveryStore(database: Database, queue?: JobQueue): DeliveryStore {
  return tellTrouble(storeOver(database, queue), database.name);
}

function storeOver({ db, kind }: Database, queue: JobQueue | undefined): DeliveryStore {
  return {
    claimDue: (now, limit, plan) =>
      db.transaction().execute(async (transaction) => {
        const claimed = await claimDue(transaction, kind, now, limit, plan);
        if (queue) await sendJobs(transaction, queue);
        return claimed;
      }),
    async tidy(now) {
      await skipLate(db, now);
      if (queue) await askAgain(db, now);
    },
    async ready(now, platforms, limit) {
      const due = openDeliveries(db, platforms).select("id").where("next_attempt_at", "<=", now);
      const rows = await due.orderBy("next_attempt_at").limit(limit).execute();
      return rows.map(({ id }) => id);
    },
    nextDueAt: (platforms) => nextDueAt(db, platforms),
    begin: (id, now, until) =>
      db.transaction().execute(async (transaction) => {
        const attempt = await beginAttempt(transaction, { kind, isQueued: queue !== undefined }, id, now, until);
        if (queue) await sendJobs(transaction, queue, { id });
        return attempt;
      }),
    settle: (attempt, settlement, now) =>
      db.transaction().execute(async (transaction) => {
        await settleAttempt(transaction, attempt, settlement, now);
        // A notice is a delivery of the same reminder, and wants a job as well.
        if (queue) await sendJobs(transaction, queue, { reminder: attempt.reminder.id });
      }),
    openCounts: () => countOpen(db),
  };
}

async function countOpen(db: Kysely<Schema>): Promise<{ pending: number; sending: number }> {
  const rows = await db
    .selectFrom("deliveries")
    .select(({ fn }) => ["state", fn.countAll().as("count")])
    .where(OPEN)
    .groupBy("state")
    .execute();
  const of = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0);
  return { pending: of("pending"), sending: of("sending") };
}

function openDeliveries(db: Kysely<Schema>, platforms: readonly string[]) {
  return db.selectFrom("deliveries").where(OPEN).where("platform", "in", platforms);
}

async function nextDueAt(db: Kysely<Schema>, platforms: readonly string[]): Promise<number | undefined> {
  const reminder = await db
    .selectFrom("reminders")
    .select("next_at as at")
    .where(sql<boolean>`status = 'on'`)
    .orderBy("next_at")
    .limit(1)
    .executeTakeFirst();
  const open = openDeliveries(db, platforms).select("next_attempt_at as at").orderBy("next_attempt_at").limit(1);
  const delivery = platforms.length === 0 ? undefined : await open.executeTakeFirst();
  const times = [reminder?.at, delivery?.at].filter((at) => at !== undefined && at !== null);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What may have been posted stays open, so that its fate is found out; the rest would come as a surprise by now. */
async function skipLate(db: Kysely<Schema>, now: number): Promise<void> {
  await db
    .updateTable("deliveries")
    .set({ state: "skipped", reason: "late", next_attempt_at: null, updated_at: now })
    .where(OPEN)
    .where("state", "=", "pending")
    .where("kind", "=", "occurrence")
    .where("occurrence_at", "<=", now - LATEST_MS)
    .execute();
}

/** A job may be lost, for example with a queue that was emptied; the tick sends another one. */
async function askAgain(db: Kysely<Schema>, now: number): Promise<void> {
  await db
    .updateTable("deliveries")
    .set({ queued_for: JOB_USED })
    .where(OPEN)
    .where("next_attempt_at", "<", now - FORGOTTEN_MS)
    .execute();
}

import { randomUUID } from "node:crypto";
import { type Insertable, type Kysely, sql } from "kysely";
import type { PlanDue } from "../core/delivery.ts";
import type { Stored } from "../core/ports.ts";
import type { Reminder } from "../core/reminder.ts";
import type { Plan } from "../core/schedule/plan.ts";
import type { Database } from "./database.ts";
import { reminderOfRow } from "./reminders.ts";
import type { DeliveriesTable, Schema } from "./schema.ts";

/**
 * The reminders whose time has come. The status stands in the query as it does in the partial index: as a parameter it would
 * keep SQLite from using the index, and every tick would read the whole table.
 */
function dueReminders(db: Kysely<Schema>, now: number, limit: number) {
  return db
    .selectFrom("reminders")
    .selectAll()
    .where(sql<boolean>`status = 'on'`)
    .where("next_at", "<=", now)
    .orderBy("next_at")
    .limit(limit);
}

/**
 * Takes reminders whose time has come, in the transaction that it is given: SQLite lets one process in at a time, on PostgreSQL
 * each takes what no other has locked. Returns how many.
 */
export async function claimDue(
  transaction: Kysely<Schema>,
  kind: Database["kind"],
  now: number,
  limit: number,
  plan: PlanDue,
): Promise<number> {
  const due = dueReminders(transaction, now, limit);
  const rows = await (kind === "postgres" ? due.forUpdate().skipLocked() : due).execute();
  const planned = rows.map(reminderOfRow).map((reminder) => ({ reminder, plan: planOrPause(reminder, now, plan) }));
  const deliveries = planned.flatMap(({ reminder, plan }) => (plan ? deliveriesOf(reminder, plan, now) : []));
  if (deliveries.length > 0) {
    await transaction
      .insertInto("deliveries")
      .values(deliveries)
      // An occurrence that has a row was taken before, whatever the clock says now.
      .onConflict((conflict) => conflict.columns(["reminder", "occurrence_at", "kind"]).doNothing())
      .execute();
  }
  for (const { reminder, plan } of planned) await advance(transaction, reminder, plan, now);
  return rows.length;
}

/** A schedule that cannot be read must not keep all others waiting: undefined for it. */
function planOrPause(reminder: Stored<Reminder>, now: number, plan: PlanDue): Plan | undefined {
  try {
    return plan(reminder, now);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function deliveriesOf({ id, to }: Reminder, { post, skipped }: Plan, now: number): Insertable<DeliveriesTable>[] {
  const row = (occurrenceAt: number, state: "pending" | "skipped"): Insertable<DeliveriesTable> => ({
    ...newDelivery(id, to.platform, "occurrence", occurrenceAt, now),
    state,
    ...(state === "skipped" ? { next_attempt_at: null, reason: "late" } : {}),
  });
  return [...skipped.map((occurrenceAt) => row(occurrenceAt, "skipped")), ...(post === undefined ? [] : [row(post, "pending")])];
}

/** A delivery that can be tried at once. */
export function newDelivery(
  reminder: string,
  platform: string,
  kind: string,
  occurrenceAt: number,
  now: number,
): Insertable<DeliveriesTable> & { id: string } {
  return {
    id: randomUUID(),
    reminder,
    platform,
    kind,
    occurrence_at: occurrenceAt,
    state: "pending",
    attempts: 0,
    failures: 0,
    first_attempt_at: null,
    attempt_at: null,
    next_attempt_at: now,
    queued_for: null,
    message: null,
    reason: null,
    updated_at: now,
  };
}

async function advance(transaction: Kysely<Schema>, reminder: Stored<Reminder>, plan: Plan | undefined, now: number): Promise<void> {
  const change = plan
    ? { status: plan.next === undefined ? "ended" : "on", next_at: plan.next ?? null }
    : { status: "paused", next_at: null, pause_reason: "unreadable" };
  await transaction
    .updateTable("reminders")
    .set({ ...change, updated_at: now, version: reminder.version + 1 })
    .where("id", "=", reminder.id)
    .execute();
}

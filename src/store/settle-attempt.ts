import type { Kysely } from "kysely";
import type { Attempt, NoticeKind, Settlement } from "../core/delivery.ts";
import { NOBODY } from "../core/reminder.ts";
import { destinationOf } from "../core/reminder-notice.ts";
import { newDelivery } from "./claim-due.ts";
import { hold } from "./holds.ts";
import type { Schema } from "./schema.ts";

/**
 * Records how an attempt ended, in the transaction that it is given. An attempt that somebody else has taken over meanwhile
 * changes nothing, with one exception: that it was sent is a fact, whoever learns of it last.
 */
export async function settleAttempt(transaction: Kysely<Schema>, attempt: Attempt, settlement: Settlement, now: number): Promise<void> {
  if (!(await close(transaction, attempt, settlement, now))) return;
  if (settlement.state === "sent") return afterSent(transaction, attempt, now);
  if ("nextAttemptAt" in settlement) {
    if (settlement.hold) await hold(transaction, destinationOf(attempt), settlement.hold, now);
    return;
  }
  if (settlement.pause && !(await pause(transaction, attempt, settlement.pause, now))) return;
  if (settlement.notice) await addNotice(transaction, attempt, settlement.notice, now);
}

async function close(transaction: Kysely<Schema>, attempt: Attempt, settlement: Settlement, now: number): Promise<boolean> {
  const update = transaction.updateTable("deliveries").where("id", "=", attempt.id);
  const open = update.where("state", "=", "sending").where("attempts", "=", attempt.number);
  const change = { state: settlement.state, updated_at: now };
  if (settlement.state === "sent") {
    const sent = { ...change, message: settlement.message, next_attempt_at: null, reason: null };
    return isOne(await update.where("state", "!=", "sent").set(sent).executeTakeFirst());
  }
  const { reason } = settlement;
  if (!("nextAttemptAt" in settlement)) return isOne(await open.set({ ...change, reason, next_attempt_at: null }).executeTakeFirst());
  const failures = attempt.failures + (settlement.failed ? 1 : 0);
  return isOne(await open.set({ ...change, reason, failures, next_attempt_at: settlement.nextAttemptAt }).executeTakeFirst());
}

async function afterSent(transaction: Kysely<Schema>, { kind, reminder }: Attempt, now: number): Promise<void> {
  if ("person" in reminder.to) {
    // Kept no longer than it is needed: what was said to a person is over. One that goes on stays until its last time.
    const gone = transaction.deleteFrom("reminders").where("id", "=", reminder.id).where("status", "=", "ended");
    if (isOne(await gone.executeTakeFirst(), "numDeletedRows")) return;
  }
  if (kind !== "occurrence") return;
  await transaction
    .updateTable("reminders")
    .set(({ eb }) => ({ posts: eb("posts", "+", 1), version: eb("version", "+", 1), updated_at: now }))
    .where("id", "=", reminder.id)
    .execute();
}

/** False when it was paused already: whoever did, or was told, need not be told again. */
async function pause(transaction: Kysely<Schema>, { reminder }: Attempt, reason: string, now: number): Promise<boolean> {
  const paused = await transaction
    .updateTable("reminders")
    .set(({ eb }) => ({ status: "paused", pause_reason: reason, next_at: null, version: eb("version", "+", 1), updated_at: now }))
    .where("id", "=", reminder.id)
    .where("status", "!=", "paused")
    .executeTakeFirst();
  return isOne(paused);
}

async function addNotice(transaction: Kysely<Schema>, { reminder, occurrenceAt }: Attempt, notice: NoticeKind, now: number): Promise<void> {
  if (reminder.maker.person === NOBODY) return;
  await transaction
    .insertInto("deliveries")
    .values(newDelivery(reminder.id, reminder.maker.platform, notice, occurrenceAt, now))
    .onConflict((conflict) => conflict.columns(["reminder", "occurrence_at", "kind"]).doNothing())
    .execute();
}

function isOne(
  result: { numUpdatedRows?: bigint; numDeletedRows?: bigint },
  count: "numUpdatedRows" | "numDeletedRows" = "numUpdatedRows",
): boolean {
  return result[count] === 1n;
}

import type { Kysely, Selectable, Updateable } from "kysely";
import type { Attempt, DeliveryKind } from "../core/delivery.ts";
import { destinationOf } from "../core/reminder-notice.ts";
import type { Database } from "./database.ts";
import { heldUntil } from "./holds.ts";
import { JOB_USED } from "./jobs.ts";
import { readReminder } from "./reminders.ts";
import type { DeliveriesTable, Schema } from "./schema.ts";

/**
 * Records that an attempt begins, before anything is posted: whoever finds the row so later knows that it may have been posted.
 * Undefined when it is over, not yet time, held up by the platform, or when its reminder was paused or deleted.
 */
export async function beginAttempt(
  transaction: Kysely<Schema>,
  { kind: database, isQueued }: { kind: Database["kind"]; isQueued: boolean },
  id: string,
  now: number,
  until: number,
): Promise<Attempt | undefined> {
  const found = transaction.selectFrom("deliveries").selectAll().where("id", "=", id);
  const row = await (database === "postgres" ? found.forUpdate() : found).executeTakeFirst();
  const reminder = row && isOpen(row) ? await readReminder(transaction, row.reminder) : undefined;
  if (!row || !reminder) return undefined;
  const kind = row.kind as DeliveryKind;
  const put = (change: Updateable<DeliveriesTable>) => update(transaction, id, { ...change, updated_at: now });
  if (row.next_attempt_at === null || row.next_attempt_at > now) return put({ queued_for: JOB_USED });
  if (row.state === "pending" && kind === "occurrence" && reminder.status === "paused") {
    return put({ state: "skipped", reason: "paused", next_attempt_at: null });
  }
  const held = await heldUntil(transaction, destinationOf({ kind, reminder }));
  if (held > now) return put({ next_attempt_at: held });
  const number = row.attempts + 1;
  const first = row.first_attempt_at ?? now;
  // The job under way stands for the time until then: if this process dies, the queue tries it again.
  const job = isQueued ? { queued_for: until } : {};
  await put({ state: "sending", attempts: number, first_attempt_at: first, attempt_at: now, next_attempt_at: until, ...job });
  const unsettled = row.state === "sending";
  return { id, kind, reminder, occurrenceAt: row.occurrence_at, number, failures: row.failures, attempted: { first, now }, unsettled };
}

function isOpen({ state }: Selectable<DeliveriesTable>): boolean {
  return state === "pending" || state === "sending";
}

async function update(transaction: Kysely<Schema>, id: string, change: Updateable<DeliveriesTable>): Promise<undefined> {
  await transaction.updateTable("deliveries").set(change).where("id", "=", id).execute();
}

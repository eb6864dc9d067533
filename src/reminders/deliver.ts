import type { Attempt, DeliveryStore, Settlement } from "../core/delivery.ts";
import type { Adapter, Clock, Delivery, Knowledge, Store } from "../core/ports.ts";
import { completedFor } from "../core/reminder-count.ts";
import { effectOf } from "../core/reminder-notice.ts";
import type { Effect } from "../core/reply.ts";
import type { Platform } from "../core/request.ts";
import { afterFind, afterPost, type Circumstances } from "./decide.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/** What deliveries report: ids and reasons, never what is said to whom. */
export type DeliveryReport = (
  event: "sent" | "again" | "failed" | "unknown" | "fault",
  details: { delivery: string; reason?: string; error?: unknown; lateMs?: number },
) => void;

/** What {@link createDeliver} is made of. */
export interface DeliverParts {
  deliveries: DeliveryStore;
  store: Pick<Store, "preferences" | "completed">;
  adapters: ReadonlyMap<Platform, Pick<Adapter, "post" | "find">>;
  knowledge: Knowledge;
  clock: Clock;
  policy: RetryPolicy;
  /** Between 0 and 1. */
  random: () => number;
  report: DeliveryReport;
}

/**
 * One attempt at one delivery, from its record to its outcome. Whoever calls it, in whatever process and how often: a delivery
 * that is over, not yet due or being tried by somebody else is left alone.
 */
export function createDeliver(parts: DeliverParts): (id: string) => Promise<void> {
  const { deliveries, clock, policy, report } = parts;
  return async (id) => {
    const begun = clock();
    const attempt = await deliveries.begin(id, begun, begun + policy.attemptMs);
    if (!attempt) return;
    const settlement = await settlementOf(attempt, begun + policy.attemptMs / 2, parts);
    await deliveries.settle(attempt, settlement, clock());
    tell(attempt, settlement, clock(), report);
  };
}

/** `latest` is the time after which it is too late to begin a post: somebody else may look for it before it is there. */
async function settlementOf(attempt: Attempt, latest: number, parts: DeliverParts): Promise<Settlement> {
  const around = (): Circumstances => ({ policy: parts.policy, now: parts.clock(), random: parts.random() });
  const adapter = parts.adapters.get(attempt.reminder.to.platform);
  let effect: Effect;
  try {
    if (!adapter) throw new Error(`no adapter for ${attempt.reminder.to.platform}`);
    effect = await makeEffect(attempt, parts);
  } catch (error) {
    parts.report("fault", { delivery: attempt.id, error });
    return afterPost(attempt, { ok: false, failure: "down", reason: "the message could not be made" }, !attempt.unsettled, around());
  }
  if (attempt.unsettled) {
    const found = afterFind(attempt, await adapter.find(effect, attempt.attempted), around());
    if (found) return found;
  }
  const isTooLate = parts.clock() > latest;
  const result: Delivery = isTooLate ? { ok: false, failure: "down", reason: "too slow" } : await post(adapter, effect, attempt, parts);
  return afterPost(attempt, result, true, around());
}

/** An adapter that throws has a mistake in it, and who knows how far it got. */
async function post(adapter: Pick<Adapter, "post">, effect: Effect, attempt: Attempt, { report }: DeliverParts): Promise<Delivery> {
  try {
    return await adapter.post(effect);
  } catch (error) {
    report("fault", { delivery: attempt.id, error });
    return { ok: false, failure: "unclear", reason: "the adapter failed" };
  }
}

async function makeEffect(attempt: Attempt, { store, knowledge, clock }: DeliverParts): Promise<Effect> {
  const { kind, reminder } = attempt;
  const makerLanguage = kind === "occurrence" ? undefined : (await store.preferences(reminder.maker)).language;
  const completed = kind === "occurrence" ? await completedFor(reminder, store) : undefined;
  return effectOf(attempt, {
    knowledge,
    now: clock(),
    makerLanguage: makerLanguage ?? reminder.language,
    ...(completed === undefined ? {} : { completed }),
  });
}

function tell({ id, occurrenceAt }: Attempt, settlement: Settlement, now: number, report: DeliveryReport): void {
  if (settlement.state === "sent") report("sent", { delivery: id, lateMs: now - occurrenceAt });
  else report("nextAttemptAt" in settlement ? "again" : settlement.state, { delivery: id, reason: settlement.reason });
}

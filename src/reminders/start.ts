import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { Adapter, Clock, Knowledge } from "../core/ports.ts";
import { planDue } from "../core/schedule/plan.ts";
import { type DatabaseAddress, isPostgres } from "../store/address.ts";
import { createDeliveryStore } from "../store/deliveries.ts";
import type { DeliveryQueue } from "../store/delivery-queue.ts";
import type { OpenStore } from "../store/open.ts";
import { createDeliver, type DeliveryReport } from "./deliver.ts";
import { RETRY_POLICY, type RetryPolicy } from "./retry-policy.ts";
import { createRunner } from "./runner.ts";

/** How long stopping waits for attempts that are under way. What lasts longer is looked for later, by whoever runs then. */
const GRACE_MS = 20_000;

/** What reminders are run with. */
export interface ReminderParts {
  address: DatabaseAddress;
  store: OpenStore;
  adapters: readonly Adapter[];
  knowledge: Knowledge;
  clock: Clock;
  log: Logger;
  policy?: RetryPolicy;
  /** Told of each attempt that ended, for whoever counts. */
  observe?: DeliveryReport;
}

/** Reminders that run in this process. */
export interface Reminders {
  /** Ends within 20 seconds: nothing more is begun, what is under way is finished. */
  stop(): Promise<void>;
}

/** Makes reminders happen: by a queue on PostgreSQL, by this process alone or beside others on SQLite. */
export async function startReminders(parts: ReminderParts): Promise<Reminders> {
  const { address, store, adapters, knowledge, clock, log, policy = RETRY_POLICY, observe } = parts;
  const platforms = adapters.map(({ platform }) => platform);
  const queue = isPostgres(address) ? await openQueue(address, policy, log) : undefined;
  const deliveries = createDeliveryStore(store.database, queue);
  const report = reportTo(log);
  const deliver = createDeliver({
    deliveries,
    store,
    adapters: new Map(adapters.map((adapter) => [adapter.platform, adapter])),
    knowledge,
    clock,
    policy,
    random: Math.random,
    report(event, details) {
      report(event, details);
      observe?.(event, details);
    },
  });
  const runner = createRunner({
    deliveries,
    deliver,
    plan: planDue,
    platforms,
    queued: queue !== undefined,
    clock,
    sleep: async (ms, signal) => wait(ms, undefined, { signal }).catch(() => {}),
    onError: (error) => log.error({ err: error }, "reminders: the database gave trouble"),
  });
  await queue?.work(platforms, deliver);
  runner.start();
  return {
    async stop() {
      const deadline = new AbortController();
      const stopped = Promise.all([runner.stop(), queue?.stop(GRACE_MS)]);
      await Promise.race([stopped, wait(GRACE_MS, undefined, { signal: deadline.signal }).catch(() => {})]);
      deadline.abort();
    },
  };
}

/** Loaded only where it is used, as the platforms' SDKs are. */
async function openQueue(address: string, { attemptMs }: RetryPolicy, log: Logger): Promise<DeliveryQueue> {
  const { openDeliveryQueue } = await import("../store/delivery-queue.ts");
  return openDeliveryQueue(address, {
    attemptMs,
    onTrouble: (message) => log.warn(message),
    onError: (error) => log.error({ err: error }, "a delivery could not be tried"),
  });
}

function reportTo(log: Logger): DeliveryReport {
  return (event, { error, ...details }) => {
    if (event === "sent") log.info(details, "a reminder was posted");
    else if (event === "again") log.info(details, "a reminder is tried again");
    else if (event === "fault") log.error({ ...details, err: error }, "a reminder's message could not be made or posted");
    else log.warn(details, event === "failed" ? "a reminder was not posted" : "nobody can tell whether a reminder was posted");
  };
}

import type { DeliveryStore, PlanDue } from "../core/delivery.ts";
import type { Clock } from "../core/ports.ts";
import type { Platform } from "../core/request.ts";

/** Reminders taken in one tick, and so in one transaction: on SQLite nobody else can write meanwhile. */
const CLAIM_BATCH = 50;

/** Deliveries tried at the same time. */
const MOST_AT_ONCE = 8;

/** The longest that the runner sleeps: what another process or a command made due is noticed within it. Milliseconds. */
const LONGEST_SLEEP_MS = 2_000;

/** How often what is too late or was forgotten is looked for, milliseconds. */
const TIDY_EVERY_MS = 60_000;

/** What {@link createRunner} is made of. */
export interface RunnerParts {
  deliveries: DeliveryStore;
  /** One attempt at one delivery. */
  deliver(id: string): Promise<void>;
  plan: PlanDue;
  /** The platforms that this process can post to. */
  platforms: readonly Platform[];
  /** True when a queue calls for the deliveries, so that the runner only finds out what is due. */
  queued: boolean;
  clock: Clock;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  onError(error: unknown): void;
}

/** What makes reminders happen in this process. Any number of processes may run one on the same database. */
export interface Runner {
  start(): void;
  /** Takes up what is due now, as much as fits into one tick, and returns without waiting for the attempts. */
  tick(): Promise<void>;
  /** Resolves when no attempt is under way. */
  settled(): Promise<void>;
  /** Begins nothing more, and resolves when what is under way is over. */
  stop(): Promise<void>;
}

/** Finds out what is due, as soon as it is, and has it delivered. */
export function createRunner({ deliveries, deliver, plan, platforms, queued, clock, sleep, onError }: RunnerParts): Runner {
  const stopping = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  let alarm = new AbortController();
  let loop: Promise<void> | undefined;
  let tidiedAt = Number.NEGATIVE_INFINITY;
  let inTrouble = false;

  const trouble = (error: unknown): void => {
    inTrouble = true;
    onError(error);
  };

  async function tick(): Promise<void> {
    await deliveries.claimDue(clock(), CLAIM_BATCH, plan);
    if (clock() - tidiedAt >= TIDY_EVERY_MS) {
      await deliveries.tidy(clock());
      tidiedAt = clock();
    }
    if (!queued) await takeReady();
  }

  async function takeReady(): Promise<void> {
    const free = MOST_AT_ONCE - underWay.size;
    if (free <= 0 || stopping.signal.aborted) return;
    const ready = await deliveries.ready(clock(), platforms, MOST_AT_ONCE);
    for (const id of ready.filter((one) => !underWay.has(one)).slice(0, free)) take(id);
  }

  function take(id: string): void {
    const attempt = deliver(id)
      .catch(trouble)
      .finally(() => {
        underWay.delete(id);
        alarm.abort();
      });
    underWay.set(id, attempt);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Renewed first: what ends during the tick must not be slept over.
      alarm = new AbortController();
      inTrouble = false;
      const pause = await tick().then(pauseUntilDue).catch(trouble);
      // What fails is still due: without a pause it would fail again at once, and again.
      if (inTrouble) await sleep(LONGEST_SLEEP_MS, stopping.signal);
      else await sleep(pause ?? LONGEST_SLEEP_MS, AbortSignal.any([alarm.signal, stopping.signal]));
    }
  }

  async function pauseUntilDue(): Promise<number> {
    const isFull = underWay.size >= MOST_AT_ONCE;
    const dueAt = await deliveries.nextDueAt(queued || isFull ? [] : platforms);
    return Math.min(LONGEST_SLEEP_MS, Math.max(0, (dueAt ?? Number.POSITIVE_INFINITY) - clock()));
  }

  async function settled(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay.values());
  }

  return {
    start() {
      loop = run();
    },
    tick,
    settled,
    async stop() {
      stopping.abort();
      await loop;
      await settled();
    },
  };
}

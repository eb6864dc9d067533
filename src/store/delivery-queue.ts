import { fromKysely, type Job, type JobResult, PgBoss } from "pg-boss";
import { StoreError } from "../core/errors.ts";
import { PLATFORMS, type Platform } from "../core/request.ts";
import { displayAddress } from "./address.ts";
import type { JobQueue } from "./jobs.ts";
import { reasonOf } from "./trouble.ts";

/**
 * How a process works on a platform's queue. The jobs of a batch end together, so a slow one holds up few others. What is due at
 * once does not wait for the poll, because the database notifies; what is to be tried again at a later time does. By default pg-boss
 * polls a queue that notifies every half minute.
 */
const WORK = {
  batchSize: 4,
  localConcurrency: 4,
  pollingIntervalSeconds: 2,
  notifyPollingIntervalSeconds: 2,
  burstWhenBatchFull: true,
  perJobResults: true,
} as const;

/** How often jobs of dead processes are looked for, in seconds; pg-boss's own minute would come on top of a delivery's wait. */
const SUPERVISE_SECONDS = 5;

/** How long a job that is done is kept, in seconds: an id is taken once as long as its job is there. */
const KEEP_SECONDS = 24 * 60 * 60;

/** Where jobs end whose every attempt met an error of ours or of the database. */
const DEAD = "delivery-dead";

/** How the queue is used. */
export interface QueueOptions {
  /** After so long a job counts as lost with its process, in milliseconds: the time that an attempt may take. */
  attemptMs: number;
  /** Told what goes wrong, without anything that was said to anybody. */
  onTrouble(message: string): void;
  /** Told the error of an attempt that failed for reasons of our own. */
  onError(error: unknown): void;
}

/** The queue on PostgreSQL that hands deliveries to as many processes as work on it. */
export interface DeliveryQueue extends JobQueue {
  /** Calls for each delivery to these platforms when its time has come. */
  work(platforms: readonly Platform[], attempt: (delivery: string) => Promise<void>): Promise<void>;
  /** Takes nothing more and waits for what is under way, at most so long; the rest is handed back to the queue. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Opens the queue in the database at `address`, and creates or updates what it needs there: any number of processes may do so at
 * once. Jobs hold the id of a delivery and nothing else, and what went wrong with one is reported, not stored with it.
 * @throws {StoreError} with a sentence for whoever operates the bot: its user must be allowed to create a schema.
 */
export async function openDeliveryQueue(address: string, options: QueueOptions): Promise<DeliveryQueue> {
  const boss = new PgBoss({
    connectionString: address,
    application_name: "linkedin-ai-bot jobs",
    max: 4,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  });
  // An error that nobody hears would end the process.
  boss.on("error", (error) => options.onTrouble(`the queue of deliveries: ${reasonOf(error)}`));
  boss.on("warning", ({ message }) => options.onTrouble(`the queue of deliveries: ${message}`));
  try {
    await boss.start({ attempts: 6 });
    await createQueues(boss, options);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw new StoreError(`the queue of deliveries in ${displayAddress(address)} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
  return {
    async send(transaction, jobs) {
      for (const [platform, ofPlatform] of Map.groupBy(jobs, (job) => job.platform)) {
        const inserts = ofPlatform.map(({ id, delivery, at }) => ({ id, data: { delivery }, startAfter: new Date(at) }));
        await boss.insert(queueOf(platform), inserts, { db: fromKysely(transaction) });
      }
    },
    async work(platforms, attempt) {
      const run = async ({ id, data }: Job<{ delivery: string }>): Promise<JobResult> => {
        try {
          await attempt(data.delivery);
          return { id, status: "completed" };
        } catch (error) {
          options.onError(error);
          return { id, status: "failed" };
        }
      };
      for (const platform of platforms)
        await boss.work(queueOf(platform), WORK, (jobs: Job<{ delivery: string }>[]) => Promise.all(jobs.map(run)));
    },
    stop: (graceMs) => boss.stop({ graceful: true, timeout: graceMs }),
  };
}

/** `createQueue` leaves a queue that is there as it was, so the options of a new version are set apart. */
async function createQueues(boss: PgBoss, { attemptMs }: QueueOptions): Promise<void> {
  const how = {
    expireInSeconds: Math.ceil(attemptMs / 1000),
    retryLimit: 8,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 300,
    deleteAfterSeconds: KEEP_SECONDS,
    notify: true,
  };
  await boss.createQueue(DEAD);
  for (const platform of PLATFORMS) {
    await boss.createQueue(queueOf(platform), { ...how, deadLetter: DEAD });
    await boss.updateQueue(queueOf(platform), { ...how, deadLetter: DEAD });
  }
}

function queueOf(platform: string): string {
  return `delivery-${platform}`;
}

import { type Kysely, sql } from "kysely";
import type { Clock } from "../core/ports.ts";
import { monthOf } from "../core/usage.ts";
import { HANDOFF_LIFETIME_MS } from "../core/workspace.ts";
import type { Database } from "./database.ts";
import { REMEMBER_MS } from "./handled-requests.ts";
import type { Schema } from "./schema.ts";
import { reasonOf } from "./trouble.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a person chose and how far they are is kept this long after they last changed it: 24 months, in milliseconds. */
export const UNTOUCHED_MS = 730 * DAY_MS;

/** What became of a post is kept this long, in milliseconds: long enough to be asked about it. */
export const DELIVERIES_MS = 90 * DAY_MS;

/** What was typed for a post and not saved is kept this long, in milliseconds. */
export const DRAFT_MS = DAY_MS;

/** A personal reminder that is over is kept this long, in milliseconds. */
export const ENDED_PERSONAL_MS = DAY_MS;

/** How often the bot looks for what it need not keep any more, in milliseconds. */
export const PURGE_EVERY_MS = 6 * 60 * 60 * 1000;

/** Rows are erased in pieces, because SQLite stands still for each. */
const BATCH = 500;

/** One kind of row that is not kept for ever. */
interface Rule {
  table: keyof Schema;
  /** The columns of its primary key. */
  key: readonly string[];
  /** Which rows are old, as a condition; `before(ms)` is the time that long ago. */
  old(before: (ageMs: number) => number): ReturnType<typeof sql<boolean>>;
}

const PERSON = ["platform", "tenant", "person"] as const;

/** Everything that is erased by itself. What is not here is kept until a person or an admin erases it. */
const RULES: readonly Rule[] = [
  { table: "handled_requests", key: ["platform", "id"], old: (before) => sql`claimed_at < ${before(REMEMBER_MS)}` },
  { table: "preferences", key: PERSON, old: (before) => sql`updated_at < ${before(UNTOUCHED_MS)}` },
  { table: "progress", key: [...PERSON, "walkthrough"], old: (before) => sql`updated_at < ${before(UNTOUCHED_MS)}` },
  {
    table: "deliveries",
    key: ["id"],
    old: (before) => sql`state not in ('pending', 'sending') and updated_at < ${before(DELIVERIES_MS)}`,
  },
  {
    // A reminder ends when its last occurrence is claimed, which may be long before that is delivered.
    table: "reminders",
    key: ["id"],
    old: (before) => sql`status = 'ended' and place is null and updated_at < ${before(ENDED_PERSONAL_MS)}
      and not exists (select 1 from deliveries where deliveries.reminder = reminders.id and deliveries.state in ('pending', 'sending'))`,
  },
  {
    table: "reminders",
    key: ["id"],
    old: (before) => sql`status = 'ended' and place is not null and updated_at < ${before(DELIVERIES_MS)}
      and not exists (select 1 from deliveries where deliveries.reminder = reminders.id and deliveries.state in ('pending', 'sending'))`,
  },
  { table: "reminders", key: ["id"], old: (before) => sql`pause_reason like 'draft%' and updated_at < ${before(DRAFT_MS)}` },
  { table: "handoffs", key: ["id"], old: (before) => sql`created_at < ${before(HANDOFF_LIFETIME_MS)}` },
  {
    table: "usage",
    key: ["platform", "workspace", "month", "event", "subject"],
    old: (before) => sql`month < ${monthOf(before(UNTOUCHED_MS))}`,
  },
  { table: "reminders", key: ["id"], old: (before) => sql`status = 'paused' and updated_at < ${before(UNTOUCHED_MS)}` },
];

/** Erases what need not be kept any more at `now`, epoch milliseconds, and gives back how many rows that were. */
export async function purge(db: Kysely<Schema>, now: number): Promise<number> {
  let erased = 0;
  for (const rule of RULES) erased += await purgeBy(rule, db, now);
  return erased;
}

async function purgeBy({ table, key, old }: Rule, db: Kysely<Schema>, now: number): Promise<number> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const condition = old((ageMs) => now - ageMs);
  for (let erased = 0; ; ) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)}
      where (${columns}) in (select ${columns} from ${sql.table(table)} where ${condition} limit ${sql.lit(BATCH)})`.execute(db);
    erased += Number(numAffectedRows);
    if (numAffectedRows < BATCH) return erased;
  }
}

/** What the periodic purge needs of the process. */
export interface RetentionParts {
  database: Database;
  clock: Clock;
  /** As `setInterval` without its result; gives back how to stop. */
  every(ms: number, task: () => void): () => void;
  onTrouble(message: string): void;
}

/** Purges every few hours; opening the store did it the first time. Gives back how to stop, which waits for a purge under way. */
export function startRetention({ database, clock, every, onTrouble }: RetentionParts): () => Promise<void> {
  let underWay = Promise.resolve();
  const run = (): void => {
    underWay = underWay.then(async () => {
      try {
        await purge(database.db, clock());
      } catch (error) {
        // The next time will do: nothing depends on old rows being gone.
        onTrouble(`old data in ${database.name} could not be erased: ${reasonOf(error)}`);
      }
    });
  };
  const stop = every(PURGE_EVERY_MS, run);
  return async () => {
    stop();
    await underWay;
  };
}

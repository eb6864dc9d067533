import { randomUUID } from "node:crypto";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { pino } from "pino";
import type { Adapter, Knowledge } from "../../src/core/ports.ts";
import type { Reminder } from "../../src/core/reminder.ts";
import { planDue } from "../../src/core/schedule/plan.ts";
import { startReminders } from "../../src/reminders/start.ts";
import { createDeliveryStore } from "../../src/store/deliveries.ts";
import { type OpenStore, openStore } from "../../src/store/open.ts";
import { createDatabase, startPostgres } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { quantile } from "./figures.ts";

const FEW = 10_000;
const MANY = 1_000_000;

/** Ticks that are timed, after as many that are not. */
const TICKS = 60;

/** Reminders that fall due in one tick: what one transaction takes. */
const DUE = 50;

/** Far away: never due while it is measured. */
const LATER = Date.now() + 1_000_000_000;

/** One database's figures. Times in milliseconds. */
export interface ReminderResult {
  database: string;
  /** A tick that finds nothing, and one that claims {@link DUE}, with few and with many reminders stored. */
  idleTick: { few: number; many: number; ratio: number };
  dueTick: { few: number; many: number; ratio: number };
  /** Through an adapter that answers at once: the platform's own limits are far below. */
  deliveriesPerSecond: number;
  latency: { p50: number; p99: number };
  /** Of one core, while nothing is due. */
  idleCpuPercent: number;
}

/** What reminders cost, on both databases. */
export async function benchReminders(knowledge: Knowledge): Promise<ReminderResult[]> {
  const server = await startPostgres({ lasting: true });
  const results: ReminderResult[] = [];
  for (const database of ["SQLite", "PostgreSQL"]) {
    using folder = temporaryFolder();
    let files = 0;
    const newAddress = async () => (database === "SQLite" ? path.join(folder.path, `${files++}.sqlite`) : createDatabase(server.url));
    const few = await timeTicks(await newAddress(), FEW);
    const many = await timeTicks(await newAddress(), MANY);
    const ratio = (kind: "idle" | "due") => ({ few: few[kind], many: many[kind], ratio: many[kind] / few[kind] });
    results.push({ database, idleTick: ratio("idle"), dueTick: ratio("due"), ...(await timeDeliveries(await newAddress(), knowledge)) });
  }
  await server.remove();
  return results;
}

async function timeTicks(address: string, count: number): Promise<{ idle: number; due: number }> {
  // Filling it takes longer than the bot lets a statement take.
  const store = await openStore(address, Date.now(), { waitMs: 0, onTrouble: () => {}, statementTimeoutMs: 0 });
  await fill(store, count);
  const deliveries = createDeliveryStore(store.database);
  const tick = async () => {
    await deliveries.claimDue(Date.now(), DUE, planDue);
    await deliveries.ready(Date.now(), ["slack"], 8);
    await deliveries.nextDueAt(["slack"]);
  };
  const idle: number[] = [];
  const due: number[] = [];
  for (let round = 0; round < 2 * TICKS; round++) {
    const idleTook = await time(tick);
    for (let index = 0; index < DUE; index++) await store.saveReminder(reminderAt(Date.now()), 0);
    const dueTook = await time(tick);
    if (round < TICKS) continue;
    idle.push(idleTook);
    due.push(dueTook);
  }
  await store.close();
  return { idle: quantile(idle, 0.5), due: quantile(due, 0.5) };
}

/** Reminders of many workspaces that are due later, made in the database. */
async function fill({ database: { db, kind } }: OpenStore, count: number): Promise<void> {
  const numbers =
    kind === "sqlite"
      ? sql`with recursive series(n) as (select 1 union all select n + 1 from series where n < ${count}) select n from series`
      : sql`select n from generate_series(1, ${count}) n`;
  await sql`
    insert into reminders (id, platform, tenant, person, workspace, place, place_kind, kind, language, starts, time_zone, rule,
      status, next_at, posts, created_at, updated_at, version)
    select 'r' || n, 'slack', 'T' || (n / 20), 'U1', 'T' || (n / 20), 'C' || n, 'channel', 'announcement', 'en', '2026-01-05T09:00',
      'Europe/Berlin', 'FREQ=WEEKLY;BYDAY=MO', 'on', cast(${LATER} as bigint) + n, 0, 0, 0, 1
    from (${numbers}) numbers`.execute(db);
  await sql`analyze`.execute(db);
}

async function timeDeliveries(address: string, knowledge: Knowledge) {
  const store = await openStore(address, Date.now());
  const posted: number[] = [];
  const adapter: Adapter = {
    platform: "slack",
    start: async () => {},
    startPosting: async () => {},
    stop: async () => {},
    isConnected: () => true,
    post: async () => ({ ok: true, message: String(posted.push(Date.now())) }),
    find: async () => ({ fate: "absent" }),
  };
  const late: number[] = [];
  const log = pino(
    { level: "info" },
    {
      write(line: string) {
        const { lateMs } = JSON.parse(line) as { lateMs?: number };
        if (lateMs !== undefined) late.push(lateMs);
      },
    },
  );
  const count = 1_000;
  for (let index = 0; index < count; index++) await store.saveReminder(reminderAt(Date.now()), 0);
  const began = performance.now();
  const running = await startReminders({ address, store, adapters: [adapter], knowledge, clock: Date.now, log });
  while (posted.length < count) await wait(5);
  const deliveriesPerSecond = Math.round((count / (performance.now() - began)) * 1_000);
  await wait(1_000);

  late.length = 0;
  const due = 200;
  for (let index = 0; index < due; index++) await store.saveReminder(reminderAt(Date.now() + 3_000 + index * 40), 0);
  while (late.length < due) await wait(20);
  const latency = { p50: quantile(late, 0.5), p99: quantile(late, 0.99) };

  await wait(1_000);
  const before = process.cpuUsage();
  await wait(20_000);
  const { user, system } = process.cpuUsage(before);
  await running.stop();
  await store.close();
  return { deliveriesPerSecond, latency, idleCpuPercent: (user + system) / 1_000 / 20_000 / 0.01 };
}

function reminderAt(nextAt: number): Reminder {
  return {
    id: randomUUID(),
    maker: { platform: "slack", tenant: "T1", person: "U1" },
    to: { platform: "slack", workspace: "T1", place: { id: "C1", kind: "channel" } },
    kind: "announcement",
    language: "en",
    schedule: { start: new Date(nextAt).toISOString().slice(0, 16), timeZone: "Europe/Berlin", rule: "FREQ=WEEKLY;BYDAY=MO" },
    status: "on",
    nextAt,
    posts: 0,
    createdAt: nextAt,
    updatedAt: nextAt,
  };
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await run();
  return performance.now() - from;
}

import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Reminder } from "../../src/core/reminder.ts";
import { openStore } from "../../src/store/open.ts";
import { dueReminder } from "../due-reminder.ts";
import { createDatabase, startPostgres } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { WorkerOptions } from "./delivery-worker.ts";
import { discordWithWeather, type Platform, slackWithWeather } from "./weather.ts";

/** How hard it is tried. */
export interface KillOptions {
  reminders: number;
  kills: number;
  processes: number;
  /** False to take away the right to read the channels' history. */
  history: boolean;
  log?: (line: string) => void;
}

/** What became of the deliveries, counted by what stands in the channels. */
export interface KillResult {
  sent: number;
  unknown: number;
  failed: number;
  /** Neither in a channel nor reported as unknown or failed. */
  lost: number;
  doubled: number;
  seconds: number;
  faults: number;
  kills: number;
  /** What the emulator holds against the adapter. */
  held: readonly string[];
}

/** Reminders fall due over a time in which all kills happen, some milliseconds apart. */
const KILL_EVERY_MS = 1_500;

/** Long enough for the last retry. */
const PATIENCE_MS = 120_000;

/**
 * Lets reminders fall due while processes that deliver them are killed at random and the platform fails at random, and counts what
 * stands in the channels in the end.
 */
export async function killDeliveries(address: string, on: Platform["name"], options: KillOptions): Promise<KillResult> {
  const platform = await (on === "slack" ? slackWithWeather(options.history) : discordWithWeather(options.history));
  const store = await openStore(address, Date.now());
  const began = Date.now();
  const spread = options.kills * KILL_EVERY_MS;
  try {
    for (let index = 0; index < options.reminders; index++) {
      await store.saveReminder(reminderAt(began + 2_000 + (spread * index) / options.reminders, platform, index), 0);
    }
    const workers = Array.from({ length: options.processes }, () => startWorker({ address, ...platform.worker }));
    for (let kills = 0; kills < options.kills; kills++) {
      await wait(KILL_EVERY_MS * (0.5 + Math.random()));
      const victim = Math.floor(Math.random() * workers.length);
      workers[victim]?.kill("SIGKILL");
      workers[victim] = startWorker({ address, ...platform.worker });
    }
    const states = async () => store.database.db.selectFrom("deliveries").select(["id", "state", "kind"]).execute();
    const isOver = async () => {
      const rows = await states();
      return (
        rows.filter(({ kind }) => kind === "occurrence").length === options.reminders && rows.every(({ state }) => !/ing$/.test(state))
      );
    };
    while (!(await isOver()) && Date.now() - began < spread + PATIENCE_MS) await wait(250);
    // Time for a second post, if there were to be one.
    await wait(5_000);
    for (const worker of workers) worker.kill("SIGKILL");
    const rows = await states();
    const occurrences = rows.filter(({ kind }) => kind === "occurrence");
    const counts = new Map(rows.map(({ id }) => [id, platform.countOf(id)]));
    const inState = (wanted: string) => occurrences.filter(({ state }) => state === wanted);
    const isThere = (id: string) => (counts.get(id) ?? 0) > 0;
    const accounted = occurrences.filter(({ id, state }) => isThere(id) || state === "unknown" || state === "failed").length;
    return {
      sent: inState("sent").length,
      unknown: inState("unknown").length,
      failed: inState("failed").length,
      lost: options.reminders - accounted,
      doubled: [...counts.values()].filter((count) => count > 1).length,
      seconds: Math.round((Date.now() - began) / 1000),
      faults: platform.faults(),
      kills: options.kills,
      held: platform.failures(),
    };
  } finally {
    await store.close();
    await platform.stop();
  }
}

function reminderAt(at: number, { maker, places }: Platform, index: number): Reminder {
  const place = places[index % places.length];
  if (!place) throw new Error("no place");
  return dueReminder(maker, place, at);
}

function startWorker(options: WorkerOptions): ChildProcess {
  const program = path.join(import.meta.dirname, "delivery-worker.ts");
  return spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ["ignore", "ignore", "inherit"] });
}

/** `node test/crash/kill-deliveries.ts`: the whole of it, on both databases and both platforms. Figures: docs/reliability.md. */
if (process.argv[1] === import.meta.filename) {
  const server = await startPostgres();
  const results: object[] = [];
  for (const platform of ["slack", "discord"] as const) {
    for (const database of ["SQLite", "PostgreSQL"] as const) {
      for (const history of [true, false]) {
        using folder = temporaryFolder();
        const address = database === "SQLite" ? path.join(folder.path, "bot.sqlite") : await createDatabase(server.url);
        const result = await killDeliveries(address, platform, { reminders: 500, kills: 20, processes: 3, history });
        results.push({ platform, database, history, ...result, held: result.held.length });
        console.table(results);
        if (result.held.length > 0) console.error(result.held.slice(0, 5));
        if (result.lost + result.doubled > 0) process.exitCode = 1;
      }
    }
  }
  await server.remove();
}

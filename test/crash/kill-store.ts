import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { sql } from "kysely";
import { createRandom } from "../../src/matching/seeded-random.ts";
import { type OpenStore, openStore } from "../../src/store/open.ts";
import { createDatabase, startPostgres } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");

/** A process is killed after a random number of acknowledgements up to this, so that a busy machine gets as many as an idle one. */
const MOST_LINES = 60;

/** And a random time of up to this later, in milliseconds, which is about a press: so that it dies in the middle of one. */
const LAST_MS = 10;

/** Two processes press for a person of their own and for one whom they share. */
const WRITERS = [
  ["UONE", "USHARED"],
  ["UTWO", "USHARED"],
] as const;

/** A press that was answered, and where the person then was. */
interface Acknowledged {
  person: string;
  walkthrough: string;
  version: number;
  step: string;
}

/** What the loop found. */
export interface KillFigures {
  rounds: number;
  kills: number;
  /** Answered presses that changed something, counted by the versions that were seen. */
  acknowledged: number;
  /** Acknowledged steps that the store did not have after the kill. */
  lost: readonly Acknowledged[];
}

/** Kills the bots that write to the database, again and again, and compares after each time with what they had answered. */
export async function killStore(address: string, rounds: number, seed = 1): Promise<KillFigures> {
  const random = createRandom(seed);
  const latest = new Map<string, Acknowledged>();
  const lost: Acknowledged[] = [];
  let acknowledged = 0;
  const note = (line: string): void => {
    const one = JSON.parse(line) as Acknowledged;
    const key = `${one.person} ${one.walkthrough}`;
    const before = latest.get(key)?.version ?? 0;
    if (one.version <= before) return;
    acknowledged += one.version - before;
    latest.set(key, one);
  };
  for (let round = 0; round < rounds; round++) {
    const walks = WRITERS.map((people, writer) => {
      const end = { lines: 1 + Math.floor(random() * MOST_LINES), ms: random() * LAST_MS };
      return walkAndKill(address, [`${round}${writer}`, ...people], end, note);
    });
    await Promise.all(walks);
    const store = await openStore(address, 0);
    lost.push(...(await missing(store, [...latest.values()])));
    await checkIntegrity(store);
    await store.close();
  }
  return { rounds, kills: rounds * WRITERS.length, acknowledged, lost };
}

async function walkAndKill(
  address: string,
  walker: readonly string[],
  end: { lines: number; ms: number },
  note: (line: string) => void,
): Promise<void> {
  const child = spawn(process.execPath, ["test/crash/walker.ts", address, ...walker], { cwd: PROJECT, stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  let lines = 0;
  // What was written before the kill is still read after it.
  for await (const line of createInterface({ input: child.stdout })) {
    note(line);
    lines += 1;
    if (lines === end.lines) setTimeout(() => child.kill("SIGKILL"), end.ms);
  }
  if (lines < end.lines) throw new Error(`the process ended by itself: ${complaint}`);
}

async function missing(store: OpenStore, acknowledged: readonly Acknowledged[]): Promise<Acknowledged[]> {
  const lost: Acknowledged[] = [];
  for (const one of acknowledged) {
    const all = await store.progress({ platform: "slack", tenant: "T1", person: one.person });
    const found = all.find(({ walkthrough }) => walkthrough === one.walkthrough);
    // A press that was saved but not answered any more may have gone further; none may have gone back.
    const kept = found !== undefined && (found.version > one.version || (found.version === one.version && found.step === one.step));
    if (!kept) lost.push(one);
  }
  return lost;
}

async function checkIntegrity({ database }: OpenStore): Promise<void> {
  if (database.kind !== "sqlite") return;
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(database.db);
  if (rows[0]?.integrity_check !== "ok") throw new Error(`the file is damaged: ${JSON.stringify(rows)}`);
}

/** `node test/crash/kill-store.ts [ROUNDS]`: the loop on both databases, with every safety of theirs on. */
async function main(rounds: number): Promise<void> {
  using folder = temporaryFolder();
  const server = await startPostgres({ lasting: true });
  const databases = { SQLite: path.join(folder.path, "bot.sqlite"), PostgreSQL: await createDatabase(server.url) };
  for (const [name, address] of Object.entries(databases)) {
    const { kills, acknowledged, lost } = await killStore(address, rounds);
    console.log(`${name}: ${rounds} rounds, ${kills} kills, ${acknowledged} acknowledged steps, ${lost.length} lost`);
    if (lost.length > 0) process.exitCode = 1;
  }
  await server.remove();
}

if (import.meta.main) await main(Number(process.argv[2] ?? 25));

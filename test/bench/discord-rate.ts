import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DISCORD_TOKEN, type DiscordEmulator, startDiscord } from "../emulators/discord.ts";
import { cpuMs, median, quantile, rssMb } from "./figures.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");

/** Interactions of one round, of each kind. */
const INTERACTIONS = 1_000;

/** Paces at which interactions come, a second. The slowest is that of a busy bot: more than 8 million a day. */
const PACES = [100, 500, 1_000] as const;

/** So many are under way at once, from as many people. */
const AT_ONCE = 20;

/** Rounds of each program, in turns, so that a slow minute of the machine hits all of them. */
const ROUNDS = 3;

/** People take turns, far below what the bot lets one person do. */
const PEOPLE = 200;

/** An answer that takes longer will not come. */
const PATIENCE_MS = 10_000;

const QUESTION = "does linkedin read my private messages?";

/** What one round of one program showed. `cpuMs` is the program's own time per interaction. */
interface Round {
  /** As fast as it can. */
  perSecond: number;
  cpuMs: number;
  /** At each of {@link PACES}: what it kept up with, and how long the slowest hundredth took. */
  paced: readonly { perSecond: number; p99Ms: number }[];
  /** After all of it. */
  rssMb: number;
}

interface Program {
  what: string;
  file: string;
  variables: Readonly<Record<string, string>>;
}

async function round({ file, variables }: Program): Promise<Round> {
  const discord = await startDiscord();
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], LOG_LEVEL: "warn", DATA_DIR: folder, ...variables };
  const child = spawn(process.execPath, [file], {
    cwd: PROJECT,
    env: { ...env, DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl },
    stdio: ["ignore", "ignore", "inherit"],
  });
  while (discord.gateway.shards().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await ask(discord, AT_ONCE * 5);
  const paced: Round["paced"][number][] = [];
  for (const pace of PACES) {
    const { perSecond, took } = await ask(discord, INTERACTIONS, pace);
    paced.push({ perSecond, p99Ms: quantile(took, 0.99) });
  }
  const before = cpuMs(child.pid);
  const free = await ask(discord, INTERACTIONS);
  const used = (cpuMs(child.pid) - before) / INTERACTIONS;
  const held = rssMb(child.pid);
  child.kill("SIGKILL");
  await once(child, "exit");
  await discord.stop();
  rmSync(folder, { recursive: true });
  return { perSecond: free.perSecond, cpuMs: used, paced, rssMb: held };
}

/** Sends commands, some at once or `perSecond` of them, and waits for the answer to each. `took` is in milliseconds. */
async function ask(discord: DiscordEmulator, count: number, perSecond?: number): Promise<{ took: number[]; perSecond: number }> {
  const took: number[] = [];
  let sent = 0;
  const people = Array.from({ length: PEOPLE }, (_, index) => discord.person(`person-${index}`));
  const began = performance.now();
  const one = async (): Promise<void> => {
    while (sent < count) {
      const number = sent++;
      const due = perSecond === undefined ? 0 : began + (number * 1000) / perSecond - performance.now();
      if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
      took.push(await answerTo(discord, people[number % PEOPLE] ?? ""));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  discord.state.messages.length = 0;
  return { took, perSecond: (count * 1000) / (performance.now() - began) };
}

/** How long a command of this person waits for its answer, in milliseconds. */
async function answerTo(discord: DiscordEmulator, person: string): Promise<number> {
  const began = performance.now();
  const interaction = discord.command(person, discord.general, "ask", { question: QUESTION });
  while (!isAnswered(discord, interaction)) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`no answer: ${discord.failures().slice(0, 3)}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  // What is over is forgotten, so that the emulator is as fast at the end as at the beginning.
  discord.state.interactions.splice(discord.state.interactions.indexOf(interaction), 1);
  return performance.now() - began;
}

function isAnswered(discord: DiscordEmulator, { acknowledgement, original }: ReturnType<DiscordEmulator["command"]>): boolean {
  if (!acknowledgement) return false;
  return acknowledgement.type === 4 || discord.state.messages.some(({ id, loading }) => id === original && !loading);
}

/** Interactions a second, the time and memory that they take, ours against a bare discord.js client on the same emulator. */
export async function benchDiscordRate(): Promise<Record<string, string | number>[]> {
  const programs: Program[] = [
    { what: "ours", file: "src/main.js", variables: {} },
    { what: "bare discord.js, a constant", file: "test/bench/bare-discord.ts", variables: {} },
  ];
  const rounds = programs.map((): Round[] => []);
  for (let index = 0; index < ROUNDS; index++) {
    for (const [number, program] of programs.entries()) rounds[number]?.push(await round(program));
  }
  const of = (number: number, read: (one: Round) => number): number => median(rounds[number]?.map(read) ?? []);
  return programs.map(({ what }, number) => ({
    "answers to a command": what,
    ...Object.fromEntries(
      PACES.flatMap((pace, at) => [
        [`at ${pace} a second`, Math.round(of(number, ({ paced }) => paced[at]?.perSecond ?? 0))],
        [`p99 ms at ${pace}`, Math.round(of(number, ({ paced }) => paced[at]?.p99Ms ?? 0))],
      ]),
    ),
    "flat out, a second": Math.round(of(number, ({ perSecond }) => perSecond)),
    "CPU ms each": Number(of(number, ({ cpuMs }) => cpuMs).toFixed(2)),
    "RSS MB": Math.round(of(number, ({ rssMb }) => rssMb)),
  }));
}

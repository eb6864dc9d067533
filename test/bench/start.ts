import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DISCORD_TOKEN, startDiscord } from "../emulators/discord.ts";
import { startSlack } from "../emulators/slack.ts";
import { median, rssMb } from "./figures.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");

/** Starts of each program. The programs take turns, so that a slow minute of the machine hits all of them. */
const ROUNDS = 7;

/** Lets a program tell how much it holds. */
const TELL_HEAP = path.join(import.meta.dirname, "tell-heap.ts");

/** Memory is read this long after the program was ready, in milliseconds. */
const SETTLE_MS = 1_000;

/** What one start showed. `rssMb` is what the machine gave the program, `heapMb` what of it is in use after a collection of garbage. */
export interface Start {
  readyMs: number;
  rssMb: number;
  heapMb: number;
}

type Variables = Readonly<Record<string, string>>;

/**
 * Starts a program, waits until it says that it is ready, and reads its memory. With `isTold` it is waited until the platform has
 * told it everything, too, and the heap is looked into.
 */
export async function start(program: string, variables: Variables, isTold?: () => boolean): Promise<Start> {
  const began = performance.now();
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], ...variables };
  const child = spawn(process.execPath, [...(isTold ? ["--expose-gc", "--import", TELL_HEAP] : []), program], {
    cwd: PROJECT,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
    if (said.includes('"msg":"ready"')) resolve();
  });
  child.once("exit", () => reject(new Error(`${program} ended: ${said}`)));
  await ready;
  const readyMs = performance.now() - began;
  while (isTold && !isTold()) await wait(10);
  await wait(SETTLE_MS);
  const held = rssMb(child.pid);
  if (isTold) child.kill("SIGUSR2");
  while (isTold && !said.includes("heap used: ")) await wait(10);
  child.kill("SIGKILL");
  await once(child, "exit");
  return { readyMs, rssMb: held, heapMb: Number(/heap used: (\d+)/.exec(said)?.[1]) / 1024 / 1024 };
}

/** One line of the result: ours against the bare peer that was started in the same rounds. */
export interface StartResult {
  what: string;
  readyMs: { ours: number; bare: number; ratio: number };
  rssMb: { ours: number; bare: number; ratio: number };
}

/** Cold start to ready and memory, ours against bare SDKs, on the same emulators. Linux only: it reads /proc. */
export async function benchStart(): Promise<StartResult[]> {
  const slack = await startSlack();
  const discord = await startDiscord();
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  const forSlack = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl };
  const forDiscord = { DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl };
  const cases = [
    { what: "Slack alone", bare: "test/bench/bare-bolt.ts", variables: forSlack },
    { what: "Discord alone", bare: "test/bench/bare-discord.ts", variables: forDiscord },
    { what: "both", bare: "test/bench/bare-both.ts", variables: { ...forSlack, ...forDiscord } },
  ];
  const starts = cases.map(() => ({ ours: [] as Start[], bare: [] as Start[] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { bare, variables }] of cases.entries()) {
      starts[index]?.bare.push(await start(bare, variables));
      starts[index]?.ours.push(await start("src/main.js", { ...variables, DATA_DIR: folder }));
    }
  }
  await slack.close();
  await discord.stop();
  rmSync(folder, { recursive: true });
  return cases.map(({ what }, index) => {
    const compare = (read: (one: Start) => number) => {
      const ours = median(starts[index]?.ours.map(read) ?? []);
      const bare = median(starts[index]?.bare.map(read) ?? []);
      return { ours: Math.round(ours), bare: Math.round(bare), ratio: Number((ours / bare).toFixed(2)) };
    };
    return { what, readyMs: compare((one) => one.readyMs), rssMb: compare((one) => one.rssMb) };
  });
}

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { cpuMs, rssMb } from "./figures.ts";
import { type LoadResult, load, startSink } from "./slack-load.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");
const SECRET = "signing-secret";

/** People who ask, each once a round, and rounds of each program: the median one counts. */
const PEOPLE = 2_000;
const ROUNDS = 5;

/** The peers' versions, installed for the bench alone. */
const CHAT_SDK = ["chat@4.41.1", "@chat-adapter/slack@4.41.1", "@chat-adapter/state-memory@4.41.0"];

/** One program under load. */
export interface RequestsResult extends LoadResult {
  what: string;
  rssMb: number;
  /** Milliseconds of one core's time that a command took: what is left of it on a busy machine, where others take turns. */
  cpuMs: number;
}

interface Program {
  what: string;
  file: string;
  cwd: string;
}

/**
 * `/linkedin-ai ask …` over signed HTTP until its answer is there: ours, a bare Bolt app, and the Chat SDK, which answer a
 * constant. Each program has one core for itself, and the load the other one. Linux only.
 */
export async function benchRequests(): Promise<RequestsResult[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  // The load's core; the programs get the other one.
  execFileSync("taskset", ["-cp", "1", String(process.pid)], { stdio: "ignore" });
  const programs: Program[] = [
    { what: "ours", file: "src/main.js", cwd: PROJECT },
    { what: "bare Bolt", file: "test/bench/peer-bolt-http.ts", cwd: PROJECT },
    ...chatSdk(folder),
  ];
  const sink = await startSink();
  const running: Awaited<ReturnType<typeof start>>[] = [];
  for (const program of programs) running.push(await start(program, sink.apiUrl, folder));
  const people = Array.from({ length: PEOPLE }, (_, index) => `U${index}`);
  const rounds = programs.map(() => [] as (LoadResult & { cpuMs: number })[]);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, { port, cpuMs }] of running.entries()) {
      const before = cpuMs();
      const measured = await load(port, SECRET, sink, people, `${round}`);
      const result = { ...measured, cpuMs: (cpuMs() - before) / PEOPLE };
      // The first round warms up: compiled code, and what Slack says about each person.
      if (round > 0) rounds[index]?.push(result);
    }
  }
  const results = programs.map(({ what }, index) => {
    const sorted = (rounds[index] ?? []).toSorted((a, b) => a.cpuMs - b.cpuMs);
    const median = sorted[Math.floor(sorted.length / 2)];
    if (!median) throw new Error(`no round of ${what}`);
    return { what, ...median, rssMb: running[index]?.rssMb() ?? Number.NaN };
  });
  for (const { stop } of running) await stop();
  sink.close();
  rmSync(folder, { recursive: true });
  return results;
}

function chatSdk(folder: string): Program[] {
  try {
    execFileSync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", ...CHAT_SDK], { stdio: "ignore" });
  } catch {
    console.error("the Chat SDK could not be installed: it is left out");
    return [];
  }
  copyFileSync(path.join(PROJECT, "test/bench/peer-chat-sdk.mjs"), path.join(folder, "peer-chat-sdk.mjs"));
  return [{ what: "Chat SDK", file: path.join(folder, "peer-chat-sdk.mjs"), cwd: folder }];
}

async function start({ file, cwd }: Program, apiUrl: string, folder: string) {
  const port = await freePort();
  const env = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    NODE_ENV: "production",
    SLACK_BOT_TOKEN: "xoxb-bench",
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: apiUrl,
    PORT: String(port),
    DATA_DIR: folder,
  };
  // The load runs on the other core.
  const child = spawn("taskset", ["-c", "0", process.execPath, file], { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      if (said.includes('"msg":"ready"')) resolve();
    });
    child.once("exit", () => reject(new Error(`${file} ended: ${said}`)));
  });
  await ready;
  return {
    port,
    cpuMs: () => cpuMs(child.pid),
    rssMb: () => rssMb(child.pid),
    async stop() {
      child.removeAllListeners("exit");
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

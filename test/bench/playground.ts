import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { quantile } from "./figures.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");

/** So many visitors at the same moment, each with a bot and a database of their own. */
const VISITORS = 200;

/** What each of them types, one after the other. */
const TYPED = ["does linkedin read my private messages?", "optout", "remind me tomorrow 9:00", "status", "is it too late?"];

/** How long the playground's answers take with 200 people at once: milliseconds of the median and the slowest hundredth. */
export async function benchPlayground(): Promise<{ people: number; requests: number; errors: number; p50: number; p99: number }[]> {
  const child = spawn(process.execPath, ["src/main.js", "playground"], {
    cwd: PROJECT,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], PORT: "0" },
    // The log, whose line names the port, is on the error output.
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [line] = (await once(createInterface({ input: child.stderr }), "line")) as [string];
  const url = `${JSON.parse(line).url}/act`;
  const took: number[] = [];
  let errors = 0;
  const visit = async (): Promise<void> => {
    let cookie = "";
    for (const text of TYPED) {
      const began = performance.now();
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify({ locale: "en", isAdmin: false, panes: ["slack", "discord"], what: { kind: "say", as: "command", text } }),
      });
      cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
      const { messages } = (await response.json()) as { messages?: unknown[] };
      if (response.status !== 200 || !messages || messages.length < 2) errors += 1;
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: VISITORS }, visit));
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  const at = (share: number): number => Math.round(quantile(took, share));
  return [{ people: VISITORS, requests: took.length, errors, p50: at(0.5), p99: at(0.99) }];
}

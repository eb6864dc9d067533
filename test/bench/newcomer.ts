/** `node test/bench/newcomer.ts`: how long it takes from `git clone` to a first answer in the browser, in seconds by stage. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { launchBrowser } from "../launch-browser.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "newcomer-"));
const clone = path.join(folder, "clone");
// As on a machine without ours: no Node of the project in front, nothing set.
const systemPath = (process.env["PATH"] ?? "").split(path.delimiter).filter((entry) => !entry.includes("node_modules"));
const env = { PATH: systemPath.join(path.delimiter), HOME: process.env["HOME"], PORT: "0" };

const stages: { stage: string; seconds: number }[] = [];
async function timed<T>(stage: string, work: () => T | Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  stages.push({ stage, seconds: Number(((performance.now() - began) / 1000).toFixed(1)) });
  return result;
}

try {
  await timed("git clone", () => execFileSync("git", ["clone", "--quiet", PROJECT, clone]));
  await timed("npm ci", () => execFileSync("npm", ["ci"], { cwd: clone, env, stdio: "ignore" }));
  const child = spawn("npm", ["run", "-s", "playground"], { cwd: clone, env, stdio: ["ignore", "ignore", "pipe"], detached: true });
  const url = await timed("npm run playground", async () => {
    for await (const line of createInterface({ input: child.stderr }))
      if (line.includes("/playground")) return JSON.parse(line).url as string;
    throw new Error("the playground did not start");
  });
  const browser = await launchBrowser();
  await timed("first answer in the browser", async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await page.fill("#text", "does linkedin read my private messages?");
    await page.keyboard.press("Enter");
    await page.locator(".slack .message.bot").first().waitFor();
  });
  await browser.close();
  const ended = once(child, "exit");
  process.kill(-(child.pid as number), "SIGTERM");
  await ended;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
stages.push({ stage: "together", seconds: Number(stages.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)) });
console.table(stages);

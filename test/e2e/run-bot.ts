import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text as readAll } from "node:stream/consumers";

const PROJECT = path.resolve(import.meta.dirname, "../..");

/** How long a start may take, in milliseconds: generous, because a machine that runs tests is busy. */
const START_MS = 30_000;

/** What a child gets of our environment: enough to run, none of our own settings. */
function environmentWith(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: process.env["HOME"], ...variables };
}

/** The bot as a process of its own, as it runs in production. */
export interface RunningBot {
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop, and gives back its exit code. */
  stop(): Promise<number | null>;
  log(): string;
  /** Where its pages are, as it said when it was ready. With `PORT=0` that is a port of its own. */
  url(): string;
  /** Waits until the log holds the text. Fails when the bot ends first or takes too long. */
  says(text: string): Promise<void>;
  exited: Promise<number | null>;
}

/** Starts `src/main.js`, in a role other than the usual one if it is named, and waits until it says that it is ready. */
export async function runBot(variables: Readonly<Record<string, string>>, role?: "worker"): Promise<RunningBot> {
  const bot = startBot(variables, role);
  await bot.says('"msg":"ready"');
  return bot;
}

/** Starts `src/main.js` without waiting. */
export function startBot(variables: Readonly<Record<string, string>>, role?: "worker"): RunningBot {
  const child = spawn(process.execPath, ["src/main.js", ...(role ? [role] : [])], {
    cwd: PROJECT,
    env: environmentWith(variables),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = once(child, "exit").then(([code]) => code as number | null);
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    log += chunk;
  });
  return {
    exited,
    log: () => log,
    url: () => /"url":"([^"]+)"/.exec(log)?.[1] ?? "",
    says(text) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const timer = setTimeout(() => reject(new Error(`"${text}" was not said in time: ${log}`)), START_MS);
      const look = (): void => {
        if (!log.includes(text)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stderr.on("data", look);
      exited.then((code) => {
        clearTimeout(timer);
        reject(new Error(`ended with ${code}: ${log}`));
      });
      look();
      return promise;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    stop() {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

/** What a process that ends by itself left behind. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program of the project to its end, with `input` on its standard input. */
export async function runToEnd(
  arguments_: readonly string[],
  {
    variables = {},
    input = "",
    cwd = PROJECT,
    uid,
  }: { variables?: Record<string, string>; input?: string; cwd?: string; uid?: number } = {},
): Promise<Ended> {
  const options = { cwd, env: environmentWith(variables), ...(uid === undefined ? {} : { uid }) };
  const child: ChildProcess = spawn(process.execPath, arguments_, options);
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("the process has no output");
  const [out, err, [code]] = await Promise.all([readAll(stdout), readAll(stderr), once(child, "exit")]);
  return { code: code as number | null, stdout: out, stderr: err };
}

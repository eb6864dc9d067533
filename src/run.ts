import { fstatSync } from "node:fs";
import { assemble } from "./assemble.ts";
import { readProcessConfig } from "./config.ts";
import { ConfigError, KnowledgeError, StoreError } from "./core/errors.ts";

const ROLES = ["all", "worker", "playground"] as const;

/**
 * Starts what the configuration and the command line name: Slack and Discord; with `worker` only their reminders; without
 * tokens a conversation in the terminal with the playground beside it; with `playground` only that.
 */
async function run(): Promise<void> {
  const role = roleOf(process.argv[2]);
  const config = readProcessConfig();
  const hasPlatform = config.slack !== undefined || config.discord !== undefined;
  if (role === "playground" || (role === "all" && !hasPlatform && !isConversation())) {
    const { servePlayground } = await import("./run-playground.ts");
    return servePlayground(config);
  }
  if (hasPlatform) {
    const { runPlatforms } = await import("./run-platforms.ts");
    return runPlatforms(config, role);
  }
  if (role === "worker") throw new ConfigError(["a worker needs a platform: set the tokens of Slack or Discord (.env.example)"]);
  const { runTerminal } = await import("./run-terminal.ts");
  const { playgroundBeside } = await import("./run-playground.ts");
  const assembly = await assemble(config, true);
  const beside = process.stdin.isTTY ? await playgroundBeside(config, assembly) : undefined;
  await runTerminal(assembly);
  await beside?.();
}

function roleOf(word = "all"): (typeof ROLES)[number] {
  const role = ROLES.find((one) => one === word);
  if (role) return role;
  // Options of the conversation, such as --json.
  if (word.startsWith("-")) return "all";
  throw new ConfigError([`${word} is nothing that can be started: use nothing, worker or playground`]);
}

/** False where nobody can type and nothing is piped in, as under a service manager or in a container. */
function isConversation(): boolean {
  if (process.stdin.isTTY) return true;
  const stdin = fstatSync(0);
  return stdin.isFIFO() || stdin.isFile() || stdin.isSocket();
}

try {
  await run();
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof KnowledgeError || error instanceof StoreError;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

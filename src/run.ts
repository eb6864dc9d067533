import { randomUUID } from "node:crypto";
import { flushCompileCache } from "node:module";
import { type Config, readProcessConfig } from "./config.ts";
import { commandDefinitions } from "./core/command-definitions.ts";
import { COMMANDS } from "./core/commands.ts";
import { createDispatch } from "./core/dispatch.ts";
import { ConfigError, KnowledgeError, StoreError } from "./core/errors.ts";
import type { Adapter, Dispatch, Knowledge } from "./core/ports.ts";
import { createRegistry, type Registry } from "./core/registry.ts";
import { openKnowledge } from "./knowledge/open-knowledge.ts";
import { createLog } from "./log.ts";
import { type Reminders, startReminders } from "./reminders/start.ts";
import { openStore } from "./store/open.ts";

/** Starts what the configuration names: Slack, Discord, or without tokens a conversation in the terminal. */
async function run(): Promise<void> {
  const config = readProcessConfig();
  const inTerminal = !config.slack && !config.discord;
  // In the terminal only trouble is worth a line between the answers.
  const log = createLog(inTerminal && config.logLevel === "info" ? "warn" : config.logLevel);
  const knowledge = await openKnowledge();
  const store = await openStore(config.database, Date.now(), {
    waitMs: Number.POSITIVE_INFINITY,
    onTrouble: (message) => log.warn(message),
  });
  const registry = createRegistry(COMMANDS);
  const dispatch = createDispatch({
    registry,
    knowledge,
    store,
    clock: Date.now,
    report: (event, { request, error }) => {
      if (event === "repeat") log.debug({ request }, "repeated delivery left alone");
      else log.error({ request, err: error }, event === "fault" ? "a request failed" : "the database gave trouble");
    },
  });
  const remind = (adapters: readonly Adapter[]): Promise<Reminders> =>
    startReminders({ address: config.database, store, adapters, knowledge, clock: Date.now, log });
  if (inTerminal) return converse(dispatch, remind, () => store.close());
  let reminders: Reminders | undefined;
  const stop = async (code: number): Promise<void> => {
    // First the posts that are under way, because the adapters carry them.
    await reminders?.stop();
    await Promise.allSettled(adapters.map((adapter) => adapter.stop()));
    await store.close();
    process.exit(code);
  };
  const adapters = await createAdapters(config, { registry, knowledge, dispatch, log, stop });
  // discord.js can reject inside its own parser on a malformed event; one such event must not take everybody's bot down.
  process.on("unhandledRejection", (error) => log.error({ err: error }, "a promise was rejected and nobody was waiting for it"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(0));
  await Promise.all(adapters.map((adapter) => adapter.start()));
  reminders = await remind(adapters);
  log.info({ platforms: adapters.map((adapter) => adapter.platform), topics: knowledge.topicIds.length }, "ready");
  // Node would write it at the end, which a process that is killed never comes to.
  flushCompileCache();
}

async function converse(
  dispatch: Dispatch,
  remind: (adapters: readonly Adapter[]) => Promise<Reminders>,
  close: () => Promise<void>,
): Promise<void> {
  const { createTerminalAdapter } = await import("./adapters/terminal/app.ts");
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const interactive = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  const terminal = createTerminalAdapter(
    {
      input: process.stdin,
      output: process.stdout,
      interactive,
      json: process.argv.includes("--json"),
      styled: interactive,
      columns: interactive ? process.stdout.columns : 0,
      locale,
      timeZone,
      newId: randomUUID,
    },
    dispatch,
  );
  await terminal.start();
  const reminders = await remind([terminal]);
  await terminal.ended;
  await reminders.stop();
  await close();
}

interface Parts {
  registry: Registry;
  knowledge: Knowledge;
  dispatch: Dispatch;
  log: ReturnType<typeof createLog>;
  stop(code: number): Promise<void>;
}

/** SDKs are loaded only for the platforms in use: each costs a few hundred milliseconds and tens of megabytes. */
async function createAdapters(config: Config, { registry, knowledge, dispatch, log, stop }: Parts): Promise<Adapter[]> {
  const adapters: Adapter[] = [];
  if (config.slack) {
    const { createSlackAdapter } = await import("./adapters/slack/app.ts");
    const { mode, ...rest } = config.slack;
    const { kind: _, ...transport } = mode;
    adapters.push(createSlackAdapter({ ...rest, ...transport }, dispatch, log));
  }
  if (config.discord) {
    const { createDiscordAdapter } = await import("./adapters/discord/app.ts");
    const onFatal = (message: string): void => {
      log.fatal(message);
      void stop(1);
    };
    adapters.push(createDiscordAdapter({ ...config.discord, commands: commandDefinitions(registry, knowledge), onFatal }, dispatch, log));
  }
  return adapters;
}

try {
  await run();
} catch (error) {
  const expected = error instanceof ConfigError || error instanceof KnowledgeError || error instanceof StoreError;
  if (!expected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

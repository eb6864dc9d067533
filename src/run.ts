import { randomUUID } from "node:crypto";
import { flushCompileCache } from "node:module";
import { type Config, readProcessConfig } from "./config.ts";
import { type AnnounceParts, announceChanges } from "./core/announce-changes.ts";
import { commandDefinitions } from "./core/command-definitions.ts";
import { COMMANDS } from "./core/commands.ts";
import { createDispatch } from "./core/dispatch.ts";
import { ConfigError, KnowledgeError, StoreError } from "./core/errors.ts";
import type { Adapter, Delivery, Dispatch, Knowledge, Store } from "./core/ports.ts";
import { createRegistry, type Registry } from "./core/registry.ts";
import type { Effect } from "./core/reply.ts";
import type { Platform } from "./core/request.ts";
import { createUsageCounter } from "./core/usage.ts";
import type { Workspace } from "./core/workspace.ts";
import { openKnowledge } from "./knowledge/open-knowledge.ts";
import { createLog } from "./log.ts";
import { type Reminders, startReminders } from "./reminders/start.ts";
import { openStore } from "./store/open.ts";
import { startRetention } from "./store/retention.ts";

/** Starts what the configuration names: Slack, Discord, or without tokens a conversation in the terminal. */
async function run(): Promise<void> {
  const config = readProcessConfig();
  const inTerminal = !config.slack && !config.discord;
  // In the terminal only trouble is worth a line between the answers.
  const log = createLog(inTerminal && config.logLevel === "info" ? "warn" : config.logLevel);
  const knowledge = await openKnowledge();
  const onTrouble = (message: string): void => log.warn(message);
  // A server that is still starting is waited for: whoever runs the bot would only start it again.
  const store = await openStore(config.database, Date.now(), { waitMs: Number.POSITIVE_INFINITY, onTrouble });
  const registry = createRegistry(COMMANDS);
  const usage = createUsageCounter(store, Date.now, (error) => log.error({ err: error }, "counts could not be saved"));
  const adapters: Adapter[] = [];
  const post = async (effect: Effect): Promise<Delivery> => {
    const adapter = adapters.find(({ platform }) => platform === effect.to.platform);
    return adapter
      ? adapter.post(effect)
      : { ok: false, failure: "down", reason: `this process is not connected to ${effect.to.platform}` };
  };
  const dispatch = createDispatch({
    registry,
    knowledge,
    store,
    clock: Date.now,
    report: (event, { request, error }) => {
      if (event === "repeat") log.debug({ request }, "repeated delivery left alone");
      else log.error({ request, err: error }, event === "fault" ? "a request failed" : "the database gave trouble");
    },
    usage,
    post,
  });
  const close = async (): Promise<void> => {
    await usage.flush();
    await store.close();
  };
  const remind = (): Promise<Reminders> => startReminders({ address: config.database, store, adapters, knowledge, clock: Date.now, log });
  const announceAll = async (): Promise<void> => {
    await Promise.all(adapters.map(({ platform }) => announce(platform, { knowledge, store, clock: Date.now, post, log })));
  };
  if (inTerminal) return converse(dispatch, adapters, { remind, announceAll, close });
  const stopRetention = startRetention({ database: store.database, clock: Date.now, every, onTrouble });
  let reminders: Reminders | undefined;
  const stop = async (code: number): Promise<void> => {
    // First the posts that are under way, because the adapters carry them.
    await reminders?.stop();
    await Promise.allSettled([...adapters.map((adapter) => adapter.stop()), stopRetention()]);
    await close();
    process.exit(code);
  };
  adapters.push(...(await createAdapters(config, { registry, knowledge, dispatch, store, log, stop })));
  // discord.js can reject inside its own parser on a malformed event; one such event must not take everybody's bot down.
  process.on("unhandledRejection", (error) => log.error({ err: error }, "a promise was rejected and nobody was waiting for it"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(0));
  await Promise.all(adapters.map((adapter) => adapter.start()));
  reminders = await remind();
  log.info({ platforms: adapters.map((adapter) => adapter.platform), topics: knowledge.topicIds.length }, "ready");
  // Node would write it at the end, which a process that is killed never comes to.
  flushCompileCache();
  await announceAll();
}

/** Tells subscribed workspaces what an upgrade brought, again later where that was not possible now. Never throws. */
async function announce(platform: Platform, { log, ...parts }: Omit<AnnounceParts, "onTrouble"> & { log: Log }): Promise<void> {
  const onTrouble = ({ workspace }: Workspace, change: string, reason: string): void =>
    log.warn({ platform, workspace, change, reason }, "a change was not announced");
  try {
    const wait = await announceChanges(platform, { ...parts, onTrouble });
    if (wait !== undefined) setTimeout(() => void announce(platform, { log, ...parts }), wait).unref();
  } catch (error) {
    log.error({ err: error }, "changes could not be announced");
  }
}

/** Runs a task again and again, and gives back how to stop. It keeps no process alive that has nothing else to do. */
function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms).unref();
  return () => clearInterval(timer);
}

/** What goes on beside a conversation in the terminal. */
interface Beside {
  remind(): Promise<Reminders>;
  announceAll(): Promise<void>;
  close(): Promise<void>;
}

async function converse(dispatch: Dispatch, adapters: Adapter[], { remind, announceAll, close }: Beside): Promise<void> {
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
  adapters.push(terminal);
  await terminal.start();
  const reminders = await remind();
  await announceAll();
  await terminal.ended;
  await reminders.stop();
  await close();
}

type Log = ReturnType<typeof createLog>;

interface Parts {
  registry: Registry;
  knowledge: Knowledge;
  dispatch: Dispatch;
  store: Store;
  log: Log;
  stop(code: number): Promise<void>;
}

/** SDKs are loaded only for the platforms in use: each costs a few hundred milliseconds and tens of megabytes. */
async function createAdapters(config: Config, { registry, knowledge, dispatch, store, log, stop }: Parts): Promise<Adapter[]> {
  const adapters: Adapter[] = [];
  if (config.slack) {
    const { createSlackAdapter } = await import("./adapters/slack/app.ts");
    adapters.push(createSlackAdapter(config.slack, { dispatch, installations: store, say: knowledge.say, log, now: Date.now }));
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

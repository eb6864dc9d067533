import { randomUUID } from "node:crypto";
import { flushCompileCache } from "node:module";
import type { DiscordParts } from "./adapters/discord/app.ts";
import { type Config, readProcessConfig } from "./config.ts";
import { announceChanges } from "./core/announce-changes.ts";
import { commandDefinitions } from "./core/command-definitions.ts";
import { COMMANDS } from "./core/commands.ts";
import { createDispatch } from "./core/dispatch.ts";
import { ConfigError, KnowledgeError, StoreError } from "./core/errors.ts";
import type { Adapter, Delivery, Dispatch, Knowledge, Store } from "./core/ports.ts";
import { createRegistry, type Registry } from "./core/registry.ts";
import type { Effect } from "./core/reply.ts";
import type { Platform } from "./core/request.ts";
import { createSuggest } from "./core/suggest-topics.ts";
import { createUsageCounter } from "./core/usage.ts";
import type { Workspace } from "./core/workspace.ts";
import type { HttpServer, Intercept } from "./http/server.ts";
import { openKnowledge } from "./knowledge/open-knowledge.ts";
import { createLog } from "./log.ts";
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
      : { ok: false, failure: "place-gone", reason: `this process is not connected to ${effect.to.platform}` };
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
  if (inTerminal) return converse(dispatch, adapters, close);
  const stopRetention = startRetention({ database: store.database, clock: Date.now, every, onTrouble });
  let http: HttpServer | undefined;
  const stop = async (code: number): Promise<void> => {
    await Promise.allSettled([http?.stop(), ...adapters.map((adapter) => adapter.stop()), stopRetention()]);
    await close();
    process.exit(code);
  };
  adapters.push(...(await createAdapters(config, { registry, knowledge, store, dispatch, log, stop })));
  // discord.js can reject inside its own parser on a malformed event; one such event must not take everybody's bot down.
  process.on("unhandledRejection", (error) => log.error({ err: error }, "a promise was rejected and nobody was waiting for it"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(0));
  await Promise.all(adapters.map((adapter) => adapter.start()));
  http = await serve(adapters, config.http);
  log.info({ platforms: adapters.map((adapter) => adapter.platform), topics: knowledge.topicIds.length }, "ready");
  // Node would write it at the end, which a process that is killed never comes to.
  flushCompileCache();
  const onAnnounceTrouble = ({ platform, workspace }: Workspace, change: string, reason: string): void =>
    log.warn({ platform, workspace, change, reason }, "a change was not announced");
  const announce = async (platform: Platform): Promise<void> => {
    try {
      const wait = await announceChanges(platform, { knowledge, store, clock: Date.now, post, onTrouble: onAnnounceTrouble });
      if (wait !== undefined) setTimeout(() => void announce(platform), wait).unref();
    } catch (error) {
      log.error({ err: error }, "changes could not be announced");
    }
  };
  await Promise.all(adapters.map(({ platform }) => announce(platform)));
}

/** Takes requests for the adapters that want some, on one port for all. */
async function serve(
  adapters: readonly (Adapter & { intercept?: Intercept })[],
  { host, port }: Config["http"],
): Promise<HttpServer | undefined> {
  const intercepts = adapters.flatMap(({ intercept }) => intercept ?? []);
  if (intercepts.length === 0) return undefined;
  const [{ Hono }, { startHttpServer }] = await Promise.all([import("hono"), import("./http/server.ts")]);
  return startHttpServer(new Hono(), host, port, (incoming, outgoing) => intercepts.some((intercept) => intercept(incoming, outgoing)));
}

/** Runs a task again and again, and gives back how to stop. It keeps no process alive that has nothing else to do. */
function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms).unref();
  return () => clearInterval(timer);
}

async function converse(dispatch: Dispatch, adapters: Adapter[], close: () => Promise<void>): Promise<void> {
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
  await terminal.ended;
  await close();
}

interface Parts {
  registry: Registry;
  knowledge: Knowledge;
  store: Store;
  dispatch: Dispatch;
  log: ReturnType<typeof createLog>;
  stop(code: number): Promise<void>;
}

/** SDKs are loaded only for the platforms in use: each costs a few hundred milliseconds and tens of megabytes. */
async function createAdapters(config: Config, { registry, knowledge, store, dispatch, log, stop }: Parts): Promise<Adapter[]> {
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
    const parts: DiscordParts = {
      dispatch,
      commands: commandDefinitions(registry, knowledge),
      suggest: createSuggest(knowledge, store),
      say: (language) => knowledge.say(language),
      left: (workspace) => store.removeWorkspace({ platform: "discord", workspace }, Date.now()),
      onFatal,
      log,
      now: Date.now,
    };
    adapters.push(createDiscordAdapter(config.discord, parts));
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

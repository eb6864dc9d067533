import { flushCompileCache } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import type { DiscordParts } from "./adapters/discord/app.ts";
import { type Assembly, assemble, type Log } from "./assemble.ts";
import type { Config } from "./config.ts";
import { commandDefinitions } from "./core/command-definitions.ts";
import { ConfigError } from "./core/errors.ts";
import type { Adapter } from "./core/ports.ts";
import { keepRemovals, REMOVALS_RETRY_MS } from "./core/removals.ts";
import { staleSources } from "./core/stale-sources.ts";
import { createSuggest } from "./core/suggest-topics.ts";
import type { Intercept } from "./http/incoming.ts";
import { createMetrics } from "./http/metrics.ts";
import { operationsPages } from "./http/operations.ts";
import { type HttpServer, startHttpServer } from "./http/server.ts";
import type { Reminders } from "./reminders/start.ts";
import { createDeliveryStore } from "./store/deliveries.ts";
import { startRetention } from "./store/retention.ts";

/** How long a stop waits for what is under way, and after how long it ends whatever happens: hosts kill after 30 seconds. */
const STOP_WORK_MS = 17_000;
const STOP_MS = 19_500;

type ServedAdapter = Adapter & { intercept?: Intercept };

/**
 * Slack and Discord, whichever are configured. A `worker` takes no requests of people: it delivers reminders, beside any number
 * of others, so that posting never holds up answering.
 */
export async function runPlatforms(config: Config, role: "all" | "worker"): Promise<void> {
  const metrics = createMetrics({
    openDeliveries: () => deliveries.openCounts(),
    staleSources: () => staleSources(knowledge, Date.now()).length,
  });
  const assembly = await assemble(config, false, metrics.request);
  const { log, knowledge, store, adapters } = assembly;
  const deliveries = createDeliveryStore(store.database);
  const stopRetention = startRetention({ database: store.database, clock: Date.now, every, onTrouble: (message) => log.warn(message) });
  let http: HttpServer | undefined;
  let reminders: Reminders | undefined;
  const stop = async (code: number): Promise<void> => {
    // A platform or a database that hangs must not turn a stop into a kill.
    setTimeout(() => process.exit(code), STOP_MS).unref();
    const finish = async (): Promise<void> => {
      // First the posts that are under way, because the adapters carry them.
      await Promise.allSettled([reminders?.stop(), http?.stop()]);
      await Promise.allSettled([...adapters.map((adapter) => adapter.stop()), stopRetention()]);
    };
    await Promise.race([finish(), wait(STOP_WORK_MS).then(() => log.warn("stopped with work still under way"))]);
    await assembly.close();
    process.exit(code);
  };
  const removals = keepRemovals(store);
  every(REMOVALS_RETRY_MS, () => void removals.retry());
  const served: readonly ServedAdapter[] = await createAdapters(assembly, removals, stop);
  adapters.push(...served);
  // A platform's library may reject where nobody waits for it; one such event must not take everybody's bot down.
  process.on("unhandledRejection", (error) => log.error({ err: error }, "a promise was rejected and nobody was waiting for it"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(0));
  await Promise.all(adapters.map((adapter) => (role === "worker" ? adapter.startPosting() : adapter.start())));
  const pages = operationsPages({
    checkStore: () => store.check(),
    disconnected: () => (role === "worker" ? [] : adapters.filter((one) => !one.isConnected()).map(({ platform }) => platform)),
    metrics: metrics.read,
  });
  const intercepts = role === "worker" ? [] : served.flatMap(({ intercept }) => intercept ?? []);
  http = await serve(pages, intercepts, config.http, log);
  reminders = await assembly.remind((event, { lateMs }) => metrics.delivery(event, lateMs));
  const platforms = adapters.map((adapter) => adapter.platform);
  log.info({ role, platforms, topics: knowledge.topicIds.length, ...(http ? { url: http.url } : {}) }, "ready");
  // Node would write it at the end, which a process that is killed never comes to.
  flushCompileCache();
  if (role === "all") await assembly.announceAll();
}

type Pages = Parameters<typeof startHttpServer>[0];

/** One port for all. Where only the operator's pages would be on it, a port that is taken is no reason not to start. */
async function serve(
  pages: Pages,
  intercepts: readonly Intercept[],
  { host, port }: Config["http"],
  log: Log,
): Promise<HttpServer | undefined> {
  try {
    return await startHttpServer(pages, host, port, (incoming, outgoing) => intercepts.some((intercept) => intercept(incoming, outgoing)));
  } catch (error) {
    if (!(error instanceof ConfigError) || intercepts.length > 0) throw error;
    log.warn(`no /healthz, /readyz and /metrics: ${error.message}`);
    return undefined;
  }
}

/** Runs a task again and again, and gives back how to stop. It keeps no process alive that has nothing else to do. */
function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms).unref();
  return () => clearInterval(timer);
}

/** SDKs are loaded only for the platforms in use: each costs a few hundred milliseconds and tens of megabytes. */
async function createAdapters(
  { config, registry, knowledge, dispatch, store, log }: Assembly,
  { removeWorkspace, loseInstallation }: ReturnType<typeof keepRemovals>,
  stop: (code: number) => Promise<void>,
): Promise<ServedAdapter[]> {
  const adapters: ServedAdapter[] = [];
  if (config.slack) {
    const { createSlackAdapter } = await import("./adapters/slack/app.ts");
    adapters.push(
      createSlackAdapter(config.slack, {
        dispatch,
        installations: { ...store, removeWorkspace, loseInstallation },
        say: (language) => knowledge.say(language, "slack"),
        log,
        now: Date.now,
      }),
    );
  }
  if (config.discord) {
    const { createDiscordAdapter } = await import("./adapters/discord/app.ts");
    const onFatal = (message: string): void => {
      log.fatal(message);
      void stop(1);
    };
    const parts: DiscordParts = {
      dispatch,
      commands: commandDefinitions(registry, knowledge, "discord"),
      suggest: createSuggest(knowledge, store),
      say: (language) => knowledge.say(language, "discord"),
      left: async (workspace) => void (await removeWorkspace({ platform: "discord", workspace }, Date.now(), Date.now())),
      onFatal,
      log,
      now: Date.now,
    };
    adapters.push(createDiscordAdapter(config.discord, parts));
  }
  return adapters;
}

import type { Logger } from "pino";
import { type Assembly, COMPILING } from "./assemble.ts";
import type { Config } from "./config.ts";
import { COMMANDS } from "./core/commands.ts";
import { createDispatch } from "./core/dispatch.ts";
import { ConfigError } from "./core/errors.ts";
import type { Adapter, Clock, Delivery, Knowledge } from "./core/ports.ts";
import { createRegistry, type Registry } from "./core/registry.ts";
import type { Effect } from "./core/reply.ts";
import type { Platform } from "./core/request.ts";
import { planDue } from "./core/schedule/plan.ts";
import { staleSources } from "./core/stale-sources.ts";
import { createUsageCounter } from "./core/usage.ts";
import { createMetrics } from "./http/metrics.ts";
import { operationsPages } from "./http/operations.ts";
import { startHttpServer } from "./http/server.ts";
import { openKnowledge } from "./knowledge/open-knowledge.ts";
import { createLog } from "./log.ts";
import type { Box } from "./playground/conversation.ts";
import { createPlayground, type Playground } from "./playground/routes.ts";
import { createDeliver } from "./reminders/deliver.ts";
import { RETRY_POLICY } from "./reminders/retry-policy.ts";
import { createRunner } from "./reminders/runner.ts";
import { createDeliveryStore } from "./store/deliveries.ts";
import { openStore } from "./store/open.ts";

const PLATFORMS: readonly Platform[] = ["slack", "discord"];

/** Only the playground, until the process is told to stop. */
export async function servePlayground(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const knowledge = await openKnowledge(undefined, undefined, () => log.warn(COMPILING));
  const playground = assemblePlayground(knowledge, Date.now, log);
  const metrics = createMetrics({
    openDeliveries: async () => ({ pending: 0, sending: 0 }),
    staleSources: () => staleSources(knowledge, Date.now()).length,
  });
  // There is no database but those in memory.
  playground.app.route("/", operationsPages({ checkStore: async () => {}, disconnected: () => [], metrics: metrics.read }));
  const server = await startHttpServer(playground.app, config.http.host, config.http.port);
  const stop = async (): Promise<void> => {
    await server.stop();
    await playground.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
  log.info({ url: `${server.url}/playground` }, "ready");
}

/** The playground beside a conversation, whose first line says where it is. Gives back how to end it. */
export async function playgroundBeside({ http }: Config, { knowledge, log }: Assembly): Promise<() => Promise<void>> {
  const playground = assemblePlayground(knowledge, Date.now, log);
  try {
    const server = await startHttpServer(playground.app, http.host, http.port);
    process.stdout.write(`\n${server.url}/playground\n`);
    return async () => {
      await server.stop();
      await playground.close();
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // A conversation needs no port.
    return () => playground.close();
  }
}

/** The playground over the real core: every visitor gets a bot with a database in memory, and nothing is sent anywhere. */
export function assemblePlayground(knowledge: Knowledge, clock: Clock, log: Logger): Playground {
  const registry = createRegistry(COMMANDS);
  return createPlayground({ knowledge, clock, openBox: (now) => openBox(knowledge, registry, now, log) });
}

async function openBox(knowledge: Knowledge, registry: Registry, clock: Clock, log: Logger): Promise<Box> {
  const store = await openStore(":memory:", clock());
  const posts: Effect[] = [];
  const post = async (effect: Effect): Promise<Delivery> => {
    posts.push(effect);
    return { ok: true, message: effect.key };
  };
  const dispatch = createDispatch({
    registry,
    knowledge,
    store,
    clock,
    report: (event, { request, error }) => {
      if (event !== "repeat") log.error({ request, err: error }, "a request in the playground failed");
    },
    usage: createUsageCounter(store, clock, (error) => log.error({ err: error }, "counts of the playground could not be saved")),
    post,
  });
  const deliveries = createDeliveryStore(store.database);
  const adapter: Pick<Adapter, "post" | "find"> = { post, find: async () => ({ fate: "absent" }) };
  const runner = createRunner({
    deliveries,
    deliver: createDeliver({
      deliveries,
      store,
      adapters: new Map(PLATFORMS.map((platform) => [platform, adapter])),
      knowledge,
      clock,
      policy: RETRY_POLICY,
      random: () => 0,
      report: (event, { error, ...details }) => {
        if (event === "fault") log.error({ ...details, err: error }, "a reminder of the playground could not be made");
      },
    }),
    plan: planDue,
    platforms: PLATFORMS,
    queued: false,
    clock,
    // It is not started: whoever moves the clock has it look for what is due.
    sleep: async () => {},
    onError: (error) => log.error({ err: error }, "the playground's reminders gave trouble"),
  });
  return {
    dispatch,
    store,
    nextDueAt: () => deliveries.nextDueAt(PLATFORMS),
    async deliverDue() {
      await runner.tick();
      await runner.settled();
    },
    takePosts: () => posts.splice(0),
    close: () => store.close(),
  };
}

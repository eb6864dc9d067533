import type { Config } from "./config.ts";
import { type AnnounceParts, announceChanges } from "./core/announce-changes.ts";
import { COMMANDS } from "./core/commands.ts";
import { createDispatch, type HandledRequest } from "./core/dispatch.ts";
import type { Adapter, Delivery, Dispatch, Knowledge } from "./core/ports.ts";
import { createRegistry, type Registry } from "./core/registry.ts";
import type { Effect } from "./core/reply.ts";
import type { Platform } from "./core/request.ts";
import { createUsageCounter } from "./core/usage.ts";
import type { Workspace } from "./core/workspace.ts";
import { openKnowledge } from "./knowledge/open-knowledge.ts";
import { createLog } from "./log.ts";
import type { DeliveryReport } from "./reminders/deliver.ts";
import { type Reminders, startReminders } from "./reminders/start.ts";
import { type OpenStore, openStore } from "./store/open.ts";

/** The bot's log. */
export type Log = ReturnType<typeof createLog>;

/** The bot but for its adapters, which are pushed to `adapters` by whoever knows which there are. */
export interface Assembly {
  config: Config;
  log: Log;
  knowledge: Knowledge;
  store: OpenStore;
  registry: Registry;
  dispatch: Dispatch;
  adapters: Adapter[];
  /** Makes reminders happen in this process, through the adapters. */
  remind(observe?: DeliveryReport): Promise<Reminders>;
  /** Tells subscribed workspaces what an upgrade brought. Never throws. */
  announceAll(): Promise<void>;
  /** Saves what was counted and closes the database. */
  close(): Promise<void>;
}

/**
 * Reads the knowledge, opens the database and connects both with the commands.
 * @param quiet true where only trouble is worth a line
 * @param observe told of each request that is over
 * @throws {KnowledgeError} {@link StoreError}
 */
export async function assemble(config: Config, quiet: boolean, observe?: (handled: HandledRequest) => void): Promise<Assembly> {
  const log = createLog(quiet && config.logLevel === "info" ? "warn" : config.logLevel);
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
    ...(observe ? { observe } : {}),
  });
  return {
    config,
    log,
    knowledge,
    store,
    registry,
    dispatch,
    adapters,
    remind: (observe) =>
      startReminders({ address: config.database, store, adapters, knowledge, clock: Date.now, log, ...(observe ? { observe } : {}) }),
    async announceAll() {
      await Promise.all(adapters.map(({ platform }) => announce(platform, { knowledge, store, clock: Date.now, post, log })));
    },
    async close() {
      await usage.flush();
      await store.close();
    },
  };
}

/** Tells of changes, and again later where that was not possible now. */
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

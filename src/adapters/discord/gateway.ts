import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from "@discordjs/ws";
import { GatewayDispatchEvents, type GatewayDispatchPayload, GatewayIntentBits } from "discord-api-types/v10";
import type { Logger } from "pino";
import { ConfigError } from "../../core/errors.ts";
import { reasonOf } from "./api-errors.ts";
import { type Access, createPatientRest, endRest, readApplication, startError } from "./clients.ts";
import { fatalClose } from "./close-codes.ts";
import type { Arrivals, Connection } from "./connection.ts";
import { createGuilds } from "./guilds.ts";

/** Which connections a process opens: as many as Discord advises, or these of so many in all. */
export type Shards = "auto" | { ids: readonly number[]; count: number };

/** Without the MessageContent intent the text of a message still comes when it mentions the bot or is a direct message. */
const INTENTS = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.DirectMessages;

/** Said to Discord when the bot stops: the session is over. */
const GOODBYE = 1000;

/**
 * Discord by its gateway: one connection, or several that share the servers. Events are taken as Discord sends them, so that
 * reading a request is a pure function of the payload; the Client of discord.js, which makes objects of every server, channel and
 * role and keeps them, is left out.
 */
export function gatewayConnection(access: Access, shards: Shards, arrivals: Arrivals, log: Logger): Connection {
  const rest = createPatientRest(access);
  const manager = createManager(access.token, shards, rest);
  const guilds = createGuilds();
  /** Shards that are connected and identified or resumed. */
  const ready = new Set<number>();
  const refused = Promise.withResolvers<never>();
  // Whoever starts waits for it; after that nobody does.
  refused.promise.catch(() => undefined);
  let phase: "starting" | "running" | "closed" = "starting";
  let self = "";
  let shardCount = 0;

  const take = (event: GatewayDispatchPayload): void => {
    guilds.learn(event);
    if (event.t === GatewayDispatchEvents.InteractionCreate) void arrivals.interaction(event.d);
    else if (event.t === GatewayDispatchEvents.MessageCreate) void arrivals.message(event.d, { self, ...guilds });
    // An unavailable server has an outage and comes back.
    else if (event.t === GatewayDispatchEvents.GuildDelete && !event.d.unavailable) void arrivals.left(event.d.id);
  };
  manager.on(WebSocketShardEvents.Dispatch, ({ data }) => {
    try {
      take(data);
    } catch (error) {
      // An event that is not as documented: the library would take it for a mistake of its own, and nobody would be told.
      log.error({ event: data.t, reason: reasonOf(error) }, "an event of Discord's could not be read");
    }
  });
  manager.on(WebSocketShardEvents.Ready, ({ data, shardId }) => {
    self = data.user.id;
    ready.add(shardId);
  });
  manager.on(WebSocketShardEvents.Resumed, ({ shardId }) => void ready.add(shardId));
  manager.on(WebSocketShardEvents.Closed, ({ code, shardId }) => {
    ready.delete(shardId);
    if (phase === "closed") return;
    const message = fatalClose(code);
    if (message === undefined) log.info({ shard: shardId, code }, "connecting to Discord again");
    else if (phase === "starting") refused.reject(new ConfigError([message]));
    else arrivals.lost(message);
  });
  // Without a listener an "error" event would end the process.
  manager.on(WebSocketShardEvents.Error, ({ error, shardId }) => {
    log.warn({ shard: shardId, reason: reasonOf(error) }, "the connection to Discord failed");
  });

  return {
    rest,
    self: () => self,
    async start() {
      try {
        await Promise.race([manager.connect(), refused.promise]);
        shardCount = (await manager.getShardIds()).length;
        phase = "running";
        return await readApplication(rest);
      } catch (error) {
        throw startError(error);
      }
    },
    isConnected: () => phase === "running" && ready.size === shardCount,
    async close() {
      phase = "closed";
      endRest(rest);
      await manager.destroy({ code: GOODBYE });
    },
  };
}

function createManager(token: string, shards: Shards, rest: ReturnType<typeof createPatientRest>): WebSocketManager {
  // The library's own place for them is shared by all bots of a process.
  const sessions = new Map<number, SessionInfo>();
  return new WebSocketManager({
    token,
    rest,
    intents: INTENTS,
    shardIds: shards === "auto" ? null : [...shards.ids],
    shardCount: shards === "auto" ? null : shards.count,
    retrieveSessionInfo: (shard) => sessions.get(shard) ?? null,
    updateSessionInfo(shard, session) {
      if (session) sessions.set(shard, session);
      else sessions.delete(shard);
    },
  });
}

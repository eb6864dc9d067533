import {
  type APIInteraction,
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  type GatewayGuildDeleteDispatchData,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  Options,
  Status,
} from "discord.js";
import type { Logger } from "pino";
import { ConfigError } from "../../core/errors.ts";
import { reasonOf } from "./api-errors.ts";
import { type Access, readApplication, restOptions, startError } from "./clients.ts";
import { fatalClose } from "./close-codes.ts";
import type { Arrivals, Connection } from "./connection.ts";
import { hasAdmin, isThreadType, type Surroundings } from "./request.ts";

/** Which connections a process opens: as many as Discord advises, or these of so many in all. */
export type Shards = "auto" | { ids: readonly number[]; count: number };

/** A server that does not answer after a start (an outage of Discord's) must not hold up the others; discord.js waits 15 seconds. */
const WAIT_FOR_GUILDS_MS = 3_000;

/** Members and users are never looked up, so a few are kept only because discord.js needs its own. */
const KEPT_USERS = 50;

/**
 * Discord by its gateway: one connection, or several that share the servers. Events are taken as Discord sends them, so that
 * reading a request is a pure function of the payload.
 */
export function gatewayConnection(access: Access, shards: Shards, arrivals: Arrivals, log: Logger): Connection {
  const client = createClient(access, shards);
  const refused = Promise.withResolvers<never>();
  // Whoever starts waits for it; after that nobody does.
  refused.promise.catch(() => undefined);
  let phase: "starting" | "running" | "closed" = "starting";

  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => void arrivals.interaction(interaction));
  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
    void arrivals.message(message, surroundingsIn(client));
  });
  client.ws.on(GatewayDispatchEvents.GuildDelete, ({ id, unavailable }: GatewayGuildDeleteDispatchData) => {
    // An unavailable server has an outage and comes back.
    if (!unavailable) void arrivals.left(id);
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    const message = fatalClose(code);
    if (message === undefined || phase === "closed") return;
    if (phase === "starting") refused.reject(new ConfigError([message]));
    else arrivals.lost(message);
  });
  logConnection(client, log, () => phase === "closed");

  return {
    rest: client.rest,
    self: () => client.user?.id ?? "",
    guildOf(channel) {
      const known = client.channels.cache.get(channel);
      return known && "guildId" in known ? (known.guildId ?? undefined) : undefined;
    },
    async start() {
      try {
        await Promise.race([connect(client, access), refused.promise]);
        phase = "running";
        return await readApplication(client.rest);
      } catch (error) {
        throw isTokenInvalid(error) ? new ConfigError([fatalClose(4004) ?? ""]) : startError(error);
      }
    },
    isConnected: () => phase === "running" && client.ws.shards.every(({ status }) => status === Status.Ready),
    async close() {
      phase = "closed";
      await client.destroy();
    },
  };
}

function createClient(access: Access, shards: Shards): Client {
  return new Client({
    // Without the MessageContent intent the text of a message still comes when it mentions the bot or is a direct message.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    rest: restOptions(access),
    ...(shards === "auto" ? { shards } : { shards: [...shards.ids], shardCount: shards.count }),
    waitGuildTimeout: WAIT_FOR_GUILDS_MS,
    // What is not looked at is not kept: with thousands of servers it would be most of the memory.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      AutoModerationRuleManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      VoiceStateManager: 0,
      UserManager: KEPT_USERS,
      GuildMemberManager: { maxSize: KEPT_USERS, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
}

async function connect(client: Client, { token }: Access): Promise<void> {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
}

function isTokenInvalid(error: unknown): boolean {
  return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
}

function surroundingsIn(client: Client): Surroundings {
  return {
    self: client.user?.id ?? "",
    isThread: (channel) => isThreadType(client.channels.cache.get(channel)?.type),
    isAdmin: ({ guild_id, author, member }) => {
      const guild = client.guilds.cache.get(guild_id ?? "");
      // Messages, unlike interactions, do not bring the member's permissions. The role of everyone has the server's id.
      const roles = [guild?.id ?? "", ...(member?.roles ?? [])].map((role) => guild?.roles.cache.get(role)?.permissions.bitfield);
      return guild?.ownerId === author.id || roles.some((permissions) => hasAdmin(permissions?.toString()));
    },
  };
}

function logConnection(client: Client, log: Logger, isClosed: () => boolean): void {
  // Without a listener an "error" event would end the process.
  client.on(Events.Error, (error) => log.error({ reason: reasonOf(error), stack: error.stack }, "discord.js met an error"));
  client.on(Events.Warn, (warning) => log.warn({ warning }, "discord.js warns"));
  client.on(Events.ShardError, (error, shard) => log.warn({ shard, reason: reasonOf(error) }, "the connection to Discord failed"));
  client.on(Events.ShardReconnecting, (shard) => {
    if (!isClosed()) log.info({ shard }, "connecting to Discord again");
  });
}

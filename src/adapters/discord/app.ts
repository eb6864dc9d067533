import {
  type APIInteraction,
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  Options,
  REST,
  Routes,
} from "discord.js";
import type { Logger } from "pino";
import type { CommandDefinition } from "../../core/command-definitions.ts";
import { ConfigError } from "../../core/errors.ts";
import type { Adapter, Delivery, Dispatch } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { isRefusal, reasonOf } from "./api-errors.ts";
import { fatalClose } from "./close-codes.ts";
import { buildCommands } from "./commands.ts";
import { findEffect } from "./find.ts";
import { createHandlers } from "./handlers.ts";
import { postEffect } from "./post.ts";
import { hasAdmin, isThreadType, type Surroundings } from "./request.ts";

/** How the bot meets Discord. */
export interface DiscordOptions {
  token: string;
  /** Where Discord's API is, for example behind a proxy: `https://discord.com/api` without a version. */
  apiUrl?: string;
  commands: readonly CommandDefinition[];
  /** Called when Discord closes the connection for good: the bot can do nothing more, and the message says why. */
  onFatal(message: string): void;
}

/** The version of Discord's API whose payloads this adapter reads and writes. */
const API_VERSION = "10";

/** A server that does not answer after a start (an outage of Discord's) must not hold up the others; discord.js waits 15 seconds. */
const WAIT_FOR_GUILDS_MS = 3_000;

/** Members and users are never looked up, so a few are kept only because discord.js needs its own. */
const KEPT_USERS = 50;

/**
 * Discord as a platform: connects to the gateway, registers the commands, answers interactions, mentions and direct messages.
 * Events are taken as Discord sends them, so that reading a request is a pure function of the payload.
 */
export function createDiscordAdapter(options: DiscordOptions, dispatch: Dispatch, log: Logger): Adapter {
  const client = createClient(options);
  const posting = createPostingRest(options);
  const underWay = new Set<Promise<void>>();
  const refused = Promise.withResolvers<never>();
  let phase: "starting" | "running" | "stopped" = "starting";

  const post = async (effect: Effect): Promise<Delivery> => {
    if (isElsewhere(client, effect)) return { ok: false, failure: "not-permitted", reason: "the channel belongs to another server" };
    return postEffect(posting, effect, (error) => log.error({ reason: reasonOf(error) }, "a post is incomplete"));
  };
  const handlers = createHandlers({ rest: client.rest, dispatch, post, log });

  const take = (handle: () => Promise<void>): void => {
    if (phase === "stopped") return;
    const handling = handle().finally(() => underWay.delete(handling));
    underWay.add(handling);
  };
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => take(() => handlers.interaction(interaction)));
  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) =>
    take(() => handlers.message(message, surroundingsIn(client))),
  );

  client.on(Events.ShardDisconnect, ({ code }) => {
    const message = fatalClose(code);
    if (message === undefined || phase === "stopped") return;
    if (phase === "starting") refused.reject(new ConfigError([message]));
    else options.onFatal(message);
  });
  logConnection(client, log, () => phase === "stopped");

  return {
    platform: "discord",
    async start() {
      try {
        await Promise.race([connect(client, options, log), refused.promise]);
        phase = "running";
      } catch (error) {
        phase = "stopped";
        await close(client, posting);
        throw isTokenInvalid(error) ? new ConfigError([fatalClose(4004) ?? ""]) : error;
      }
    },
    async stop() {
      phase = "stopped";
      await Promise.all(underWay);
      await close(client, posting);
    },
    post,
    find: (effect, attempted) => findEffect(posting, effect, attempted, client.user?.id ?? ""),
  };
}

/** An admin may name any channel's id, also one of a server that is not theirs and has the bot, too. */
function isElsewhere(client: Client, { to }: Effect): boolean {
  const channel = "place" in to ? client.channels.cache.get(to.place.id) : undefined;
  return channel !== undefined && "guildId" in channel && channel.guildId !== to.workspace;
}

function createClient({ apiUrl }: DiscordOptions): Client {
  return new Client({
    // Without the MessageContent intent the text of a message still comes when it mentions the bot or is a direct message.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    rest: { version: API_VERSION, ...(apiUrl === undefined ? {} : { api: apiUrl }) },
    waitGuildTimeout: WAIT_FOR_GUILDS_MS,
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      UserManager: KEPT_USERS,
      GuildMemberManager: { maxSize: KEPT_USERS, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
  });
}

/** Posts are tried again by whoever scheduled them, so this client says at once what it is told instead of waiting or repeating. */
function createPostingRest({ token, apiUrl }: DiscordOptions): REST {
  const api = apiUrl === undefined ? {} : { api: apiUrl };
  return new REST({ version: API_VERSION, ...api, rejectOnRateLimit: () => true, retries: 0 }).setToken(token);
}

async function connect(client: Client, { token, commands }: DiscordOptions, log: Logger): Promise<void> {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
  await registerCommands(client, commands, log);
}

/** Replaces all commands that Discord knows of the bot. Doing so again with the same ones changes nothing. */
async function registerCommands(client: Client, commands: readonly CommandDefinition[], log: Logger): Promise<void> {
  const body = buildCommands(commands);
  try {
    await client.rest.put(Routes.applicationCommands(client.application?.id ?? ""), { body });
  } catch (error) {
    if (isRefusal(error)) throw new Error(`Discord refuses the commands: ${reasonOf(error)}`);
    // Those of the last start are still there.
    log.warn({ reason: reasonOf(error) }, "the commands could not be registered");
  }
}

async function close(client: Client, posting: REST): Promise<void> {
  posting.clearHandlerSweeper();
  posting.clearHashSweeper();
  await client.destroy();
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

function logConnection(client: Client, log: Logger, isStopped: () => boolean): void {
  // Without a listener an "error" event would end the process.
  client.on(Events.Error, (error) => log.error({ reason: reasonOf(error), stack: error.stack }, "discord.js met an error"));
  client.on(Events.Warn, (warning) => log.warn({ warning }, "discord.js warns"));
  client.on(Events.ShardError, (error) => log.warn({ reason: reasonOf(error) }, "the connection to Discord failed"));
  client.on(Events.ShardReconnecting, () => {
    if (!isStopped()) log.info("connecting to Discord again");
  });
}

import { RESTEvents } from "@discordjs/rest";
import type { APIApplication } from "discord-api-types/v10";
import type { Logger } from "pino";
import type { CommandDefinition } from "../../core/command-definitions.ts";
import type { Language } from "../../core/languages.ts";
import type { Adapter, Delivery, Dispatch, Say, SuggestTopics } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import type { Intercept } from "../../http/incoming.ts";
import { isRefusal, reasonOf } from "./api-errors.ts";
import { type Access, createInteractionRest, createPostingRest, endRest, readApplication } from "./clients.ts";
import type { Arrivals, Connection } from "./connection.ts";
import { findEffect } from "./find.ts";
import { gatewayConnection, type Shards } from "./gateway.ts";
import { createHandlers } from "./handlers.ts";
import { httpConnection } from "./http.ts";
import { createObjection } from "./objection.ts";
import { postEffect } from "./post.ts";
import { registerCommands } from "./register.ts";

/** How the bot meets Discord: by HTTP where there is a public key, else by the gateway. */
export interface DiscordOptions extends Access {
  /** The application's public key, 64 hexadecimal digits. */
  publicKey?: string;
  /** Which of the gateway's connections are this process's; as many as Discord advises, if absent. */
  shards?: Shards;
}

/** What the adapter needs from outside. */
export interface DiscordParts {
  dispatch: Dispatch;
  commands: readonly CommandDefinition[];
  suggest: SuggestTopics;
  say(language: Language): Say;
  /** Called when the bot is in a server no more: what is kept for it has no use. May be called several times. */
  left(guild: string): Promise<void>;
  /** Called when Discord closes the connection for good: the bot can do nothing more, and the message says why. */
  onFatal(message: string): void;
  log: Logger;
  /** Epoch milliseconds. */
  now(): number;
}

/** The adapter, and with HTTP what takes over requests from a server. */
export type DiscordAdapter = Adapter & { intercept?: Intercept };

/** Discord as a platform: registers the commands and answers interactions and, by the gateway, mentions and direct messages. */
export function createDiscordAdapter(options: DiscordOptions, parts: DiscordParts): DiscordAdapter {
  const { dispatch, suggest, say, log } = parts;
  const posting = createPostingRest(options);
  const interactionRest = createInteractionRest(options);
  const objectionTo = createObjection(posting);
  const underWay = new Set<Promise<void>>();
  let isStopped = false;
  /** The bot's own user id in a process that only posts. */
  let self = "";

  const post = async (effect: Effect): Promise<Delivery> =>
    (await objectionTo(effect)) ?? postEffect(posting, effect, (error) => log.error({ reason: reasonOf(error) }, "a post is incomplete"));
  const take = (handle: () => Promise<void>): Promise<void> => {
    if (isStopped) return Promise.resolve();
    const handling = handle().finally(() => underWay.delete(handling));
    underWay.add(handling);
    return handling;
  };
  const connection = connect(options, parts, {
    interaction: (interaction, respond) => take(() => handlers.interaction(interaction, respond)),
    message: (message, around) => take(() => handlers.message(message, around)),
    left: (guild) => take(() => forgetGuild(guild, parts)),
    lost(message) {
      if (!isStopped) parts.onFatal(message);
    },
  });
  const handlers = createHandlers({ rest: connection.rest, interactionRest, dispatch, suggest, say, post, log });
  const close = async (): Promise<void> => {
    for (const rest of [posting, interactionRest]) endRest(rest);
    await connection.close();
  };
  for (const rest of [connection.rest, posting, interactionRest]) {
    rest.on(RESTEvents.InvalidRequestWarning, ({ count }) => log.warn({ count }, "Discord refused many requests within ten minutes"));
  }

  return {
    platform: "discord",
    ...(connection.intercept && { intercept: connection.intercept }),
    async start() {
      try {
        await register(connection, await connection.start(), parts);
      } catch (error) {
        isStopped = true;
        await close();
        throw error;
      }
    },
    async startPosting() {
      try {
        const application = await readApplication(posting);
        self = application.bot?.id ?? application.id;
      } catch (error) {
        await close();
        throw error;
      }
    },
    isConnected: () => connection.isConnected(),
    async stop() {
      isStopped = true;
      await Promise.all(underWay);
      await close();
    },
    post,
    find: (effect, attempted) => findEffect(posting, effect, attempted, connection.self() || self),
  };
}

function connect(options: DiscordOptions, { log, now }: DiscordParts, arrivals: Arrivals): Connection {
  const { publicKey, shards = "auto" } = options;
  return publicKey === undefined ? gatewayConnection(options, shards, arrivals, log) : httpConnection(options, publicKey, arrivals, now);
}

async function register({ rest }: Connection, application: APIApplication, { commands, say, log }: DiscordParts): Promise<void> {
  try {
    const { changed, userInstall } = await registerCommands(rest, application, commands, say);
    log.info({ changed, userInstall }, "Discord knows the commands");
  } catch (error) {
    if (isRefusal(error)) throw new Error(`Discord refuses the commands: ${reasonOf(error)}`);
    // Those of the last start are still there.
    log.warn({ reason: reasonOf(error) }, "the commands could not be registered");
  }
}

async function forgetGuild(guild: string, { left, log }: DiscordParts): Promise<void> {
  log.info({ guild }, "the bot is in this server no more");
  await left(guild).catch((error: unknown) => log.error({ guild, err: error }, "what was kept for a server could not be erased"));
}

import { App } from "@slack/bolt";
import type { Logger } from "pino";
import { ConfigError } from "../../core/errors.ts";
import type { Language } from "../../core/languages.ts";
import type { Adapter, Attempted, Delivery, Dispatch, Fate, InstallationStore, Say } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import type { Intercept } from "../../http/incoming.ts";
import { createAnswering } from "./answer.ts";
import { boltLogger } from "./bolt-logger.ts";
import { type CallOptions, commonOptions } from "./clients.ts";
import { type Connection, httpConnection, socketConnection } from "./connection.ts";
import { textAt } from "./fields.ts";
import { findEffect } from "./find.ts";
import { installPages } from "./install-pages.ts";
import { createInstallations, resealAll } from "./installations.ts";
import { listen } from "./listen.ts";
import { createPeople } from "./people.ts";
import { failureOf, postEffect } from "./post.ts";
import { createSealer } from "./seal.ts";
import { startError } from "./sign-in.ts";
import { type Installed, isRefusal, type Leaving, manyWorkspaces, oneWorkspace, type Workspaces } from "./workspaces.ts";

/** One workspace by Socket Mode or by signed HTTP, or many by OAuth over HTTP. */
export type SlackTransport =
  | { botToken: string; appToken: string }
  | { botToken: string; signingSecret: string }
  | { signingSecret: string; clientId: string; clientSecret: string; tokenKeys: readonly Buffer[] };

/** What the adapter runs with. */
export type SlackOptions = SlackTransport & {
  /** Base address of the Web API, for proxies and tests. */
  apiUrl?: string;
};

/** What the adapter needs from outside. */
export interface SlackParts {
  dispatch: Dispatch;
  installations: InstallationStore;
  say(language: Language): Say;
  log: Logger;
  /** Epoch milliseconds. */
  now(): number;
}

/** The adapter, and with HTTP what takes over requests from a server. */
export type SlackAdapter = Adapter & { intercept?: Intercept };

/**
 * Slack by Bolt: `/linkedin-ai`, mentions, direct messages, buttons, selects, the Home tab, the assistant pane and the
 * shortcut *Check this message*.
 */
export function createSlackAdapter(options: SlackOptions, parts: SlackParts): SlackAdapter {
  const { dispatch, say, log } = parts;
  const calls: CallOptions = { logger: boltLogger(log), apiUrl: options.apiUrl };
  const { connection, workspaces } = connect(options, calls, parts);
  const app = new App({
    receiver: connection.receiver,
    logger: calls.logger,
    clientOptions: commonOptions(calls),
    // Bolt asks before it acknowledges. Which token a workspace has is looked up afterwards, because the store may be slow.
    authorize: async () => ({}),
    // It would want the bot's ids from `authorize`; what the bot wrote itself is known by its `bot_id`.
    ignoreSelf: false,
    convoStore: false,
  });
  app.error(async (error) => log.error({ err: error }, "Bolt could not handle a delivery"));
  const people = createPeople((error) => log.warn({ reason: failureOf(error).reason }, "Slack does not say who a person is (users:read)"));

  const leave = async (team: string, goneAt: number, why: Leaving, reason: string): Promise<void> => {
    try {
      if (await workspaces.leave(team, goneAt, why)) log.warn({ team, reason }, "the bot is not installed in this workspace any more");
      else log.info({ team, reason }, "news of an earlier installation came late");
    } catch (error) {
      log.error({ team, err: error }, "an uninstallation was not noted");
    }
  };
  /** Slack may have told nobody that the token was revoked. */
  const noteRefusal = async ({ team, readAt }: Installed, reason: string): Promise<void> => {
    if (isRefusal(reason)) await leave(team, readAt, "token-lost", reason);
  };

  async function post(effect: Effect): Promise<Delivery> {
    const installed = await workspaces.of(effect.to.workspace);
    if (installed?.team !== effect.to.workspace) return { ok: false, failure: "place-gone", reason: "not installed in this workspace" };
    const posted = await postEffect(effect, installed.clients, (error) =>
      log.error({ reason: failureOf(error).reason }, "a post is incomplete"),
    );
    if (!posted.ok) await noteRefusal(installed, posted.reason);
    return posted;
  }

  async function find(effect: Effect, attempted: Attempted): Promise<Fate> {
    const installed = await workspaces.of(effect.to.workspace);
    // It was refused above, so nothing was posted.
    if (installed?.team !== effect.to.workspace) return { fate: "absent" };
    return findEffect(effect, attempted, installed.clients.strict);
  }

  const answering = createAnswering({ dispatch, workspaces, people, post, noteRefusal, say, log, now: parts.now });
  listen(app, {
    take(incoming, body, respond, acknowledgement) {
      const reach = { respond, trigger: textAt(body, "trigger_id"), responseUrl: textAt(body, "response_url"), acknowledgement };
      if (incoming) return answering.take(incoming, reach);
      acknowledgement?.settle();
      log.debug({ type: textAt(body, "event", "type") ?? textAt(body, "type") ?? "command" }, "nothing to answer");
    },
    isBusy: answering.isBusy,
    left: (team, goneAt, why) => void leave(team, goneAt, why, why),
    unacknowledged: (error) => log.warn({ reason: textAt(error, "message") }, "an acknowledgement did not get out"),
  });

  return {
    platform: "slack",
    ...("intercept" in connection && { intercept: connection.intercept }),
    async start() {
      await workspaces.start();
      await connection.start(app).catch((error: unknown) => {
        throw startError(error, "app-level token", "SLACK_APP_TOKEN");
      });
    },
    startPosting: () => workspaces.start(),
    isConnected: () => connection.isConnected(),
    async stop() {
      answering.acknowledgeNow();
      // Bolt hands an acknowledgement to the socket some turns later.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await connection.stop(app);
      await answering.settled();
    },
    post,
    find,
  };
}

function connect(options: SlackOptions, calls: CallOptions, { installations: store, say, log, now }: SlackParts) {
  const parts = { clientOptions: commonOptions(calls), logger: calls.logger, log };
  const one = (
    botToken: string,
    connection: Connection & { intercept?: Intercept },
  ): { connection: typeof connection; workspaces: Workspaces } => ({
    connection,
    workspaces: oneWorkspace(botToken, { calls, store, now }),
  });
  if ("appToken" in options) return one(options.botToken, socketConnection(options.appToken, parts));
  if ("botToken" in options) return one(options.botToken, httpConnection(options.signingSecret, parts));
  const { clientId, clientSecret, signingSecret, tokenKeys } = options;
  const sealer = createSealer(tokenKeys);
  const connection = httpConnection(signingSecret, parts, {
    clientId,
    clientSecret,
    stateSecret: sealer.secretFor("oauth state"),
    installationStore: createInstallations(store, sealer, now),
    callbackOptions: installPages(say, log),
  });
  if (!connection.installer) throw new ConfigError(["SLACK_CLIENT_ID and SLACK_CLIENT_SECRET must not be empty"]);
  const start = async (): Promise<void> => {
    const { resealed, unreadable } = await resealAll(store, sealer);
    if (resealed > 0) log.info({ resealed }, "tokens were sealed with the first key of SLACK_TOKEN_KEY");
    if (unreadable > 0)
      log.error({ unreadable }, "no key of SLACK_TOKEN_KEY opens these installations: their workspaces must install the app again");
  };
  return { connection, workspaces: manyWorkspaces(connection.installer, { calls, store, now }, start) };
}

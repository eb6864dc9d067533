import { App, type CustomRoute, type RespondFn, webApi } from "@slack/bolt";
import type { Logger } from "pino";
import { ConfigError } from "../../core/errors.ts";
import type { Adapter, Attempted, Delivery, Dispatch, Fate } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { createAnswering } from "./answer.ts";
import { boltLogger } from "./bolt-logger.ts";
import { type Connection, httpConnection, socketConnection } from "./connection.ts";
import { textAt } from "./fields.ts";
import { findEffect } from "./find.ts";
import { createPeople } from "./people.ts";
import { failureOf, postEffect } from "./post.ts";
import { type Incoming, readCommand, readEvent, readForm, readPress } from "./request.ts";

/** What the adapter runs with: Socket Mode when there is an app-level token, else signed HTTP requests. */
export interface SlackOptions {
  botToken: string;
  appToken?: string;
  signingSecret?: string;
  /** Base address of the Web API, for proxies and tests. */
  apiUrl?: string;
  /** Where the HTTP server listens. */
  port?: number;
  host?: string;
  /** Further routes of the HTTP server, such as a health check. */
  customRoutes?: CustomRoute[];
}

/** A call that takes longer counts as failed. Without this the Web API client waits for ever. */
const CALL_TIMEOUT_MS = 10_000;

/** The look-up of a person stands between a press and its answer, so it is given up sooner. */
const LOOK_UP_TIMEOUT_MS = 3_000;

/** Bolt's `next` types differ per listener; these are the parts that all of ours use. */
interface Arrival {
  body: unknown;
  client: webApi.WebClient;
  respond?: RespondFn | undefined;
}

/**
 * Slack by Bolt: `/linkedin-ai`, mentions, direct messages, buttons and selects.
 * @throws {ConfigError} when neither an app-level token nor a signing secret is given.
 */
export function createSlackAdapter(options: SlackOptions, dispatch: Dispatch, log: Logger): Adapter {
  const logger = boltLogger(log);
  const common = { logger, fetch: fetchInTime, ...(options.apiUrl ? { slackApiUrl: options.apiUrl } : {}) };
  // A person waits for the answer: one more attempt on trouble, and waiting where Slack asks for it.
  const clientOptions: webApi.WebClientOptions = { ...common, retryConfig: { retries: 1, minTimeout: 300, maxTimeout: 300 } };
  const strict = { ...common, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const posts = { strict: new webApi.WebClient(options.botToken, strict), patient: new webApi.WebClient(options.botToken, clientOptions) };
  const lookUps = new webApi.WebClient(options.botToken, { ...strict, timeout: LOOK_UP_TIMEOUT_MS });
  const people = createPeople((error) => log.warn({ reason: failureOf(error).reason }, "Slack does not say who a person is (users:read)"));

  let bot: { botToken: string; botUserId: string; botId: string; team: string } | undefined;
  const connection = connectionOf(options, { ...options, clientOptions, logger, log });
  const app = new App({
    receiver: connection.receiver,
    logger,
    clientOptions,
    // Given a token, the App would call auth.test at once, and a refused token would be an unhandled rejection.
    authorize: async () => bot ?? Promise.reject(new Error("not started")),
    convoStore: false,
  });
  app.error(async (error) => log.error({ err: error }, "Bolt could not handle a delivery"));

  async function post(effect: Effect): Promise<Delivery> {
    if (effect.to.workspace !== bot?.team) return { ok: false, failure: "place-gone", reason: "not installed in this workspace" };
    return postEffect(effect, posts, (error) => log.error({ reason: failureOf(error).reason }, "a post is incomplete"));
  }

  async function find(effect: Effect, attempted: Attempted): Promise<Fate> {
    // It was refused above, so nothing was posted.
    if (effect.to.workspace !== bot?.team) return { fate: "absent" };
    return findEffect(effect, attempted, posts.strict);
  }

  const answering = createAnswering({
    dispatch,
    post,
    log,
    factsOf: ({ identity }) => people(identity.tenant, identity.person, (user) => lookUps.users.info({ user, include_locale: true })),
  });
  const take = (incoming: Incoming | undefined, { body, client, respond }: Arrival): void => {
    if (incoming) answering.take(incoming, { client, respond });
    else log.debug({ type: textAt(body, "event", "type") ?? textAt(body, "type") ?? "command" }, "nothing to answer");
  };
  listen(app, take, () => bot?.botUserId ?? "");

  return {
    platform: "slack",
    async start() {
      bot = await signIn(options.botToken, posts.strict);
      await connection.start(app).catch((error: unknown) => {
        throw startError(error, "app-level token", "SLACK_APP_TOKEN");
      });
    },
    async stop() {
      await connection.stop(app);
      await answering.settled();
    },
    post,
    find,
  };
}

/** One listener per kind of delivery, each for all of its kind: whatever Slack sends is acknowledged before anything else happens. */
function listen(app: App, take: (incoming: Incoming | undefined, arrival: Arrival) => void, botUser: () => string): void {
  app.command(/.*/, async ({ ack, ...arrival }) => {
    await ack();
    take(readCommand(arrival.body), arrival);
  });
  app.action({}, async ({ ack, ...arrival }) => {
    await ack();
    take(readPress(arrival.body), arrival);
  });
  app.shortcut({}, async ({ ack, ...arrival }) => {
    await ack();
    take(readForm(arrival.body), { body: arrival.body, client: arrival.client });
  });
  app.view({}, async ({ ack, ...arrival }) => {
    await ack();
    // A form that was closed asks for nothing.
    if (arrival.body.type === "view_submission") take(readForm(arrival.body), { body: arrival.body, client: arrival.client });
  });
  app.options({}, async ({ ack }) => ack({ options: [] }));
  // Bolt has acknowledged events by itself before these run.
  for (const type of ["app_mention", "message"]) {
    app.event(type, async ({ body, client }) => take(readEvent(body, botUser()), { body, client }));
  }
}

function connectionOf({ appToken, signingSecret }: SlackOptions, parts: Parameters<typeof socketConnection>[1]): Connection {
  if (appToken) return socketConnection(appToken, parts);
  if (signingSecret) return httpConnection(signingSecret, parts);
  throw new ConfigError(["Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside SLACK_BOT_TOKEN"]);
}

async function signIn(botToken: string, client: webApi.WebClient) {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw startError(error, "bot token", "SLACK_BOT_TOKEN");
  });
  return { botToken, botUserId: answer.user_id ?? "", botId: answer.bot_id ?? "", team: answer.team_id ?? "" };
}

/** What keeps the bot from starting, as a line that says what to look at. Anything but a failed call is passed on. */
function startError(error: unknown, token: string, variable: string): unknown {
  if (error instanceof webApi.WebAPIPlatformError)
    return new ConfigError([`Slack refuses the ${token} (${error.data.error}): check ${variable}`]);
  if (error instanceof webApi.WebAPIRequestError || error instanceof webApi.WebAPIHTTPError) {
    return new ConfigError([`Slack cannot be reached (${failureOf(error).reason}): check the network and SLACK_API_URL`]);
  }
  return error;
}

/** Used for the Web API and for `response_url`, which has no time limit of its own in Bolt. */
const fetchInTime: webApi.FetchFunction = (url, init) =>
  fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(CALL_TIMEOUT_MS) });

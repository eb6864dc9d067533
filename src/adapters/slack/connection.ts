import {
  type App,
  type Logger as BoltLogger,
  HTTPReceiver,
  type InstallationStore,
  type Receiver,
  SocketModeReceiver,
  type webApi,
} from "@slack/bolt";
import type { Logger } from "pino";
import { type Intercept, readBody } from "../../http/incoming.ts";
import type { CallbackOptions } from "./install-pages.ts";
import { EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH } from "./manifest.ts";
import { SCOPE_NAMES } from "./scopes.ts";
import { BODY_LIMIT, createVerify, isSslCheck } from "./signature.ts";
import { keepConnected } from "./socket.ts";

/** What issues and renews tokens. */
export type Installer = NonNullable<HTTPReceiver["installer"]>;

/** Everything that is answered here, on whichever server. */
const PATHS: ReadonlySet<string> = new Set([EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH]);

/** How Slack reaches the bot. */
export interface Connection {
  receiver: Receiver;
  start(app: App): Promise<void>;
  stop(app: App): Promise<void>;
  /** True while deliveries of Slack's reach the app. */
  isConnected(): boolean;
}

/** What both ways of connecting need. */
export interface ConnectionParts {
  clientOptions: webApi.WebClientOptions;
  logger: BoltLogger;
  log: Logger;
}

/**
 * Socket Mode: Slack speaks to us over sockets that we open, so no public address is needed. There are two of them: Slack closes
 * each every few hours, and until the next one is up nothing arrives through it. What people do meanwhile arrives through the
 * other. Slack allows ten for one app, and sends each delivery to one of them.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export function socketConnection(appToken: string, parts: ConnectionParts): Connection {
  const first = socketReceiver(appToken, parts);
  const second = socketReceiver(appToken, parts);
  const receiver: Receiver = {
    init(app) {
      for (const one of [first, second]) one.receiver.init(app);
    },
    async start() {
      // The first one decides whether the bot can start; the second one comes by itself.
      await first.socket.start(() => first.receiver.start());
      second.socket.keep();
    },
    async stop() {
      await Promise.all([first, second].map(({ socket, receiver }) => socket.stop(() => receiver.stop())));
    },
  };
  return {
    receiver,
    start: async (app) => void (await app.start()),
    stop: async (app) => void (await app.stop()),
    isConnected: () => first.socket.isConnected() || second.socket.isConnected(),
  };
}

function socketReceiver(appToken: string, { clientOptions, logger, log }: ConnectionParts) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // The client's own reconnect waits `clientPingTimeout` (5 s) and is deaf meanwhile: `keepConnected` does it at once.
    autoReconnectEnabled: false,
    // The App's `clientOptions` do not reach a receiver that is built apart: without these it would call slack.com.
    installerOptions: { clientOptions },
  });
  return { receiver, socket: keepConnected(receiver.client, log) };
}

/** Many workspaces: what the installation by OAuth needs. */
export interface OAuthParts {
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  installationStore: InstallationStore;
  callbackOptions: CallbackOptions;
}

/** Signed HTTP: Slack posts to `/slack/events` on a server that hands us what is ours. */
export function httpConnection(
  signingSecret: string,
  parts: ConnectionParts,
  oauth?: OAuthParts,
): Connection & { installer?: Installer; intercept: Intercept } {
  const { logger, clientOptions } = parts;
  const verify = createVerify(signingSecret);
  const receiver = new HTTPReceiver({
    signingSecret,
    // It is done here, before Bolt reads anything: `createVerify`.
    signatureVerification: false,
    logger,
    ...(oauth && {
      clientId: oauth.clientId,
      clientSecret: oauth.clientSecret,
      stateSecret: oauth.stateSecret,
      installationStore: oauth.installationStore,
      scopes: [...SCOPE_NAMES],
      // Slack's own page says what the app asks for; a page of ours before it would say it twice.
      installerOptions: { directInstall: true, clientOptions, callbackOptions: oauth.callbackOptions },
    }),
  });
  const listener = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    if (request.method !== "POST") return listener(request, response);
    void (async () => {
      const body = await readBody(request, BODY_LIMIT);
      if (body === undefined) return void response.writeHead(413, { connection: "close" }).end();
      // Slack tries the address now and then without a signature; nothing of such a request is looked at.
      if (isSslCheck(body)) return void response.writeHead(200).end();
      if (!verify(request.headers, body, Date.now())) return void response.writeHead(401).end();
      // Bolt takes a body that somebody has read already.
      listener(Object.assign(request, { rawBody: body }), response);
    })().catch(() => response.writeHead(404).end());
  };
  return {
    // The App refuses a receiver that shows an installer of its own, because ours authorizes after the acknowledgement.
    receiver: {
      init: (app) => receiver.init(app),
      start: (options) => receiver.start(options as Parameters<typeof receiver.start>[0]),
      stop: () => receiver.stop(),
    },
    ...(receiver.installer && { installer: receiver.installer }),
    intercept(request, response) {
      if (!PATHS.has(request.url?.split("?", 1)[0] ?? "")) return false;
      try {
        receiver.requestListener(request, response);
      } catch {
        // Bolt throws for a method that it does not serve at the path.
        response.writeHead(405).end();
      }
      return true;
    },
    start: async () => {},
    stop: async () => {},
    // Slack comes to us; whether its requests get through to our address it does not say.
    isConnected: () => true,
  };
}

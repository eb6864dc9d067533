import type { IncomingMessage } from "node:http";
import {
  type App,
  type Logger as BoltLogger,
  type CustomRoute,
  HTTPReceiver,
  type Receiver,
  SocketModeReceiver,
  type webApi,
} from "@slack/bolt";
import type { Logger } from "pino";
import { ConfigError } from "../../core/errors.ts";
import { textAt } from "./fields.ts";
import { TIMESTAMP_TOLERANCE_SECONDS } from "./limits.ts";
import { keepConnected } from "./socket.ts";

/** How Slack reaches the bot. */
export interface Connection {
  receiver: Receiver;
  start(app: App): Promise<void>;
  stop(app: App): Promise<void>;
}

/** What both ways of connecting need. */
export interface ConnectionParts {
  clientOptions: webApi.WebClientOptions;
  logger: BoltLogger;
  log: Logger;
  /** Further routes of the HTTP server, such as a health check. */
  customRoutes?: CustomRoute[] | undefined;
  port?: number | undefined;
  host?: string | undefined;
}

/** Socket Mode: Slack speaks to us over a socket that we open, so no public address is needed. */
export function socketConnection(appToken: string, { clientOptions, logger, log, customRoutes, port }: ConnectionParts): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // The client's own reconnect waits `clientPingTimeout` (5 s) and is deaf meanwhile: `keepConnected` does it at once.
    autoReconnectEnabled: false,
    // The App's `clientOptions` do not reach a receiver that is built apart: without these it would call slack.com.
    installerOptions: { clientOptions: { ...clientOptions, retryConfig: { retries: 0 } }, ...(port === undefined ? {} : { port }) },
    ...(customRoutes ? { customRoutes } : {}),
  });
  const socket = keepConnected(receiver.client, log);
  return {
    receiver,
    start: (app) => socket.start(() => app.start()),
    stop: (app) => socket.stop(() => app.stop()),
  };
}

/** Signed HTTP: Slack posts to `/slack/events` on our server. */
export function httpConnection(
  signingSecret: string,
  { logger, customRoutes, port = 3000, host = "127.0.0.1" }: ConnectionParts,
): Connection {
  const receiver = new HTTPReceiver({ signingSecret, logger, ...(customRoutes ? { customRoutes } : {}) });
  const listener = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    if (!isFromTheFuture(request, Date.now())) return listener(request, response);
    request.resume();
    return response.writeHead(401).end();
  };
  let listening = false;
  return {
    receiver,
    async start(app) {
      await app.start({ port, host }).catch((error: unknown) => {
        throw new ConfigError([`cannot listen on ${host}:${port} (${textAt(error, "code") ?? "unknown error"}): change PORT or HOST`]);
      });
      listening = true;
    },
    async stop(app) {
      if (listening) await app.stop();
      listening = false;
    },
  };
}

/**
 * Bolt refuses timestamps that are too old, but takes any in the future: a request signed for next year could be replayed until then.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isFromTheFuture(request: Pick<IncomingMessage, "headers">, now: number): boolean {
  return Number(request.headers["x-slack-request-timestamp"]) > now / 1000 + TIMESTAMP_TOLERANCE_SECONDS;
}

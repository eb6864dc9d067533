import { type Logger as BoltLogger, webApi } from "@slack/bolt";
import { createPacedFetch, fetchInTime } from "./paced-fetch.ts";

/** The look-up of a person stands between a press and its answer, so it is given up sooner than other calls. */
const LOOK_UP_TIMEOUT_MS = 3_000;

/** How calls are made: which log, and which address the Web API has (for proxies and tests). */
export interface CallOptions {
  logger: BoltLogger;
  apiUrl?: string | undefined;
}

/** The ways to call Slack for one workspace. */
export interface Clients {
  /** Fails at once, so that the caller decides about a retry. */
  strict: webApi.WebClient;
  /** For answers that a person waits for: waits where Slack asks for it. */
  patient: webApi.WebClient;
  /** For what an answer waits for: given up soon. */
  lookUp: webApi.WebClient;
}

/** What every client of ours has in common. Retries are ours to decide, because the SDK's own would post twice. */
export function commonOptions({ logger, apiUrl }: CallOptions): webApi.WebClientOptions {
  return { logger, fetch: fetchInTime, retryConfig: { retries: 0 }, ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }) };
}

/** Clients with the token of one workspace. */
export function createClients(token: string, options: CallOptions): Clients {
  const common = commonOptions(options);
  const strict = { ...common, rejectRateLimitedCalls: true };
  return {
    strict: new webApi.WebClient(token, strict),
    patient: new webApi.WebClient(token, { ...strict, fetch: createPacedFetch() }),
    lookUp: new webApi.WebClient(token, { ...strict, timeout: LOOK_UP_TIMEOUT_MS }),
  };
}

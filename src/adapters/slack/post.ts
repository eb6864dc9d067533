import { webApi } from "@slack/bolt";
import type { Delivery, PostFailure } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { at, textAt } from "./fields.ts";
import { metadataOf, NO_PREVIEWS } from "./message-options.ts";
import { targetOf } from "./origin.ts";
import { renderReply } from "./render.ts";

/**
 * What Slack's errors mean for a post: the place is closed to the bot, or the bot to the workspace; or Slack failed and does not
 * say how far it got. Any other error finds fault with the message. https://docs.slack.dev/reference/methods/chat.postMessage
 */
const FAILURES: Readonly<Record<string, PostFailure>> = {
  account_inactive: "place-gone",
  cannot_dm_bot: "place-gone",
  channel_not_found: "place-gone",
  invalid_auth: "place-gone",
  is_archived: "place-gone",
  messages_tab_disabled: "place-gone",
  team_access_not_granted: "place-gone",
  token_revoked: "place-gone",
  user_not_found: "place-gone",
  missing_scope: "not-permitted",
  not_in_channel: "not-permitted",
  restricted_action: "not-permitted",
  restricted_action_read_only_channel: "not-permitted",
  restricted_action_thread_only_channel: "not-permitted",
  ratelimited: "held",
  rate_limited: "held",
  fatal_error: "unclear",
  internal_error: "unclear",
  request_timeout: "unclear",
  service_unavailable: "unclear",
};

/** How long to wait where Slack asks for it without saying how long: the limit is about one message a second and channel. */
const SHORT_HOLD_MS = 5_000;

/** `strict` fails at once, so that the caller decides about a retry; `patient` waits where Slack asks for it. */
export interface PostClients {
  strict: webApi.WebClient;
  patient: webApi.WebClient;
}

/**
 * Posts an effect's reply. The first message decides what the delivery counts as: once it is out, a retry would repeat it,
 * so a later message that fails is told to `onIncomplete` and no more.
 */
export async function postEffect(effect: Effect, clients: PostClients, onIncomplete: (error: unknown) => void): Promise<Delivery> {
  // Slack opens the direct messages with a person by itself when it is given the user id.
  const target = "person" in effect.to ? { channel: effect.to.person } : targetOf(effect.to.place);
  const metadata = metadataOf(effect.key);
  const [first, ...rest] = renderReply(effect.reply);
  if (!first) return { ok: false, failure: "refused", reason: "the reply is empty" };
  let message: string;
  try {
    const posted = await clients.strict.chat.postMessage({ ...target, ...first, ...NO_PREVIEWS, metadata });
    message = textAt(posted, "ts") ?? "";
  } catch (error) {
    return failureOf(error);
  }
  try {
    for (const part of rest) await clients.patient.chat.postMessage({ ...target, ...part, ...NO_PREVIEWS });
  } catch (error) {
    onIncomplete(error);
  }
  return { ok: true, message };
}

/** A refused call as a value. The reason names Slack's error and never quotes what was posted. */
export function failureOf(error: unknown): Delivery & { ok: false } {
  if (error instanceof webApi.WebAPIRateLimitedError) return held(error.retryAfter * 1000, "rate limited");
  if (error instanceof webApi.WebAPIPlatformError) {
    const reason = error.data.error;
    const failure = FAILURES[reason] ?? "refused";
    return failure === "held" ? held(SHORT_HOLD_MS, reason) : { ok: false, failure, reason };
  }
  if (error instanceof webApi.WebAPIHTTPError) return { ok: false, failure: "unclear", reason: `HTTP ${error.statusCode}` };
  const reason = error instanceof Error ? error.message : "unknown error";
  return { ok: false, failure: neverLeft(error) ? "down" : "unclear", reason };
}

/** Slack counts the calls of a method by workspace. https://docs.slack.dev/apis/web-api/rate-limits */
function held(ms: number, reason: string): Delivery & { ok: false } {
  return { ok: false, failure: "held", reason, hold: { ms, scope: "workspace" } };
}

/** True when no connection came about, so that nothing can have been posted. The cause lies at the bottom of a chain of errors. */
export function neverLeft(error: unknown): boolean {
  const code = textAt(error, "code");
  if (code && ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"].includes(code)) return true;
  const below = at(error, "cause") ?? at(error, "original");
  return below !== undefined && below !== error && neverLeft(below);
}

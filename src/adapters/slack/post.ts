import { webApi } from "@slack/bolt";
import type { Delivery } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { textAt } from "./fields.ts";
import { targetOf } from "./origin.ts";
import { renderReply } from "./render.ts";
import { NO_PREVIEWS } from "./routes.ts";

/**
 * Errors after which posting to the place again is pointless: it is closed to the bot, or the bot to the workspace.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
const GONE = new Set([
  "account_inactive",
  "cannot_dm_bot",
  "channel_not_found",
  "invalid_auth",
  "is_archived",
  "messages_tab_disabled",
  "not_in_channel",
  "restricted_action",
  "team_access_not_granted",
  "token_revoked",
  "user_not_found",
]);

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
  const [first, ...rest] = renderReply(effect.reply);
  if (!first) return { ok: false, gone: false, reason: "the reply is empty" };
  let message: string;
  try {
    const posted = await clients.strict.chat.postMessage({ ...target, ...first, ...NO_PREVIEWS });
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
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { ok: false, gone: false, retryAfterMs: error.retryAfter * 1000, reason: "rate limited" };
  }
  if (error instanceof webApi.WebAPIPlatformError) return { ok: false, gone: GONE.has(error.data.error), reason: error.data.error };
  if (error instanceof webApi.WebAPIHTTPError) return { ok: false, gone: false, reason: `HTTP ${error.statusCode}` };
  return { ok: false, gone: false, reason: error instanceof Error ? error.message : "unknown error" };
}

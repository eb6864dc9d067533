import { DiscordAPIError, RateLimitError } from "@discordjs/rest";
import { RESTJSONErrorCodes } from "discord-api-types/v10";
import type { Delivery, Hold } from "../../core/ports.ts";

/** Errors after which a place will not take a message until somebody changes something there. */
const CLOSED: ReadonlyMap<number | string, "place-gone" | "not-permitted"> = new Map([
  [RESTJSONErrorCodes.UnknownChannel, "place-gone"],
  [RESTJSONErrorCodes.UnknownGuild, "place-gone"],
  [RESTJSONErrorCodes.UnknownUser, "place-gone"],
  [RESTJSONErrorCodes.InvalidActionOnArchivedThread, "place-gone"],
  [RESTJSONErrorCodes.MissingAccess, "not-permitted"],
  [RESTJSONErrorCodes.MissingPermissions, "not-permitted"],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser, "not-permitted"],
]);

/** Errors of a connection that did not come about. */
const UNREACHED: ReadonlySet<string> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]);

/** Errors that say that an interaction can no longer be answered: its 3 seconds or 15 minutes are over. */
const EXPIRED: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
]);

/** True when the place of a message does not exist for the bot or is closed to it. */
export function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && CLOSED.has(error.code);
}

/** True when a place is there, and the bot may not write in it. */
export function isNotPermitted(error: unknown): boolean {
  return error instanceof DiscordAPIError && CLOSED.get(error.code) === "not-permitted";
}

/** What a failed call means for the message that it was to post. */
export function failureOf(error: unknown): Delivery & { ok: false } {
  const reason = reasonOf(error);
  if (error instanceof RateLimitError) return { ok: false, failure: "held", reason, hold: holdOf(error) };
  if (isRefusal(error) && error instanceof DiscordAPIError) return { ok: false, failure: CLOSED.get(error.code) ?? "refused", reason };
  const code = (error as { code?: unknown } | undefined)?.code ?? (error as { cause?: { code?: unknown } } | undefined)?.cause?.code;
  return { ok: false, failure: typeof code === "string" && UNREACHED.has(code) ? "down" : "unclear", reason };
}

/** Discord counts by channel where the address names one, else over the whole bot. https://docs.discord.com/developers/topics/rate-limits */
function holdOf(error: RateLimitError): Hold {
  const ms = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
  return { ms, scope: error.global || error.majorParameter === "global" ? "platform" : "place" };
}

/** True when an interaction came too late to be answered. */
export function isExpired(error: unknown): boolean {
  return error instanceof DiscordAPIError && EXPIRED.has(error.code);
}

/** True when an interaction was acknowledged before: by another process, or by a request of ours whose answer was lost. */
export function isAcknowledged(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}

/** True when Discord says that the request itself is wrong, so that sending it again is of no use. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status >= 400 && error.status < 500;
}

/**
 * An error in words that may be logged. The errors of discord.js hold the address, which for an interaction holds its token,
 * and the body that was sent, so they must not be logged as they are.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof RateLimitError) return `rate limited (${error.scope})`;
  if (error instanceof DiscordAPIError) return `${error.code} ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

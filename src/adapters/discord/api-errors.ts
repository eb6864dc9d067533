import { DiscordAPIError, RateLimitError, RESTJSONErrorCodes } from "discord.js";

/** Errors after which a place will not take a message until somebody changes something there. */
const GONE: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
]);

/** Errors that say that an interaction can no longer be answered: its 3 seconds or 15 minutes are over. */
const EXPIRED: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
]);

/** True when the place of a message does not exist for the bot or is closed to it. */
export function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && GONE.has(error.code);
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

import { UserError } from "./errors.ts";
import type { Place, Platform } from "./request.ts";

/** How each platform writes a channel's id, alone or in the reference that it makes of a typed `#name`. */
const CHANNELS: Readonly<Record<Platform, RegExp>> = {
  slack: /^(?:<#)?([CG][A-Z0-9]{5,})(?:\|[^>]*>|>)?$/,
  discord: /^(?:<#)?(\d{15,21})>?$/,
  terminal: /^(#?[\p{L}\p{N}_-]{1,80})$/u,
  web: /^(#?[\p{L}\p{N}_-]{1,80})$/u,
};

/** How each platform writes a person's id, alone or in the reference that it makes of a typed `@name`. */
const PEOPLE: Readonly<Record<Platform, RegExp>> = {
  slack: /^(?:<@)?([UW][A-Z0-9]{5,})(?:\|[^>]*>|>)?$/,
  discord: /^(?:<@!?)?(\d{15,21})>?$/,
  terminal: /^@?([\p{L}\p{N}_.-]{1,80})$/u,
  web: /^@?([\p{L}\p{N}_.-]{1,80})$/u,
};

/**
 * The channel that somebody named. Whether it is there and open to the bot only the platform knows.
 * @throws {UserError} for what is no reference to a channel, such as a bare name where the platform has ids.
 */
export function channelOf(text: string, platform: Platform): Place {
  const id = CHANNELS[platform].exec(text.trim())?.[1];
  if (id === undefined) throw new UserError("setup.no-channel");
  return { id, kind: "channel" };
}

/**
 * The id of the person that somebody named.
 * @throws {UserError} for what is no reference to a person.
 */
export function personOf(text: string, platform: Platform): string {
  const id = PEOPLE[platform].exec(text.trim())?.[1];
  if (id === undefined) throw new UserError("setup.no-person");
  return id;
}

import { DiscordAPIError, REST, type RESTOptions } from "@discordjs/rest";
import { type APIApplication, Routes } from "discord-api-types/v10";
import { ConfigError } from "../../core/errors.ts";
import { isRefusal, reasonOf } from "./api-errors.ts";
import { fatalClose } from "./close-codes.ts";

/** Where Discord is, and as whom to speak to it. */
export interface Access {
  token: string;
  /** Where Discord's API is, for example behind a proxy: `https://discord.com/api` without a version. */
  apiUrl?: string;
}

/** The version of Discord's API whose payloads this adapter reads and writes. */
const API_VERSION = "10";

/** After so many refused requests within ten minutes discord.js warns: at 10,000 Discord locks the machine's address out. */
const REFUSALS_TO_WARN_OF = 500;

/** Which API a REST client speaks to. */
function restOptions({ apiUrl }: Pick<Access, "apiUrl">): Partial<RESTOptions> {
  return { version: API_VERSION, invalidRequestWarningInterval: REFUSALS_TO_WARN_OF, ...(apiUrl === undefined ? {} : { api: apiUrl }) };
}

/** A client that waits where Discord asks for it and tries again on trouble, for what somebody waits for. */
export function createPatientRest(access: Access): REST {
  return new REST(restOptions(access)).setToken(access.token);
}

/**
 * The same for answers to interactions, which carry a token of their own in the address and do not count towards the limit of
 * 50 requests a second, to which discord.js holds all of them but first responses. https://docs.discord.com/developers/topics/rate-limits
 */
export function createInteractionRest(access: Pick<Access, "apiUrl">): REST {
  return new REST({ ...restOptions(access), globalRequestsPerSecond: Number.POSITIVE_INFINITY });
}

/** Posts are tried again by whoever scheduled them, so this client says at once what it is told instead of waiting or repeating. */
export function createPostingRest(access: Access): REST {
  return new REST({ ...restOptions(access), rejectOnRateLimit: () => true, retries: 0 }).setToken(access.token);
}

/** Ends the timers of a client, which would keep the process alive. */
export function endRest(rest: REST): void {
  rest.clearHandlerSweeper();
  rest.clearHashSweeper();
}

/**
 * What Discord says of the application that the token belongs to.
 * @throws {ConfigError} when the token is refused or Discord is not reached
 */
export async function readApplication(rest: REST): Promise<APIApplication> {
  try {
    return (await rest.get(Routes.currentApplication())) as APIApplication;
  } catch (error) {
    throw startError(error);
  }
}

/** What keeps the bot from starting, as a line that says what to look at. */
export function startError(error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  if (error instanceof DiscordAPIError && error.status === 401) return new ConfigError([fatalClose(4004) ?? ""]);
  if (isRefusal(error)) return error;
  const reason = reasonOf(error);
  if (/not enough sessions remaining/i.test(reason)) {
    return new ConfigError([`Discord lets the bot connect no more often today (${reason}): something starts it again and again`]);
  }
  return new ConfigError([`Discord cannot be reached (${reason}): check the network and DISCORD_API_URL`]);
}

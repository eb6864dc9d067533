import type { Action } from "./action.ts";

/** Where a request came from and where its reply goes. */
export const PLATFORMS = ["slack", "discord", "terminal", "web"] as const;

/** One of {@link PLATFORMS}. */
export type Platform = (typeof PLATFORMS)[number];

/**
 * Who is asking: one account of one platform. Everything kept about a person is kept under this key.
 * Accounts on two platforms are two people, because nothing vouches that they are one.
 */
export interface Identity {
  platform: Platform;
  /**
   * What the account belongs to: the Slack team. Discord accounts belong to no server and must be the same person
   * in a direct message, so theirs is the constant `discord`; in the terminal it is `local`.
   */
  tenant: string;
  /** The platform's user id. Never a name. */
  person: string;
}

/** A conversation on the platform. `kind` decides whether a reply can be seen by others. */
export interface Place {
  id: string;
  kind: "dm" | "channel" | "thread";
}

/** What the person did. */
export type Input =
  /** Free text: may hold command words; anything else is a question. */
  | { kind: "text"; text: string }
  /** A platform command whose name and options are already apart (Discord subcommands). */
  | { kind: "command"; name: string; options: Readonly<Record<string, string>> }
  /** A pressed button or chosen option. `private`: only the presser can see the message that holds it. */
  | { kind: "press"; action: Action; private: boolean }
  /** A sent form: the values by field name, as the person left them; absent where a field was left empty. */
  | { kind: "submit"; action: Action; values: Readonly<Record<string, string>> }
  /** What somebody wrote under a message of the bot's, in its thread or as an answer to it, without mentioning the bot. */
  | { kind: "reply"; to: string; text: string }
  /** A message of somebody else's that the person wants to have checked. */
  | { kind: "message-check"; text: string };

/** One thing that one person did, with everything about the platform removed. */
export interface Request {
  /** The platform's delivery id: unique per platform, the key against handling one delivery twice. */
  id: string;
  identity: Identity;
  /** Where it was asked: Slack team id, Discord guild id, `local`. Absent in a Discord direct message. */
  workspace?: string;
  place: Place;
  /** The platform's locale for this person, for example `pt-BR`. */
  locale?: string;
  /** IANA time zone, where the platform tells. */
  timeZone?: string;
  /** True where the platform vouches at this moment that the person administers the workspace. */
  isAdmin: boolean;
  /** False where the platform says that the person may not write in the place, so that the bot must not do it for them. */
  mayWrite?: boolean;
  /**
   * Who should see the reply: `place` for a mention, which is answered in a thread for all to read;
   * `person` for a command, a press or a direct message.
   */
  audience: "person" | "place";
  input: Input;
}

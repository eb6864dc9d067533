/** A permission that the app asks for. */
export interface Scope {
  name: string;
  /** What stops working without it, one line. */
  why: string;
  /** An optional scope may be declined at the installation; the bot then goes on without what it is for. */
  optional: boolean;
}

/**
 * Every scope of the bot token. The manifest, the installation page and the table in docs/slack.md are made from this list.
 * https://docs.slack.dev/reference/scopes
 */
export const SCOPES: readonly Scope[] = [
  { name: "commands", optional: false, why: "the command `/linkedin-ai` and the shortcut *Check this message*" },
  { name: "chat:write", optional: false, why: "to answer, and to post the reminders that admins schedule" },
  { name: "app_mentions:read", optional: false, why: "to hear a mention" },
  { name: "im:history", optional: false, why: "to hear what somebody writes to the bot in a direct message" },
  { name: "users:read", optional: false, why: "a member's language and time zone, and whether they are an admin" },
  { name: "assistant:write", optional: false, why: "the questions that the assistant pane suggests" },
  {
    name: "channels:history",
    optional: true,
    why: "in public channels that the bot was invited to: hears answers in the thread of a question that somebody handed to a person, and looks whether a reminder was posted before the bot was cut off",
  },
  { name: "groups:history", optional: true, why: "the same in private channels" },
  { name: "im:write", optional: true, why: "looks whether a personal reminder was posted before the bot was cut off" },
];

/** The names of {@link SCOPES}. */
export const SCOPE_NAMES: readonly string[] = SCOPES.map(({ name }) => name);

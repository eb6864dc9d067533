import type { Language } from "./languages.ts";
import type { Region } from "./regions.ts";
import type { Destination } from "./reply.ts";
import type { Identity } from "./request.ts";

/**
 * What a reminder says. `personal` goes on with a walkthrough that its maker put off or asked to be reminded of, `recheck` asks
 * half a year after an opt-out whether the switch is still off; both go to the maker's direct messages and happen once.
 * The others are posted to channels.
 */
export const REMINDER_KINDS = [
  "personal",
  "recheck",
  "announcement",
  "how-to",
  "fact-of-the-week",
  "last-call",
  "company-message",
] as const;

/** One of {@link REMINDER_KINDS}. */
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** Those that are posted to channels, in the order in which they are offered. */
export const CHANNEL_KINDS = [
  "announcement",
  "how-to",
  "fact-of-the-week",
  "last-call",
  "company-message",
] as const satisfies ReminderKind[];

/** One of {@link CHANNEL_KINDS}. */
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Stands for the maker of a reminder who asked to be forgotten: no platform has an account of this id. */
export const NOBODY = "";

/** So many reminders of their own a person may have at a time. */
export const MOST_PERSONAL = 10;

/** So many reminders a workspace may have at a time. */
export const MOST_OF_WORKSPACE = 20;

/** Most characters of a company message. */
export const MESSAGE_LENGTH = 1_000;

/** When a reminder is due: wall-clock time of a zone, every occurrence computed from `start`, never from the one before. */
export interface Schedule {
  /** The first occurrence's local date and time, ISO 8601 to the minute without offset: `2026-12-01T09:00`. */
  start: string;
  /** IANA time zone, for example `Europe/Berlin`. */
  timeZone: string;
  /** RFC 5545 recurrence rule without DTSTART: `FREQ=WEEKLY;BYDAY=MO`. Absent: once. */
  rule?: string;
}

/** A message that is posted when its schedule says so. */
export interface Reminder {
  /** UUID. */
  id: string;
  /** Who made it; told, once, when it cannot be posted any more. */
  maker: Identity;
  to: Destination;
  kind: ReminderKind;
  /** What it is about: a walkthrough's id for `personal`, `recheck` and `how-to`. */
  subject?: string;
  /** The text of a company message, as its author wrote it: restricted Markdown of at most 1,000 characters. */
  message?: string;
  language: Language;
  region?: Region;
  schedule: Schedule;
  status: "on" | "paused" | "ended";
  /**
   * Why the bot paused it by itself: `place-gone`, `not-permitted`. Absent when a person did. `draft`: it was not saved yet;
   * `draft-now`: it is to be posted at once, but nobody said so yet; `draft-of:<id>`: it is a change of that reminder.
   */
  pauseReason?: string;
  /** The next occurrence, epoch milliseconds UTC; absent when paused or ended. */
  nextAt?: number;
  /** How many occurrences were posted. */
  posts: number;
  createdAt: number;
  updatedAt: number;
}

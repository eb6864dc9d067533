import type { Language } from "./languages.ts";
import type { Region } from "./regions.ts";
import type { Identity, Place, Platform } from "./request.ts";

/** A Slack team, a Discord guild, or `local` in the terminal. */
export interface Workspace {
  platform: Platform;
  /** The platform's id of it. */
  workspace: string;
}

/** What admins set for everybody in a workspace. Absent: not set. */
export interface WorkspaceSettings {
  /** Spoken with people who chose no language and whose platform tells none that the bot speaks. */
  language?: Language;
  /** Where people are who did not say so themselves. */
  region?: Region;
  /** Whom people can turn to about privacy, as an admin wrote it: a name, an address. At most {@link CONTACT_LENGTH} characters. */
  privacyContact?: string;
  /** Where questions arrive that people send to a person. */
  handoffPlace?: Place;
  /** Where changes of LinkedIn's and Meta's policies are announced. */
  updatesPlace?: Place;
}

/** A change of {@link WorkspaceSettings}: what is named is set, or with `null` taken back. */
export type SettingsChange = { [K in keyof WorkspaceSettings]?: WorkspaceSettings[K] | null };

/** Most characters of a privacy contact. */
export const CONTACT_LENGTH = 200;

/** Most characters of the company's own note on a topic. */
export const NOTE_LENGTH = 500;

/**
 * A question that somebody sent to the people in the hand-off place, so that their answer finds its way back.
 * The question itself is not kept.
 */
export interface Handoff extends Workspace {
  /** UUID. Only those who see the question in the hand-off place know it. */
  id: string;
  asker: Identity;
  /** In which language the asker is spoken to. */
  language: Language;
  place: Place;
  /** The platform's id of the posted question; absent until it is posted. */
  message?: string;
  createdAt: number;
}

/** How long an answer finds its way back to the asker, in milliseconds; after that it is forgotten who asked. */
export const HANDOFF_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;

/** What is counted, without any person: see `usage.ts`. */
export const USAGE_EVENTS = ["answer", "unknown", "begun", "done", "check", "handoff"] as const;

/** One of {@link USAGE_EVENTS}. */
export type UsageEvent = (typeof USAGE_EVENTS)[number];

/** How often something happened in a workspace in one month. */
export interface Usage {
  /** ISO year and month, UTC: `2026-11`. */
  month: string;
  event: UsageEvent;
  /** A topic's or a walkthrough's id; empty where the event needs none. */
  subject: string;
  count: number;
}

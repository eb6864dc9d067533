import type { Language } from "./languages.ts";
import type { Region } from "./regions.ts";
import type { Reminder } from "./reminder.ts";
import type { Effect, Markdown, Outcome } from "./reply.ts";
import type { Identity, Platform, Request } from "./request.ts";
import type { TimeLexicon } from "./schedule/time-words.ts";
import type { Progress, Walkthrough } from "./walkthrough.ts";
import type { Handoff, SettingsChange, Usage, Workspace, WorkspaceSettings } from "./workspace.ts";

/** The time, epoch milliseconds UTC. Injected, so that tests own it. */
export type Clock = () => number;

/** An interface text in one language: an ICU message of `knowledge/interface`, filled in. Throws for an unknown key. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** How we come to know a source's text. */
export type SourceKind = "official" | "official-mirror" | "regulator" | "press" | "guide" | "own";

/** A document that statements rest on. Dates are ISO 8601; `published` may be a year or a month. */
export interface Source {
  id: string;
  publisher: string;
  title: string;
  url?: string;
  kind: SourceKind;
  published?: string;
  /** The day up to which we vouch for it. */
  checked: string;
}

/** Something that LinkedIn or Meta changed or announced, told in one sentence. `date` is the ISO day of it. */
export interface Change {
  id: string;
  date: string;
  text: Markdown;
  /** Ids of {@link Source}. */
  sources: readonly string[];
  /** Ids of the topics that it concerns. */
  topics: readonly string[];
}

/** How a statement follows from its sources. */
export type Certainty = "stated" | "inferred" | "not-found" | "advice";

/** One thing that the bot says about LinkedIn or Meta. */
export interface Statement {
  id: string;
  text: Markdown;
  certainty: Certainty;
  /** Ids of {@link Source}. */
  sources: readonly string[];
  /** Said only to people of these regions; absent: said to all. */
  regions?: readonly Region[];
}

/** One question family with one curated answer, in one language. */
export interface Topic {
  id: string;
  group: string;
  /** The language of the texts: the one asked for, or English where a translation is missing. */
  language: Language;
  title: string;
  statements: readonly Statement[];
  related: readonly string[];
  walkthrough?: string;
}

/** The words of a walkthrough in one language. */
export interface WalkthroughText {
  title: string;
  steps: Readonly<Record<string, StepText>>;
}

/** The words of one step. LinkedIn's own labels stand in it as `{item}`, so that they can differ in language from the text. */
export interface StepText {
  text: Markdown;
  /** Label of the link button. */
  link?: string;
  trouble?: Markdown;
  /** Labels of the choices, by choice. */
  choices?: Readonly<Record<string, string>>;
  /** A text to copy and paste, plain. */
  copy?: string;
}

/** What the matcher makes of a question. `confidence` is between 0 and 1. */
export interface Match {
  kind: "answer" | "did-you-mean" | "unknown";
  /** Best first: one or two for an answer, up to three for did-you-mean. */
  topics: readonly { topic: string; confidence: number }[];
  /** The language the question is written in, where that is clear. */
  language?: Language;
}

/** One thing in a question that spoke for a topic; `share` is its part of all that did, 0 to 1. */
export interface Reason {
  /** A concept of the lexicon, or words as they were written. */
  kind: "concept" | "words";
  label: string;
  share: number;
}

/** How questions find their topics. */
export interface Matcher {
  match(question: string): Match;
  /** Why the question was taken for the topic, strongest reason first. */
  explain(question: string, topic: string): readonly Reason[];
}

/** Everything the bot knows, read-only. */
export interface Knowledge extends Matcher {
  topicIds: readonly string[];
  /** Topic groups in the order in which they are shown. */
  groups: readonly string[];
  /** Undefined for an unknown id; for one topic and language always the same object, which nobody changes. */
  topic(id: string, language: Language): Topic | undefined;
  sources: readonly Source[];
  /** Throws for an unknown id: the knowledge compiler has checked every reference. */
  source(id: string): Source;
  /** True when the source was checked too long ago to be relied on without a word of warning. */
  isStale(source: Source, now: number): boolean;
  /** What changed, newest first. A text that is missing in the language is given in English. */
  changes(language: Language): readonly Change[];
  /** An ISO date as a person of that language writes it: "22 Aug 2026". */
  formatDay(day: string, language: Language): string;
  walkthroughIds: readonly string[];
  walkthrough(id: string): Walkthrough | undefined;
  walkthroughText(id: string, language: Language): WalkthroughText;
  /** The languages in which LinkedIn's menu labels are known, and under what name each is listed. */
  labelLanguages: ReadonlyMap<string, string>;
  /** LinkedIn's label in that language, else in English with `language` saying so. Undefined for an unknown name. */
  label(name: string, language: string): { text: string; language: string } | undefined;
  /** The speaker for a language; on a platform it calls a workspace what people call it there. */
  say(language: Language, platform?: Platform): Say;
  /** The words in which a language says when. */
  timeLexicon(language: Language): TimeLexicon;
  /**
   * The folded words of all languages for commands (`"aide"` → `help`) and for choices, those under the choice's
   * name and the word (`"uk royaume-uni"` → `uk`), because one word may be a choice of several commands.
   */
  commandWords: ReadonlyMap<string, string>;
  /** One line on what a command does, at most 100 characters. */
  commandSummary(name: string, language: Language): string;
  /** The word under which a language offers a command. */
  commandWord(name: string, language: Language): string;
}

/** What a person chose for themself. Absent: never chosen. */
export interface Preferences {
  language?: Language;
  region?: Region;
  device?: string;
  /** The language in which the person sees LinkedIn, where it is not the one the bot speaks with them. */
  labelLanguage?: string;
  /** IANA time zone, asked for where the platform does not tell it. */
  timeZone?: string;
}

/** Reminders as commands need them; who may see or change which is the command's business. */
export interface ReminderStore {
  /** Saves a reminder; `version` as in {@link Store.saveProgress}. */
  saveReminder(reminder: Reminder, version: number): Promise<boolean>;
  reminder(id: string): Promise<Stored<Reminder> | undefined>;
  /** What a person set for themself, soonest first. */
  personalReminders(identity: Identity): Promise<readonly Stored<Reminder>[]>;
  /** What a person scheduled into channels, of whatever workspace, oldest first. */
  remindersMadeBy(identity: Identity): Promise<readonly Stored<Reminder>[]>;
  /** What is scheduled into a workspace's channels, oldest first. */
  channelReminders(platform: Platform, workspace: string): Promise<readonly Stored<Reminder>[]>;
  /** How many people of a workspace finished a walkthrough. Of Discord's none, whose accounts belong to no server. */
  completed(platform: Platform, workspace: string, walkthrough: string): Promise<number>;
  /** Deletes a reminder with what is noted of its deliveries. */
  deleteReminder(id: string): Promise<void>;
}

/** What is kept for a workspace and not for a person. */
export interface WorkspaceStore {
  settings(workspace: Workspace): Promise<WorkspaceSettings>;
  saveSettings(workspace: Workspace, change: SettingsChange, now: number): Promise<void>;
  /** The company's own note on a topic. */
  note(workspace: Workspace, topic: string): Promise<string | undefined>;
  /** The ids of the topics on which there are notes. */
  notedTopics(workspace: Workspace): Promise<readonly string[]>;
  /** Saves a note; an undefined one is removed. */
  saveNote(workspace: Workspace, topic: string, note: string | undefined, now: number): Promise<void>;
  /** Whether an admin named the person as somebody who may manage the bot in the workspace. */
  isManager(workspace: Workspace, identity: Identity): Promise<boolean>;
  /** The ids of the people named, those named first at the beginning. */
  managers(workspace: Workspace): Promise<readonly string[]>;
  /** The workspaces of a platform in which the person was named. */
  managedBy(identity: Identity): Promise<readonly string[]>;
  addManager(workspace: Workspace, identity: Identity, now: number): Promise<void>;
  removeManager(workspace: Workspace, identity: Identity): Promise<void>;
}

/** Questions that were handed to people, until they are answered or too old. */
export interface HandoffStore {
  saveHandoff(handoff: Handoff): Promise<void>;
  handoff(id: string): Promise<Handoff | undefined>;
  /** The question that was posted as that message. */
  handoffByMessage(workspace: Workspace, message: string): Promise<Handoff | undefined>;
  /** What a person handed on and is still kept, oldest first. */
  handoffsOf(identity: Identity): Promise<readonly Handoff[]>;
  deleteHandoff(id: string): Promise<void>;
}

/** Which workspace was told of which change of the knowledge. */
export interface ChangeStore {
  /** The workspaces of a platform that are told of changes. */
  subscribers(platform: Platform): Promise<readonly { workspace: string; settings: WorkspaceSettings }[]>;
  /** Notes changes as known, so that they are not announced to the workspace. */
  knowChanges(workspace: Workspace, changes: readonly string[], now: number): Promise<void>;
  /** True for the one caller that may announce the change to the workspace, over all processes. */
  claimChange(workspace: Workspace, change: string, now: number): Promise<boolean>;
  /** Takes a claim back, for a post that certainly did not arrive. */
  releaseChange(workspace: Workspace, change: string): Promise<void>;
}

/** Counts of what people did, without the people. */
export interface UsageStore {
  addUsage(counted: readonly (Workspace & Usage)[]): Promise<void>;
  usage(workspace: Workspace, month: string): Promise<readonly Usage[]>;
}

/** What a platform handed over when the bot was installed into a workspace. */
export interface Installation {
  workspace: string;
  /** Sealed by the adapter: neither the core nor the store can read a token in it. */
  sealed: string;
  /** Epoch milliseconds. */
  installedAt: number;
}

/** Where the bot is installed, for platforms on which each workspace has a token of its own. */
export interface InstallationStore {
  installation(workspace: Workspace): Promise<Installation | undefined>;
  installations(platform: Platform): Promise<readonly Installation[]>;
  /** Saves an installation, in place of an earlier one of the workspace. */
  saveInstallation(workspace: Workspace, sealed: string, now: number): Promise<void>;
  /** Replaces what is sealed if it still is `from`, so that a newer one is not lost; false when it is not. */
  resealInstallation(workspace: Workspace, from: string, to: string): Promise<boolean>;
  /**
   * The bot can do nothing in the workspace any more, for whatever reason: erases the installation and pauses what is scheduled
   * there. An installation that is newer than `goneAt` stays, with all that is scheduled: the news may come after the next
   * installation. Times are epoch milliseconds. True when the workspace counts as left; doing so again changes nothing.
   */
  loseInstallation(workspace: Workspace, goneAt: number, now: number): Promise<boolean>;
  /** The bot was removed from the workspace on purpose: as above, and erases all else that is kept for the workspace. */
  removeWorkspace(workspace: Workspace, goneAt: number, now: number): Promise<boolean>;
}

/** What the core needs to remember. Every function may throw {@link StoreError}'s causes; dispatch turns them into a reply. */
export interface Store extends ReminderStore, WorkspaceStore, HandoffStore, ChangeStore, UsageStore, InstallationStore {
  preferences(identity: Identity): Promise<Preferences>;
  savePreferences(identity: Identity, change: Preferences, now: number): Promise<void>;
  /** All walkthroughs the person began. */
  progress(identity: Identity): Promise<readonly Stored<Progress>[]>;
  /**
   * Saves a step. `version` is that of the row that was read, 0 for a new one.
   * Returns false, and saves nothing, when another process or a double click was first.
   */
  saveProgress(identity: Identity, progress: Progress, version: number): Promise<boolean>;
  /** Erases everything stored about the person. */
  forget(identity: Identity): Promise<void>;
  /** True for the one caller that may handle the delivery; false for a repeat. */
  claimRequest(platform: Platform, id: string, now: number): Promise<boolean>;
  close(): Promise<void>;
}

/** A value with the version to hand back when it is saved. */
export type Stored<T> = T & { version: number };

/** What an adapter calls for every request; undefined for a delivery that was already handled. It never throws. */
export type Dispatch = (request: Request) => Promise<Outcome | undefined>;

/** A topic as it is offered to somebody who types: the title to be shown, and the id that is taken for it. */
export interface Suggestion {
  topic: string;
  title: string;
}

/** What an adapter asks while a person types. Nothing is kept of it. */
export type SuggestTopics = (about: {
  identity: Identity;
  locale: string | undefined;
  typed: string;
  most: number;
}) => Promise<readonly Suggestion[]>;

/**
 * Why a post failed, by what can be done about it.
 * `place-gone`, `not-permitted`: nothing, until somebody changes something there. `refused`: nothing, the message is at fault.
 * `held`: the platform asks to wait; nothing was posted. `down`: it was not reached; nothing was posted.
 * `unclear`: it may have been posted all the same (a lost answer, an error of the platform's own).
 */
export type PostFailure = "place-gone" | "not-permitted" | "refused" | "held" | "down" | "unclear";

/** For how long, in milliseconds, and for how much of a platform it asks to wait. */
export interface Hold {
  ms: number;
  scope: "place" | "workspace" | "platform";
}

/** What became of a post. Failure is a value, because what to do next differs by kind; bugs are thrown. */
export type Delivery = { ok: true; message: string } | { ok: false; failure: PostFailure; reason: string; hold?: Hold };

/** When the first attempt to post began, and when that is asked; epoch milliseconds. */
export interface Attempted {
  first: number;
  now: number;
}

/**
 * What became of an earlier attempt whose answer never came. `absent` means that posting again cannot show it twice;
 * `unknowable`, that the platform does not let us see (a missing right); `unanswered`, that it may be asked again later.
 */
export type Fate =
  | { fate: "posted"; message: string }
  | { fate: "absent" }
  | { fate: "unknowable"; reason: string }
  | { fate: "unanswered"; reason: string; hold?: Hold };

/** One surface on which people meet the bot. */
export interface Adapter {
  platform: Platform;
  /** Connects. Throws {@link ConfigError} when the platform refuses the credentials. */
  start(): Promise<void>;
  /** Instead of `start`, for a process that only posts: takes no requests. Throws as `start` does. */
  startPosting(): Promise<void>;
  /** Stops taking requests and finishes those under way. */
  stop(): Promise<void>;
  /** True while what people do reaches the bot. */
  isConnected(): boolean;
  post(effect: Effect): Promise<Delivery>;
  /**
   * Looks whether an effect is there already. To be asked only when no attempt can be under way any more:
   * a message that is still being sent would be missed.
   */
  find(effect: Effect, attempted: Attempted): Promise<Fate>;
}

import type { Language } from "./languages.ts";
import type { Clock, Delivery, Knowledge, Preferences, Say, Store } from "./ports.ts";
import type { Region } from "./regions.ts";
import type { Effect, Outcome } from "./reply.ts";
import type { Request } from "./request.ts";
import type { UsageEvent, WorkspaceSettings } from "./workspace.ts";

/** An option that stands after a command's name. Choices are matched in every language's words for them. */
export interface CommandOption {
  name: string;
  required: boolean;
  choices?: readonly string[];
  /** A channel: its value is a reference that `channelOf` reads. */
  type?: "channel";
  /** True to take the rest of the text as it is, however many words. */
  rest?: boolean;
  /** What a surface may offer while it is typed. Other values are taken as well. */
  suggest?: "topic";
}

/** How a command was called. `verb` is `run` for a typed command, else the verb of the pressed button. */
export interface Call {
  request: Request;
  verb: string;
  subject?: string;
  options: Readonly<Record<string, string>>;
}

/** What a handler works with: the ports, and who it speaks to. */
export interface Context {
  knowledge: Knowledge;
  store: Store;
  clock: Clock;
  registry: Registry;
  preferences: Preferences;
  /** What is set for the workspace; empty where nothing is, and in direct messages that belong to no workspace. */
  settings: WorkspaceSettings;
  language: Language;
  /** Where the person is: what they said, else what is set for the workspace. */
  region: Region | undefined;
  say: Say;
  /** The company's own note on a topic. */
  noteOn(topic: string): Promise<string | undefined>;
  /** Notes that something happened in this workspace, for `stats`. */
  count(event: UsageEvent, subject?: string): void;
  /** Writes what was counted to the store, before it is read. */
  flushCounts(): Promise<void>;
  /** Posts now, for replies that depend on whether it arrived. Whatever else is to be posted goes into the outcome. */
  post(effect: Effect): Promise<Delivery>;
}

/** A command as data: help, parsing, Discord's definitions and the permission check all come from it. */
export interface Command {
  name: string;
  options: readonly CommandOption[];
  /** Who may run it; enforced in dispatch, whatever the platform shows. */
  audience: "everyone" | "admins";
  /** False for commands that exist for their buttons only. */
  listed: boolean;
  /** Undefined when there is nothing to say, as to a remark under a post that asked for none. */
  run(call: Call, context: Context): Promise<Outcome | undefined>;
}

/** All commands by name. */
export type Registry = ReadonlyMap<string, Command>;

/**
 * The table of commands.
 * @throws {Error} when two commands have one name: that is a mistake in the code.
 */
export function createRegistry(commands: readonly Command[]): Registry {
  const registry = new Map<string, Command>();
  for (const command of commands) {
    if (registry.has(command.name)) throw new Error(`two commands are called ${command.name}`);
    registry.set(command.name, command);
  }
  return registry;
}

import type { Language } from "./languages.ts";
import type { Clock, Knowledge, Preferences, Say, Store } from "./ports.ts";
import type { Region } from "./regions.ts";
import type { Outcome } from "./reply.ts";
import type { Request } from "./request.ts";

/** An option that stands after a command's name. Choices are matched in every language's words for them. */
export interface CommandOption {
  name: string;
  required: boolean;
  choices?: readonly string[];
  /** True to take the rest of the text as it is, however many words. */
  rest?: boolean;
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
  language: Language;
  region: Region | undefined;
  say: Say;
}

/** A command as data: help, parsing, Discord's definitions and the permission check all come from it. */
export interface Command {
  name: string;
  options: readonly CommandOption[];
  /** Who may run it; enforced in dispatch, whatever the platform shows. */
  audience: "everyone" | "admins";
  /** False for commands that exist for their buttons only. */
  listed: boolean;
  run(call: Call, context: Context): Promise<Outcome>;
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

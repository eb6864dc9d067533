import { pino } from "pino";
import type { DiscordParts } from "../../../src/adapters/discord/app.ts";
import type { CommandDefinition, Localized } from "../../../src/core/command-definitions.ts";
import { LANGUAGES } from "../../../src/core/languages.ts";
import { realKnowledge } from "../../conversation.ts";

/** The subcommands that the tests use. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: "ask",
    names: everywhere("ask"),
    descriptions: everywhere("Answers a question"),
    audience: "everyone",
    options: [{ name: "question", names: everywhere("question"), descriptions: everywhere("What you want to know"), required: true }],
  },
];

/** What the adapter needs from outside, with a core that says nothing where a test does not say otherwise. */
export function discordParts(change: Partial<DiscordParts>): DiscordParts {
  return {
    dispatch: async () => undefined,
    commands: COMMANDS,
    suggest: async () => [],
    say: realKnowledge().say,
    left: async () => {},
    onFatal: () => {},
    log: pino({ level: "silent" }),
    now: Date.now,
    ...change,
  };
}

/** A text that is the same in every language. */
export function everywhere(text: string): Localized {
  return Object.fromEntries(LANGUAGES.map((language) => [language, text])) as Record<(typeof LANGUAGES)[number], string>;
}

import { LANGUAGE_NAMES, LANGUAGES, type Language } from "./languages.ts";
import type { Knowledge } from "./ports.ts";
import { isRegion } from "./regions.ts";
import type { CommandOption, Registry } from "./registry.ts";
import type { Platform } from "./request.ts";

/** A text in every language of the bot. */
export type Localized = Readonly<Record<Language, string>>;

/** A command as a platform's menu shows it. */
export interface CommandDefinition {
  name: string;
  names: Localized;
  descriptions: Localized;
  audience: "everyone" | "admins";
  options: readonly OptionDefinition[];
}

/** An option of a {@link CommandDefinition}. */
export interface OptionDefinition {
  name: string;
  names: Localized;
  descriptions: Localized;
  required: boolean;
  /** A channel of the platform, chosen from its own list. */
  type?: "channel";
  choices?: readonly { value: string; names: Localized }[];
  /** What may be offered while it is typed, as {@link CommandOption.suggest}. */
  suggest?: "topic";
}

/** The listed commands with their names in every language: what Discord shows, and what help is checked against. */
export function commandDefinitions(registry: Registry, knowledge: Knowledge, platform: Platform): CommandDefinition[] {
  const listed = [...registry.values()].filter((command) => command.listed);
  return listed.map(({ name, audience, options }) => ({
    name,
    audience,
    names: localize((language) => knowledge.commandWord(name, language)),
    descriptions: localize((language) => knowledge.commandSummary(name, language)),
    options: options.map((option) => optionDefinition(option, knowledge, platform)),
  }));
}

function optionDefinition(
  { name, required, choices, type, suggest }: CommandOption,
  knowledge: Knowledge,
  platform: Platform,
): OptionDefinition {
  const say = (key: string) => localize((language) => knowledge.say(language, platform)(key));
  return {
    name,
    required,
    names: say(`options.${name}`),
    descriptions: say(`options.${name}-description`),
    ...(type ? { type } : {}),
    ...(choices
      ? { choices: choices.map((value) => ({ value, names: localize((language) => choiceName(value, language, knowledge, platform)) })) }
      : {}),
    ...(suggest === undefined ? {} : { suggest }),
  };
}

function choiceName(value: string, language: Language, knowledge: Knowledge, platform: Platform): string {
  if (knowledge.walkthrough(value)) return knowledge.walkthroughText(value, language).title;
  if (value in LANGUAGE_NAMES) return LANGUAGE_NAMES[value as Language];
  if (isRegion(value)) return knowledge.say(language)(`regions.${value}`);
  return knowledge.say(language, platform)(`choice-names.${value}`);
}

function localize(text: (language: Language) => string): Localized {
  return Object.fromEntries(LANGUAGES.map((language) => [language, text(language)])) as Record<Language, string>;
}

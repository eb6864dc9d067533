import {
  type APIApplicationCommandChannelOption,
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandStringOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  Locale,
  type LocalizationMap,
  type RESTPutAPIApplicationCommandsJSONBody,
} from "discord.js";
import type { CommandDefinition, Localized, OptionDefinition } from "../../core/command-definitions.ts";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../../core/languages.ts";
import { shorten } from "./cut-text.ts";
import { WRITABLE_CHANNELS } from "./form.ts";
import { CHOICE_NAME, COMMAND_DESCRIPTION, COMMAND_OPTIONS } from "./limits.ts";

/** The one command under which all others stand. */
export const COMMAND_NAME = "linkedin-ai";

/** Discord requires it, and never shows it for a command that has subcommands. */
const COMMAND_SUMMARY = "LinkedIn, Meta and AI training: what they do with your data, and how to opt out";

/** Discord's locales for a language: https://docs.discord.com/developers/reference#locales */
const LOCALES: Readonly<Record<Language, readonly Locale[]>> = {
  en: [Locale.EnglishUS, Locale.EnglishGB],
  fr: [Locale.French],
  de: [Locale.German],
  es: [Locale.SpanishES, Locale.SpanishLATAM],
  it: [Locale.Italian],
  nl: [Locale.Dutch],
  pt: [Locale.PortugueseBR],
  pl: [Locale.Polish],
};

/**
 * What Discord is told of the bot's commands: `/linkedin-ai` with a subcommand for each. Descriptions that are too long are
 * shortened; names have a strict form, so a wrong one is left for Discord to refuse.
 * @throws {RangeError} for more subcommands, options or choices than Discord takes: that is a mistake in the code.
 */
export function buildCommands(definitions: readonly CommandDefinition[]): RESTPutAPIApplicationCommandsJSONBody {
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: COMMAND_NAME,
      description: COMMAND_SUMMARY,
      integration_types: [ApplicationIntegrationType.GuildInstall],
      contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
      options: counted(definitions, "subcommands").map(buildSubcommand),
    },
  ];
}

function buildSubcommand(definition: CommandDefinition): APIApplicationCommandSubcommandOption {
  const { name, names, descriptions, options } = definition;
  return {
    type: ApplicationCommandOptionType.Subcommand,
    ...named(name, names),
    ...described(descriptions),
    // Discord wants required options first.
    options: counted(options, `options of ${name}`)
      .toSorted((a, b) => Number(b.required) - Number(a.required))
      .map(buildOption),
  };
}

function buildOption(definition: OptionDefinition): APIApplicationCommandStringOption | APIApplicationCommandChannelOption {
  const { name, names, descriptions, required, choices } = definition;
  const common = { ...named(name, names), ...described(descriptions), required };
  if (definition.type === "channel") {
    return { type: ApplicationCommandOptionType.Channel, ...common, channel_types: [...WRITABLE_CHANNELS] };
  }
  const option = { type: ApplicationCommandOptionType.String as const, ...common };
  return choices ? { ...option, choices: counted(choices, `choices of ${name}`).map(buildChoice) } : option;
}

function buildChoice({ value, names }: { value: string; names: Localized }): APIApplicationCommandOptionChoice<string> {
  return { name: shorten(names[DEFAULT_LANGUAGE], CHOICE_NAME), name_localizations: localizations(names, CHOICE_NAME), value };
}

/** The name in code is what comes back in an interaction, whatever name the person saw. */
function named(name: string, names: Localized): { name: string; name_localizations: LocalizationMap } {
  return { name, name_localizations: localizations(names, Number.POSITIVE_INFINITY) };
}

function described(descriptions: Localized): { description: string; description_localizations: LocalizationMap } {
  return {
    description: shorten(descriptions[DEFAULT_LANGUAGE], COMMAND_DESCRIPTION),
    description_localizations: localizations(descriptions, COMMAND_DESCRIPTION),
  };
}

function localizations(texts: Localized, limit: number): LocalizationMap {
  return Object.fromEntries(LANGUAGES.flatMap((language) => LOCALES[language].map((locale) => [locale, shorten(texts[language], limit)])));
}

function counted<T>(items: readonly T[], what: string): readonly T[] {
  if (items.length > COMMAND_OPTIONS) throw new RangeError(`${items.length} ${what}, Discord takes ${COMMAND_OPTIONS}`);
  return items;
}

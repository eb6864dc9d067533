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
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
} from "discord-api-types/v10";
import type { CommandDefinition, Localized, OptionDefinition } from "../../core/command-definitions.ts";
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "../../core/languages.ts";
import type { Say } from "../../core/ports.ts";
import { shorten } from "./cut-text.ts";
import { WRITABLE_CHANNELS } from "./form.ts";
import { CHOICE_NAME, COMMAND_DESCRIPTION, COMMAND_OPTIONS } from "./limits.ts";

/** The command under which everybody finds all others. */
export const COMMAND_NAME = "linkedin-ai";

/**
 * The command of those who manage a server. It is one of its own because Discord knows permissions for whole commands only.
 * Discord hides it from others, and a server may open it to a role; who may do what is checked in the core all the same.
 */
export const ADMIN_COMMAND_NAME = "linkedin-ai-admin";

/** What a person must be allowed to do on a server to be shown {@link ADMIN_COMMAND_NAME}, as bits in decimal. */
const ADMIN_PERMISSIONS = String(PermissionFlagsBits.ManageGuild);

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

/** Ways to install an application: by a server, or by a person for themself. */
export const INSTALLS = [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall] as const;

/**
 * What Discord is told of the bot's commands: `/linkedin-ai` with a subcommand for each, the same for those who manage a server,
 * and *Check this message* in the menu of every message. Descriptions that are too long are shortened; names have a strict form,
 * so a wrong one is left for Discord to refuse.
 * @param installs how the application can be installed: Discord refuses commands for any other way.
 * @throws {RangeError} for more subcommands, options or choices than Discord takes: that is a mistake in the code.
 */
export function buildCommands(
  definitions: readonly CommandDefinition[],
  say: (language: Language) => Say,
  installs: readonly ApplicationIntegrationType[] = INSTALLS,
): RESTPutAPIApplicationCommandsJSONBody {
  const texts = (key: string): Localized =>
    Object.fromEntries(LANGUAGES.map((language) => [language, say(language)(key)])) as Record<Language, string>;
  const everywhere = { integration_types: [...installs], contexts: contextsOf(installs) };
  const inServers = { integration_types: [ApplicationIntegrationType.GuildInstall], contexts: [InteractionContextType.Guild] };
  const everyones = definitions.filter(({ audience }) => audience === "everyone");
  const admins = definitions.filter(({ audience }) => audience === "admins");
  const menuEntry = texts("discord.check-message");
  const commands: RESTPutAPIApplicationCommandsJSONBody = [
    chatCommand(COMMAND_NAME, texts("discord.summary"), everyones, everywhere),
    { type: ApplicationCommandType.Message, ...named(menuEntry[DEFAULT_LANGUAGE], menuEntry), ...everywhere },
  ];
  if (admins.length === 0) return commands;
  const forAdmins = { ...inServers, default_member_permissions: ADMIN_PERMISSIONS };
  return [...commands, chatCommand(ADMIN_COMMAND_NAME, texts("discord.admin-summary"), admins, forAdmins)];
}

/** Conversations among people, without a server and the bot, are reached only by what a person installed for themself. */
function contextsOf(installs: readonly ApplicationIntegrationType[]): InteractionContextType[] {
  const always = [InteractionContextType.Guild, InteractionContextType.BotDM];
  return installs.includes(ApplicationIntegrationType.UserInstall) ? [...always, InteractionContextType.PrivateChannel] : always;
}

function chatCommand<T extends object>(name: string, descriptions: Localized, definitions: readonly CommandDefinition[], rest: T) {
  const options = counted(definitions, "subcommands").map(buildSubcommand);
  return { type: ApplicationCommandType.ChatInput as const, name, ...described(descriptions), ...rest, options };
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
  const { name, names, descriptions, required, choices, suggest } = definition;
  const common = { ...named(name, names), ...described(descriptions), required };
  if (definition.type === "channel") {
    return { type: ApplicationCommandOptionType.Channel, ...common, channel_types: [...WRITABLE_CHANNELS] };
  }
  const option = { type: ApplicationCommandOptionType.String as const, ...common };
  if (choices) return { ...option, choices: counted(choices, `choices of ${name}`).map(buildChoice) };
  return suggest === undefined ? option : { ...option, autocomplete: true };
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

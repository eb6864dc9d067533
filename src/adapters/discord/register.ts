import { isDeepStrictEqual } from "node:util";
import type { REST } from "@discordjs/rest";
import { type APIApplication, type APIApplicationCommand, ApplicationIntegrationType, Routes } from "discord-api-types/v10";
import type { CommandDefinition } from "../../core/command-definitions.ts";
import type { Language } from "../../core/languages.ts";
import type { Say } from "../../core/ports.ts";
import { type Access, createPatientRest, endRest, readApplication } from "./clients.ts";
import { buildCommands, INSTALLS } from "./commands.ts";

/** What became of a registration. */
export interface Registration {
  /** False when Discord knew the very same commands: nothing was written then. */
  changed: boolean;
  /** False when people cannot install the application for themselves (Developer Portal, Installation). */
  userInstall: boolean;
}

/**
 * Tells Discord of the bot's global commands, unless it knows them already: Discord counts writes. All are replaced by one
 * request, so that several processes that start together write the same, in whatever order.
 * @throws the errors of discord.js
 */
export async function registerCommands(
  rest: REST,
  application: APIApplication,
  definitions: readonly CommandDefinition[],
  say: (language: Language) => Say,
): Promise<Registration> {
  const { commands, ...registration } = await compareCommands(rest, application, definitions, say);
  if (registration.changed) await rest.put(Routes.applicationCommands(application.id), { body: commands });
  return registration;
}

/** The commands as Discord should know them, and whether it knows other ones. Writes nothing. */
export async function compareCommands(
  rest: REST,
  { id, integration_types_config: supported }: APIApplication,
  definitions: readonly CommandDefinition[],
  say: (language: Language) => Say,
): Promise<Registration & { commands: ReturnType<typeof buildCommands> }> {
  const installs = INSTALLS.filter((type) => type === ApplicationIntegrationType.GuildInstall || supported?.[type] !== undefined);
  const commands = buildCommands(definitions, say, installs);
  // Without this parameter Discord leaves the localizations out.
  const query = new URLSearchParams({ with_localizations: "true" });
  const known = (await rest.get(Routes.applicationCommands(id), { query })) as APIApplicationCommand[];
  const changed = !isDeepStrictEqual(inNameOrder(known).map(essence), inNameOrder(commands).map(essence));
  return { changed, userInstall: installs.includes(ApplicationIntegrationType.UserInstall), commands };
}

/**
 * The same as at each start, without one.
 * @throws {ConfigError} when the token is refused or Discord is not reached
 */
export async function registerDiscordCommands(
  access: Access,
  definitions: readonly CommandDefinition[],
  say: (language: Language) => Say,
): Promise<Registration> {
  const rest = createPatientRest(access);
  try {
    return await registerCommands(rest, await readApplication(rest), definitions, say);
  } finally {
    endRest(rest);
  }
}

/** What we say of a command, as opposed to what Discord adds, in lists whose order means something. */
const FIELDS = ["type", "name", "description", "default_member_permissions", "required", "autocomplete", "value"] as const;
const LOCALIZATIONS = ["name_localizations", "description_localizations"] as const;
const SETS = ["integration_types", "contexts"] as const;
const LISTS = ["options", "choices"] as const;

/** A command, option or choice without what Discord adds and without what is the same as leaving it out. */
function essence(entry: object): unknown {
  const given = entry as Readonly<Record<string, unknown>>;
  const said: Record<string, unknown> = {};
  for (const field of FIELDS) if (given[field]) said[field] = given[field];
  for (const field of LOCALIZATIONS) if (given[field]) said[field] = { ...(given[field] as object) };
  for (const field of SETS) if (Array.isArray(given[field])) said[field] = given[field].toSorted();
  for (const field of LISTS) if (Array.isArray(given[field]) && given[field].length > 0) said[field] = given[field].map(essence);
  return said;
}

function inNameOrder<T extends { name: string }>(commands: readonly T[]): T[] {
  return commands.toSorted((one, other) => one.name.localeCompare(other.name));
}

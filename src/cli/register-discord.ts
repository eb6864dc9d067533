import { buildCommands } from "../adapters/discord/commands.ts";
import { registerDiscordCommands } from "../adapters/discord/register.ts";
import { readProcessConfig } from "../config.ts";
import { commandDefinitions } from "../core/command-definitions.ts";
import { COMMANDS } from "../core/commands.ts";
import { ConfigError, KnowledgeError } from "../core/errors.ts";
import type { Language } from "../core/languages.ts";
import { createRegistry } from "../core/registry.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";

/** `npm run discord:register`: tells Discord of the commands, as each start does. With `--print` it only prints them. */
async function register(): Promise<string> {
  const knowledge = await openKnowledge();
  const say = (language: Language) => knowledge.say(language, "discord");
  const definitions = commandDefinitions(createRegistry(COMMANDS), knowledge, "discord");
  if (process.argv.includes("--print")) return JSON.stringify(buildCommands(definitions, say), undefined, 2);
  const { discord } = readProcessConfig();
  if (!discord) throw new ConfigError(["DISCORD_TOKEN is missing: see .env.example"]);
  const { changed, userInstall } = await registerDiscordCommands(discord, definitions, say);
  const result = changed ? "Discord knows the commands now. Apps show them after a restart." : "Discord knew these commands already.";
  const hint = "People cannot install the bot for themselves: switch User Install on in the Developer Portal (Installation).";
  return userInstall ? result : `${result}\n${hint}`;
}

try {
  process.stdout.write(`${await register()}\n`);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof KnowledgeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

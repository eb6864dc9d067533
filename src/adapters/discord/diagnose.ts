import { type REST, RESTEvents } from "@discordjs/rest";
import { type APIApplication, ApplicationFlags, type RESTGetAPIGatewayBotResult, Routes } from "discord-api-types/v10";
import type { CommandDefinition } from "../../core/command-definitions.ts";
import { clockFinding, type Finding } from "../../core/finding.ts";
import type { Language } from "../../core/languages.ts";
import type { Say } from "../../core/ports.ts";
import { reasonOf } from "./api-errors.ts";
import { type Access, createPostingRest, endRest, readApplication } from "./clients.ts";
import { compareCommands } from "./register.ts";

/** What is checked, and what Discord should know of the bot. */
export interface DiscordDiagnosis {
  access: Access & { publicKey?: string };
  commands: readonly CommandDefinition[];
  say(language: Language): Say;
  /** Epoch milliseconds. */
  now(): number;
}

/** Intents that show a bot what people write and who they are. This one needs none of them. */
const PRIVILEGED =
  ApplicationFlags.GatewayMessageContent |
  ApplicationFlags.GatewayMessageContentLimited |
  ApplicationFlags.GatewayGuildMembers |
  ApplicationFlags.GatewayGuildMembersLimited |
  ApplicationFlags.GatewayPresence |
  ApplicationFlags.GatewayPresenceLimited;

/** Looks whether the token and the key are right, how Discord reaches the bot, and whether it knows the commands. Changes nothing. */
export async function diagnoseDiscord({ access, commands, say, now }: DiscordDiagnosis): Promise<Finding[]> {
  const rest = createPostingRest(access);
  let heard: { date: string | null; receivedAt: number } | undefined;
  rest.on(RESTEvents.Response, (_, { headers }) => {
    heard = { date: headers.get("date"), receivedAt: now() };
  });
  const clock = (): Finding => clockFinding("Discord", heard?.date, heard?.receivedAt ?? now());
  try {
    const application = await readApplication(rest);
    return [
      { what: "Discord, token" },
      await arrivalFinding(rest, access.publicKey, application),
      intentsFinding(application),
      await commandsFinding(() => compareCommands(rest, application, commands, say)),
      clock(),
    ];
  } catch (error) {
    return [{ what: "Discord, token", problem: error instanceof Error ? error.message : reasonOf(error) }, clock()];
  } finally {
    endRest(rest);
  }
}

/** Whether what people do gets here: by HTTP to the address that Discord knows, or by a connection that it lets the bot open. */
async function arrivalFinding(rest: REST, publicKey: string | undefined, application: APIApplication): Promise<Finding> {
  // discord.js does not list the field, which Discord sends: https://docs.discord.com/developers/resources/application
  const { interactions_endpoint_url: endpoint } = application as APIApplication & { interactions_endpoint_url?: string | null };
  if (publicKey !== undefined) {
    const what = "Discord, HTTP";
    if (application.verify_key !== publicKey.toLowerCase()) {
      return {
        what,
        problem: "DISCORD_PUBLIC_KEY is not the key of the application whose token DISCORD_TOKEN is: copy both from one application",
      };
    }
    if (!endpoint) {
      return {
        what,
        problem: "Discord has no address to send to: enter Interactions Endpoint URL in the Developer Portal (General Information)",
      };
    }
    return { what, note: `Discord sends to ${endpoint}` };
  }
  const what = "Discord, gateway";
  if (endpoint) {
    return {
      what,
      problem: `Discord sends commands to ${endpoint} and not through the connection: remove Interactions Endpoint URL in the Developer Portal (General Information), or set DISCORD_PUBLIC_KEY`,
    };
  }
  try {
    const { session_start_limit: starts } = (await rest.get(Routes.gatewayBot())) as RESTGetAPIGatewayBotResult;
    if (starts.remaining > 0) return { what, note: `${starts.remaining} starts left today` };
    const minutes = Math.ceil(starts.reset_after / 60_000);
    return { what, problem: `Discord lets the bot connect no more for ${minutes} minutes: something starts it again and again` };
  } catch (error) {
    return { what, problem: `Discord does not say where to connect (${reasonOf(error)}): try again` };
  }
}

function intentsFinding({ flags }: APIApplication): Finding {
  const what = "Discord, intents";
  if ((Number(flags ?? 0) & PRIVILEGED) === 0) return { what };
  return { what, note: "privileged ones are on and not needed: switch them off in the Developer Portal (Bot)" };
}

async function commandsFinding(compare: () => Promise<{ changed: boolean; userInstall: boolean }>): Promise<Finding> {
  const what = "Discord, commands";
  try {
    const { changed, userInstall } = await compare();
    if (changed) return { what, problem: "Discord knows none or those of another version: npm run discord:register, as each start does" };
    return { what, ...(!userInstall && { note: "people cannot install the bot for themselves (Developer Portal, Installation)" }) };
  } catch (error) {
    return { what, problem: `Discord does not show them (${reasonOf(error)}): try again` };
  }
}

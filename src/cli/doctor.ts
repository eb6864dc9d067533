import { type Config, readProcessConfig } from "../config.ts";
import { commandDefinitions } from "../core/command-definitions.ts";
import { COMMANDS } from "../core/commands.ts";
import { ConfigError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import type { Knowledge } from "../core/ports.ts";
import { createRegistry } from "../core/registry.ts";
import { diagnoseKnowledge } from "../knowledge/diagnose.ts";
import { redact } from "../log.ts";
import { diagnoseStore } from "../store/diagnose.ts";

/**
 * `npm run doctor`: looks at everything that the bot needs, and says of each problem what to do. It changes nothing, so it may run
 * beside the bot and before its first start.
 */
async function diagnose(): Promise<Finding[]> {
  const { findings: ofKnowledge, knowledge } = await diagnoseKnowledge(Date.now());
  const { findings: ofConfiguration, config } = readConfiguration();
  if (!config) return [...ofConfiguration, ...ofKnowledge];
  const [ofStore, ofSlack, ofDiscord] = await Promise.all([
    diagnoseStore(config.database),
    lookAtSlack(config),
    lookAtDiscord(config, knowledge),
  ]);
  return [...ofConfiguration, ...ofKnowledge, ...ofStore, ...ofSlack, ...ofDiscord];
}

function readConfiguration(): { findings: Finding[]; config?: Config } {
  const what = "configuration";
  try {
    const config = readProcessConfig();
    const ways = [
      config.slack && `Slack (${config.slack.mode})`,
      config.discord && `Discord (${config.discord.publicKey ? "http" : "gateway"})`,
    ];
    return { config, findings: [{ what, note: ways.filter(Boolean).join(", ") || "no tokens: terminal and playground only" }] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { findings: error.problems.map((problem) => ({ what, problem })) };
  }
}

/** SDKs are loaded only for the platforms in use. */
async function lookAtSlack({ slack }: Config): Promise<Finding[]> {
  if (!slack) return [];
  const { diagnoseSlack } = await import("../adapters/slack/diagnose.ts");
  return diagnoseSlack(slack, Date.now);
}

async function lookAtDiscord({ discord }: Config, knowledge: Knowledge | undefined): Promise<Finding[]> {
  if (!discord) return [];
  if (!knowledge) return [{ what: "Discord", skipped: "the knowledge must be right first: the commands are made from it" }];
  const { diagnoseDiscord } = await import("../adapters/discord/diagnose.ts");
  const commands = commandDefinitions(createRegistry(COMMANDS), knowledge, "discord");
  return diagnoseDiscord({ access: discord, commands, say: (language) => knowledge.say(language, "discord"), now: Date.now });
}

/** `ok`, `problem` or `skipped`, what was looked at, and what to do. Nothing that a service said can carry a token past here. */
function lineOf({ what, problem, skipped, note }: Finding): string {
  const state = problem !== undefined ? "problem" : skipped !== undefined ? "skipped" : "ok";
  const said = problem ?? skipped ?? note;
  return redact(`${state.padEnd(8)} ${what}${said === undefined ? "" : `: ${said}`}`).replaceAll("\n", " ");
}

const findings = await diagnose();
process.stdout.write(`${findings.map(lineOf).join("\n")}\n`);
if (findings.some(({ problem }) => problem !== undefined)) process.exitCode = 1;

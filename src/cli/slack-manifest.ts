import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { slackManifest } from "../adapters/slack/manifest.ts";
import { commandDefinitions } from "../core/command-definitions.ts";
import { COMMANDS } from "../core/commands.ts";
import { createRegistry } from "../core/registry.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";

// Writes manifest.json, which is for Socket Mode. With `--print` it is printed instead (Slack's command line tool asks so),
// with `--address https://bot.example` it is the one for HTTP and many workspaces, printed too.
const { values } = parseArgs({ options: { print: { type: "boolean", default: false }, address: { type: "string" } } });
const address = values.address?.replace(/\/+$/, "");
if (address !== undefined && !/^https:\/\/[^/]+/.test(address)) {
  process.stderr.write("--address must be the public address of the bot, beginning with https://\n");
  process.exit(1);
}
const commands = commandDefinitions(createRegistry(COMMANDS), await openKnowledge(), "slack");
const manifest = `${JSON.stringify(slackManifest({ commands, ...(address === undefined ? {} : { address }) }), undefined, 2)}\n`;
if (values.print || address !== undefined) process.stdout.write(manifest);
else writeFileSync(path.resolve(import.meta.dirname, "../../manifest.json"), manifest);

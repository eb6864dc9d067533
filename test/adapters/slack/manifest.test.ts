import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { slackManifest } from "../../../src/adapters/slack/manifest.ts";
import { SCOPES } from "../../../src/adapters/slack/scopes.ts";
import { commandDefinitions } from "../../../src/core/command-definitions.ts";
import { COMMANDS } from "../../../src/core/commands.ts";
import { createRegistry } from "../../../src/core/registry.ts";
import { realKnowledge } from "../../conversation.ts";

const PROJECT = path.resolve(import.meta.dirname, "../../..");
const commands = commandDefinitions(createRegistry(COMMANDS), realKnowledge(), "slack");
const readJson = (file: string) => JSON.parse(readFileSync(path.join(PROJECT, file), "utf8"));

describe("the Slack manifest", () => {
  it("in the repository is the one that the code makes (npm run slack:manifest)", () => {
    expect(readJson("manifest.json")).toEqual(slackManifest({ commands }));
  });

  it("names every command that everyone may use", () => {
    const hint = slackManifest({ commands }).features.slash_commands[0]?.usage_hint ?? "";
    const everyone = commands.filter(({ audience, name }) => audience === "everyone" && name !== "ask");
    expect(hint.split(" | ").slice(1)).toEqual(everyone.map(({ names }) => names.en));
  });

  // https://docs.slack.dev/reference/app-manifest
  it("keeps Slack's limits", () => {
    const { display_information, features, oauth_config } = slackManifest({ commands });
    expect(display_information.name.length).toBeLessThanOrEqual(35);
    expect(display_information.description.length).toBeLessThanOrEqual(140);
    expect(features.assistant_view.assistant_description.length).toBeLessThanOrEqual(300);
    for (const shortcut of features.shortcuts) {
      expect(shortcut.name.length).toBeLessThanOrEqual(24);
      expect(shortcut.description.length).toBeLessThanOrEqual(150);
    }
    for (const command of features.slash_commands) {
      expect(command.command.length).toBeLessThanOrEqual(32);
      expect(command.usage_hint.length).toBeLessThanOrEqual(1_000);
    }
    expect(oauth_config.scopes.bot).toEqual(expect.arrayContaining(oauth_config.scopes.bot_optional));
  });

  it("with a public address is for HTTP, and without for Socket Mode", () => {
    const http = slackManifest({ commands, address: "https://bot.example" });
    const events = "https://bot.example/slack/events";
    expect(http.settings.socket_mode_enabled).toBe(false);
    expect(http.settings.event_subscriptions).toMatchObject({ request_url: events });
    expect(http.settings.interactivity).toMatchObject({ request_url: events });
    expect(http.features.slash_commands[0]).toMatchObject({ url: events });
    expect(http.oauth_config).toMatchObject({ redirect_urls: ["https://bot.example/slack/oauth_redirect"] });
    expect(JSON.stringify(slackManifest({ commands }))).not.toContain("https://");
  });

  it("is what Slack's command line tool is told to ask for", () => {
    const { hooks, config } = readJson(".slack/hooks.json");
    const { scripts } = readJson("package.json");
    expect(hooks).toEqual({ "get-manifest": "npm run --silent slack:manifest -- --print", start: "npm start" });
    expect(scripts["slack:manifest"]).toBe("node src/cli/slack-manifest.ts");
    // The bot opens its own connection with SLACK_APP_TOKEN and SLACK_BOT_TOKEN, which the tool hands over.
    expect(config["sdk-managed-connection-enabled"]).toBe(true);
  });

  it("asks for the scopes that docs/slack.md gives the reasons of, and no others", () => {
    const rows = readFileSync(path.join(PROJECT, "docs/slack.md"), "utf8").matchAll(/^\| `([a-z_:]+)`( \(optional\))? \| (.+) \|$/gm);
    const told = [...rows].map(([, name, optional, why]) => ({ name, optional: optional !== undefined, why }));
    expect(told).toEqual(SCOPES.map(({ name, optional, why }) => ({ name, optional, why })));
  });
});

import { describe, expect, it, onTestFinished } from "vitest";
import { SCOPE_NAMES } from "../../src/adapters/slack/scopes.ts";
import { DISCORD_TOKEN, startDiscord } from "../emulators/discord.ts";
import { startSlack } from "../emulators/slack.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runToEnd } from "./run-bot.ts";

/** Both platforms with all that the bot needs. */
async function bothPlatforms() {
  const folder = temporaryFolder();
  const slack = await startSlack();
  const discord = await startDiscord();
  for (const scope of SCOPE_NAMES) slack.state.scopes.add(scope);
  onTestFinished(async () => {
    await slack.close();
    await discord.stop();
    folder[Symbol.dispose]();
  });
  const tokens = { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, DISCORD_TOKEN };
  const variables: Record<string, string> = {
    ...tokens,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_API_URL: discord.apiUrl,
    DATA_DIR: folder.path,
  };
  return { slack, discord, variables };
}

describe("npm run doctor", () => {
  it("has one line for each thing, all of them well after the first steps of an installation", async () => {
    const { variables } = await bothPlatforms();
    await Promise.all([runToEnd(["src/cli/release.ts"], { variables }), runToEnd(["src/cli/register-discord.ts"], { variables })]);
    const { code, stdout, stderr } = await runToEnd(["src/cli/doctor.ts"], { variables });
    expect([code, stderr]).toEqual([0, ""]);
    const lines = stdout.trim().split("\n");
    expect(lines.filter((line) => !line.startsWith("ok       "))).toEqual([]);
    expect(lines.map((line) => line.slice(9).split(":")[0])).toEqual([
      "configuration",
      "knowledge",
      "knowledge, freshness",
      expect.stringMatching(/^database /),
      "database, migrations",
      "Slack, bot token",
      "Slack, permissions (scopes)",
      "Slack, app-level token",
      "clock, against Slack's",
      "Discord, token",
      "Discord, gateway",
      "Discord, intents",
      "Discord, commands",
      "clock, against Discord's",
    ]);
  });

  it("ends with 1 and says of each problem what to do, without a secret", async () => {
    const { slack, variables } = await bothPlatforms();
    slack.state.scopes.delete("chat:write");
    const wrong = { DISCORD_TOKEN: "a-token-of-another-bot", DATABASE_URL: "postgres://bot:secret-word@127.0.0.1:1/bot" };
    const { code, stdout, stderr } = await runToEnd(["src/cli/doctor.ts"], { variables: { ...variables, ...wrong } });
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout.split("\n").filter((line) => line.startsWith("problem"))).toEqual([
      "problem  database postgres://127.0.0.1:1/bot: no server answers there: start it, or correct DATABASE_URL",
      expect.stringMatching(/^problem {2}Slack, permissions \(scopes\): chat:write missing: /),
      expect.stringMatching(/^problem {2}Discord, token: .*Copy a fresh one/),
    ]);
    for (const secret of [slack.botToken, slack.appToken, wrong.DISCORD_TOKEN, "secret-word"]) expect(stdout).not.toContain(secret);
  });

  it("tells what is wrong with the configuration, and looks at the knowledge all the same", async () => {
    const { code, stdout } = await runToEnd(["src/cli/doctor.ts"], { variables: { SLACK_BOT_TOKEN: "xoxb-1", PORT: "high" } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^problem {2}configuration: PORT must be a port number$/m);
    expect(stdout).toMatch(/^problem {2}configuration: SLACK_APP_TOKEN is missing/m);
    expect(stdout).toMatch(/^ok {7}knowledge: \d+ topics/m);
  });
});

import { describe, expect, it } from "vitest";
import { startSlack } from "../emulators/slack.ts";
import type { SlackPost } from "../emulators/slack-state.ts";
import { pressables, visibleText } from "../emulators/slack-visible.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot } from "./run-bot.ts";

const CHANNEL = "C1";
const ANN = "UANN";

const words = (post: SlackPost): string => (post.blocks.length > 0 ? visibleText(post.blocks) : post.text);

describe("a walkthrough in Slack", () => {
  it("is begun in a channel, outlives a kill -9, and ends verified in a direct message", async () => {
    using folder = temporaryFolder();
    const slack = await startSlack();
    slack.state.channel(CHANNEL);
    const variables = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DATA_DIR: folder.path,
    };
    const shows = (channel: string, text: string) =>
      slack.until(() => slack.visibleTo(ANN, channel).findLast((post) => words(post).includes(text)), 10_000);
    const first = await runBot(variables);
    await slack.command(ANN, CHANNEL, "optout");
    await slack.press(ANN, await shows(CHANNEL, "Step 1 of 5"), "On a computer");
    await slack.press(ANN, await shows(CHANNEL, "Step 2 of 5"), "Done, next");
    await shows(CHANNEL, "Step 3 of 5");
    await first.kill();

    const second = await runBot(variables);
    const direct = slack.direct(ANN);
    await slack.dm(ANN, "optout");
    await slack.press(ANN, await shows(direct, "Step 3 of 5"), "Done, next");
    await slack.press(ANN, await shows(direct, "Step 4 of 5"), "Done, next");
    const verification = await shows(direct, "Step 5 of 5");
    expect(pressables(verification.blocks).map(({ label }) => label)).toEqual(expect.arrayContaining(["Off", "On", "I can't find it"]));
    await slack.press(ANN, verification, "Off");
    await shows(direct, "Covered:");
    await slack.command(ANN, CHANNEL, "status");
    await shows(CHANNEL, "Done on");
    expect(await second.stop()).toBe(0);
    expect(slack.failures).toEqual([]);
    await slack.close();
  });

  it("answers a mention in its thread, with source and date", async () => {
    using folder = temporaryFolder();
    const slack = await startSlack();
    slack.state.channel(CHANNEL);
    const bot = await runBot({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DATA_DIR: folder.path,
    });
    const question = await slack.mention(ANN, CHANNEL, "does linkedin read my private messages?");
    const answer = await slack.until(() => slack.visibleTo("UBOB", CHANNEL).find((post) => words(post).includes("No.")), 10_000);
    expect(answer.thread).toBe(question.ts);
    expect(words(answer)).toContain("checked 22 Aug 2026");
    await bot.stop();
    expect(slack.failures).toEqual([]);
    await slack.close();
  });
});

describe("the surfaces of Slack", () => {
  it("are at home: the Home tab, the assistant pane, a shortcut, an answer shared, and a question that a person answers", async () => {
    using folder = temporaryFolder();
    const slack = await startSlack();
    for (const channel of [CHANNEL, "C0HELPDESK"]) slack.state.channel(channel);
    slack.state.scopes.add("channels:history");
    slack.state.user("UADMIN", { isAdmin: true });
    slack.state.user("UFRED", { locale: "fr-FR" });
    const bot = await runBot({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DATA_DIR: folder.path,
    });
    const shows = async (user: string, channel: string, text: string) => {
      const find = () => slack.visibleTo(user, channel).findLast((post) => words(post).includes(text));
      await expect.poll(find, { message: `${user} sees "${text}" in ${channel}`, timeout: 10_000 }).toBeDefined();
      return find() as SlackPost;
    };
    const home = (user: string): string => visibleText(slack.state.homes.get(user) ?? []);
    const homeButtons = (user: string): string[] => pressables(slack.state.homes.get(user) ?? []).map(({ label }) => label);

    // A walkthrough on the Home tab goes on in a direct message.
    await slack.openHome(ANN);
    await slack.until(() => homeButtons(ANN).includes("Opt out step by step"), 10_000);
    expect(homeButtons(ANN)).not.toContain("Workspace settings");
    await slack.pressHome(ANN, "Opt out step by step");
    await slack.until(() => home(ANN).includes("Step 1 of 5"));
    await slack.pressHome(ANN, "On a computer");
    await slack.until(() => home(ANN).includes("Step 2 of 5"));
    await slack.dm(ANN, "optout");
    await shows(ANN, slack.direct(ANN), "Step 2 of 5");
    await slack.pressHome(ANN, "Back to the overview");
    await slack.until(() => home(ANN).includes("LinkedIn, Meta and your data"));
    expect(home(ANN)).toContain("Step 2 of 5");
    await slack.openHome("UADMIN");
    await slack.until(() => homeButtons("UADMIN").includes("Workspace settings"));

    // The pane greets in the member's language, and what it suggests is answered.
    const pane = await slack.openAssistant("UFRED");
    const shown = () => slack.state.assistant.get(`${pane.channel}:${pane.thread}`);
    await slack.until(() => shown()?.prompts.length === 4);
    await slack.writeInPane("UFRED", pane, shown()?.prompts[1]?.message ?? "");
    await shows("UFRED", pane.channel, "22 août 2026");
    expect(shown()?.statuses).toEqual(["cherche la réponse…"]);

    const chain = slack.say("UBOB", CHANNEL, "I do not consent to LinkedIn using my posts for AI. Copy and paste this to opt out!");
    await slack.shortcut(ANN, chain);
    const checked = await slack.until(() => slack.visibleTo(ANN, CHANNEL).findLast(({ only }) => only === ANN), 10_000);
    expect(words(checked)).toMatch(/checked \d+ \w+ 2026/);

    await slack.command(ANN, CHANNEL, "are my private messages used?");
    await slack.press(ANN, await shows(ANN, CHANNEL, "private messages"), "Share in channel");
    await slack.until(() => slack.visibleTo("UBOB", CHANNEL).some((post) => words(post).includes("checked 22 Aug 2026")), 10_000);

    await slack.command("UADMIN", CHANNEL, "setup questions <#C0HELPDESK|help>");
    await shows("UADMIN", CHANNEL, "C0HELPDESK");
    await slack.command(ANN, CHANNEL, "ask-person send May I opt out during a probation period?");
    const question = await shows("UBOB", "C0HELPDESK", "probation period");
    await slack.replyUnder("UBOB", question, "Yes, at any time.");
    await shows(ANN, slack.direct(ANN), "Yes, at any time.");
    expect(await bot.stop()).toBe(0);
    expect(slack.failures).toEqual([]);
    await slack.close();
  });
});

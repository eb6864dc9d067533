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

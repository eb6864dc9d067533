import path from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { realKnowledge } from "../conversation.ts";
import { DISCORD_TOKEN, seenMessage, startDiscord } from "../emulators/discord.ts";
import type { Message } from "../emulators/discord-state.ts";
import { startSlack } from "../emulators/slack.ts";
import { type SlackPost, TEAM } from "../emulators/slack-state.ts";
import { visibleText } from "../emulators/slack-visible.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot } from "./run-bot.ts";

const GENERAL = "C0GENERAL";
const PRIVACY = "C0PRIVACY";
const wordsOf = (post: SlackPost): string => (post.blocks.length > 0 ? visibleText(post.blocks) : post.text);

describe("a workspace in Slack", () => {
  it("sets a channel for questions, gets one without a name, and its answer reaches the asker", async () => {
    using folder = temporaryFolder();
    const slack = await startSlack();
    for (const channel of [GENERAL, PRIVACY]) slack.state.channel(channel);
    slack.state.user("UADMIN").isAdmin = true;
    const bot = await runBot({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DATA_DIR: folder.path,
    });
    const shows = (user: string, channel: string, text: string) =>
      slack.until(() => slack.visibleTo(user, channel).findLast((post) => wordsOf(post).includes(text)), 10_000);

    await slack.command("UANN", GENERAL, `setup questions <#${PRIVACY}|privacy>`);
    await shows("UANN", GENERAL, "Only admins");
    await slack.command("UADMIN", GENERAL, `setup questions <#${PRIVACY}|privacy>`);
    await shows("UADMIN", GENERAL, `Channel for questions to people: #${PRIVACY}`);
    await shows("UBOB", PRIVACY, "From now on, questions");

    await slack.command("UANN", GENERAL, "what is for lunch in the canteen today?");
    await slack.press("UANN", await shows("UANN", GENERAL, "I do not know"), "Ask a person");
    await slack.until(() => slack.form("UANN"), 10_000);
    await slack.submit("UANN", { "Your question, as it will be sent": "Is this ok? <!channel>" });
    await shows("UANN", GENERAL, "Sent.");
    const question = await shows("UBOB", PRIVACY, "Is this ok? <!channel>");
    expect(JSON.stringify(question)).not.toContain("UANN");

    await slack.press("UBOB", question, "Answer");
    await slack.until(() => slack.form("UBOB"), 10_000);
    await slack.submit("UBOB", { "Your answer": "Yes, it is." });
    await shows("UANN", slack.direct("UANN"), "Yes, it is.");
    await shows("UBOB", PRIVACY, "on its way");
    expect(await bot.stop()).toBe(0);
    expect(slack.failures).toEqual([]);
    await slack.close();
  });

  it("is told once of a change that an upgrade brings, however often the bot starts", async () => {
    using folder = temporaryFolder();
    const slack = await startSlack();
    slack.state.channel(GENERAL);
    const store = await openStore(path.join(folder.path, "bot.sqlite"), Date.now());
    const known = realKnowledge().changes("en");
    const workspace = { platform: "slack", workspace: TEAM } as const;
    await store.saveSettings(workspace, { updatesPlace: { id: GENERAL, kind: "channel" }, language: "de" }, 0);
    // The workspace knew all changes but the latest: the state before an upgrade.
    await store.knowChanges(
      workspace,
      known.slice(1).map(({ id }) => id),
      0,
    );
    await store.close();
    const variables = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DATA_DIR: folder.path,
    };
    const announced = () =>
      slack.visibleTo("UANN", GENERAL).filter((post) => wordsOf(post).includes("Eine Änderung bei LinkedIn oder Meta"));
    const bots = await Promise.all([runBot(variables), runBot(variables)]);
    await slack.until(() => announced()[0], 10_000);
    for (const bot of bots) expect(await bot.stop()).toBe(0);
    const again = await runBot(variables);
    expect(await again.stop()).toBe(0);
    expect(announced()).toHaveLength(1);
    expect(slack.failures).toEqual([]);
    await slack.close();
  });
});

describe("a server in Discord", () => {
  it("sets a channel for questions, gets one without a name, and its answer reaches the asker", async () => {
    using folder = temporaryFolder();
    const discord = await startDiscord();
    const bot = await runBot({ DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder.path });
    const ann = discord.person("ann");
    const bob = discord.person("bob");
    const admin = discord.person("admin", { isAdmin: true });
    const { general } = discord;
    const words = (message: Message) => seenMessage(discord.state, message).text;
    const shows = (person: string, channel: typeof general, text: string) =>
      discord.until(() => discord.visibleTo(person, channel).findLast((message) => words(message).includes(text)));

    discord.command(admin, general, "setup", { setting: "handoff", value: `<#${general.id}>` });
    await shows(admin, general, `Channel for questions to people: <#${general.id}>`);
    discord.command(ann, general, "ask-person", { question: "send Is this ok? @everyone" });
    await shows(ann, general, "Sent.");
    const question = await shows(bob, general, "Is this ok? @everyone");
    expect(JSON.stringify(question)).not.toContain(ann);
    discord.press(bob, question, "Answer");
    await discord.until(() => discord.form(bob));
    discord.submit(bob, { "Your answer": "Yes, it is." });
    await shows(ann, discord.direct(ann), "Yes, it is.");
    expect(await bot.stop()).toBe(0);
    expect(discord.failures()).toEqual([]);
    await discord.stop();
  });
});

import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { DISCORD_TOKEN, seenMessage, startDiscord } from "../emulators/discord.ts";
import type { Channel } from "../emulators/discord-state.ts";
import { startSlack } from "../emulators/slack.ts";
import { visibleText } from "../emulators/slack-visible.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot } from "./run-bot.ts";

/** A word that is in everything people write here. */
const CANARY = "zqxcanary7413";

/** Slack's emulator sends `uzebulon` as this person's name along with the id, Discord's the name itself. */
const SLACK_PERSON = "UZEBULON";
const DISCORD_NAME = "Zebulonia";

/** What is written where: questions that are answered, unclear or unknown, and an answer that cannot be saved. */
const QUESTIONS = [
  `does linkedin read my private messages? ${CANARY}`,
  `${CANARY} what is for lunch in the canteen today`,
  `privacy ${CANARY}`,
  `optout ${CANARY}`,
  `${CANARY}`,
];

describe("after people talked to the bot on both platforms", () => {
  it("neither the database files nor the logs hold what they wrote or their names, and the files are their owner's only", {
    timeout: 60_000,
  }, async () => {
    using folder = temporaryFolder();
    const slack = await startSlack();
    const discord = await startDiscord();
    slack.state.channel("C1");
    const bot = await runBot({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DISCORD_TOKEN,
      DISCORD_API_URL: discord.apiUrl,
      DATA_DIR: folder.path,
      LOG_LEVEL: "debug",
    });
    const zoe = discord.person(DISCORD_NAME);
    const inSlack = (channel: string, text: string) =>
      slack.until(() => {
        const seen = slack.visibleTo(SLACK_PERSON, channel);
        return seen.findLast((post) => `${post.text} ${visibleText(post.blocks)}`.includes(text));
      }, 15_000);
    const inDiscord = (channel: Channel, text: string) =>
      discord.until(() => discord.visibleTo(zoe, channel).findLast((message) => seenMessage(discord.state, message).text.includes(text)));
    const ask = async (question: string): Promise<void> => {
      await slack.command(SLACK_PERSON, "C1", question);
      await slack.mention(SLACK_PERSON, "C1", question);
      await slack.dm(SLACK_PERSON, question);
      discord.mention(zoe, discord.general, question);
      discord.dm(zoe, question);
      discord.command(zoe, discord.general, "ask", { question });
    };
    for (const question of QUESTIONS) await ask(question);
    await slack.command(SLACK_PERSON, "C1", "optout");
    await slack.press(SLACK_PERSON, await inSlack("C1", "Step 1 of 5"), "On a computer");
    await inSlack("C1", "Step 2 of 5");
    discord.command(zoe, discord.general, "optout");
    discord.press(zoe, await inDiscord(discord.general, "Step 1 of 5"), "On a computer");
    await inDiscord(discord.general, "Step 2 of 5");

    // Errors are logged with what caused them, so people write while there are some.
    const file = path.join(folder.path, "bot.sqlite");
    const locked = new DatabaseSync(file, { timeout: 5_000 });
    locked.exec("begin immediate");
    await ask(`optout facebook ${CANARY}`);
    await slack.command(SLACK_PERSON, "C1", "optout facebook");
    await inSlack("C1", "I cannot save right now");
    locked.exec("rollback");
    locked.close();
    // As a power cut leaves it: with the write-ahead log, which holds what the file does not hold yet.
    await bot.kill();
    const modes = readdirSync(folder.path).map((name) => statSync(path.join(folder.path, name)).mode & 0o777);
    expect(modes.map((mode) => mode.toString(8))).toEqual(["600", "600", "600"]);

    const files = Object.fromEntries(
      readdirSync(folder.path).map((name) => [name, readFileSync(path.join(folder.path, name), "latin1")] as const),
    );
    const everything = Object.values(files).join("") + bot.log();
    // What is kept is found by this search, so what is not found is not there.
    expect(Object.keys(files)).toEqual(expect.arrayContaining(["bot.sqlite", "bot.sqlite-wal"]));
    expect(everything).toContain(SLACK_PERSON);
    expect(everything).toContain("linkedin");
    expect(bot.log()).toContain("the database gave trouble");
    for (const word of [CANARY, "canteen", SLACK_PERSON.toLowerCase(), DISCORD_NAME, slack.botToken, slack.appToken, DISCORD_TOKEN]) {
      expect(everything.includes(word), word).toBe(false);
    }
    await slack.close();
    await discord.stop();
  });
});

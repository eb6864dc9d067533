import { randomUUID } from "node:crypto";
import path from "node:path";
import { expect, it } from "vitest";
import type { Reminder } from "../../src/core/reminder.ts";
import type { Destination } from "../../src/core/reply.ts";
import { openStore } from "../../src/store/open.ts";
import { DISCORD_TOKEN, seenMessage, startDiscord } from "../emulators/discord.ts";
import { startSlack } from "../emulators/slack.ts";
import { visibleText } from "../emulators/slack-visible.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot } from "./run-bot.ts";

function dueNow(to: Destination, about: Partial<Reminder>): Reminder {
  const now = Date.now();
  return {
    id: randomUUID(),
    maker: { platform: to.platform, tenant: to.platform === "slack" ? "T1" : "discord", person: "UANN" },
    to,
    kind: "announcement",
    language: "en",
    schedule: { start: "2026-01-01T09:00", timeZone: "UTC" },
    status: "on",
    nextAt: now,
    posts: 0,
    createdAt: now,
    updatedAt: now,
    ...about,
  };
}

it("posts to a channel of both platforms, and its buttons act privately for whoever presses", async () => {
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
  });
  const store = await openStore(path.join(folder.path, "bot.sqlite"), Date.now());
  const toSlack: Destination = { platform: "slack", workspace: "T1", place: { id: "C1", kind: "channel" } };
  const toDiscord: Destination = {
    platform: "discord",
    workspace: discord.state.guild,
    place: { id: discord.general.id, kind: "channel" },
  };
  await store.saveReminder(dueNow(toSlack, { kind: "company-message", message: "Dear <!channel>, **please** read @everyone" }), 0);
  await store.saveReminder(dueNow(toDiscord, { kind: "fact-of-the-week", language: "fr" }), 0);

  const post = await slack.until(() => slack.visibleTo("UBOB", "C1").find(({ blocks }) => visibleText(blocks).includes("please")), 10_000);
  expect(visibleText(post.blocks)).toContain("Dear <!channel>");
  await slack.press("UBOB", post, "I've done it");
  const question = await slack.until(
    () => slack.visibleTo("UBOB", "C1").find(({ blocks }) => visibleText(blocks).includes("What does the switch show now?")),
    10_000,
  );
  expect(question.only).toBe("UBOB");

  const ben = discord.person("ben");
  const fact = await discord.until(() => discord.visibleTo(ben, discord.general)[0]);
  expect(seenMessage(discord.state, fact).text).toContain("L’info de la semaine");
  discord.press(ben, fact, "Montrez-moi comment");
  const walk = await discord.until(() => discord.visibleTo(ben, discord.general).find(({ visibleTo }) => visibleTo === ben));
  expect(seenMessage(discord.state, walk).text).toContain("LinkedIn");

  await store.close();
  expect(await bot.stop()).toBe(0);
  expect([...slack.failures, ...discord.failures()]).toEqual([]);
  await slack.close();
  await discord.stop();
});

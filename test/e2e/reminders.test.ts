import { expect, it } from "vitest";
import { DISCORD_TOKEN, seenMessage, startDiscord } from "../emulators/discord.ts";
import { startSlack } from "../emulators/slack.ts";
import type { SlackPost } from "../emulators/slack-state.ts";
import { visibleText } from "../emulators/slack-visible.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot } from "./run-bot.ts";

const CHANNEL = "CGENERAL";
const WORKS = "CWORKS";
const OPENING = "LinkedIn trains content-generating AI";

it("a post is filled into a form on Slack, outlives a kill -9 unsaved, and one press posts it once for all to see", async () => {
  using folder = temporaryFolder();
  const slack = await startSlack();
  slack.state.channel(CHANNEL);
  slack.state.channel(WORKS);
  slack.state.user("UANN", { isAdmin: true });
  const variables = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    DATA_DIR: folder.path,
  };
  const words = (post: SlackPost): string => (post.blocks.length > 0 ? visibleText(post.blocks) : post.text);
  const shows = (user: string, channel: string, text: string) =>
    slack.until(() => slack.visibleTo(user, channel).findLast((post) => words(post).includes(text)), 10_000);

  const first = await runBot(variables);
  await slack.command("UANN", CHANNEL, "reminders");
  await slack.press("UANN", await shows("UANN", CHANNEL, "Nothing is scheduled here yet"), "Schedule a post");
  await slack.until(() => slack.form("UANN"));
  await slack.submit("UANN", { Channel: WORKS, When: "every monday 9:00" });
  const draft = await shows("UANN", CHANNEL, "Not saved yet");
  expect(words(draft)).toContain("every Monday at 09:00 (Europe/Paris)");
  await first.kill();

  const second = await runBot(variables);
  await slack.press("UANN", draft, "Save");
  await slack.press("UANN", await shows("UANN", CHANNEL, "Saved."), "Post now");
  await slack.press("UANN", await shows("UANN", CHANNEL, "This is how it looks"), "Post it now");
  const post = await shows("UBOB", WORKS, OPENING);
  expect(post.only).toBeUndefined();
  expect(await second.stop()).toBe(0);
  expect(slack.visibleTo("UBOB", WORKS).filter((one) => words(one).includes(OPENING))).toHaveLength(1);
  expect(slack.failures).toEqual([]);
  await slack.close();
});

it("a post is filled into a form on Discord, asks for the time zone, and is announced in the channel", async () => {
  using folder = temporaryFolder();
  const discord = await startDiscord();
  const ann = discord.person("ann", { isAdmin: true });
  const bob = discord.person("bob");
  const bot = await runBot({ DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder.path });
  const shows = (text: string) =>
    discord.until(() =>
      discord.visibleTo(ann, discord.general).findLast((message) => seenMessage(discord.state, message).text.includes(text)),
    );
  discord.command(ann, discord.general, "remind", { channel: discord.general.id, when: "every monday 9:00", kind: "fact-of-the-week" });
  const question = await shows("In which time zone is the time meant?");
  const berlin = seenMessage(discord.state, question).buttons.find((label) => label.startsWith("Europe/Berlin"));
  discord.choose(ann, question, berlin ?? "");
  discord.press(ann, await shows("every Monday at 09:00 (Europe/Berlin)"), "Change");
  await discord.until(() => discord.form(ann));
  discord.submit(ann, { When: "every friday 16:00" });
  discord.press(ann, await shows("every Friday at 16:00 (Europe/Berlin)"), "Save");
  await shows("Saved.");
  discord.command(ann, discord.general, "announce", { channel: discord.general.id });
  discord.press(ann, await shows("This is how it looks"), "Post it now");
  const post = await discord.until(() =>
    discord.visibleTo(bob, discord.general).find((message) => seenMessage(discord.state, message).text.includes(OPENING)),
  );
  expect(post.visibleTo).toBeUndefined();
  expect(post.pings).toEqual([]);
  await bot.stop();
  expect(discord.failures()).toEqual([]);
  await discord.stop();
});

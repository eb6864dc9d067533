import { describe, expect, it } from "vitest";
import type { Message } from "../../emulators/discord-state.ts";
import { mentionsIn, plainText, rawText } from "../../emulators/discord-text.ts";
import { startWholeBot, type WholeBot } from "./real-core.ts";

/** Discord lets no more into an option. https://docs.discord.com/developers/interactions/application-commands#application-command-object */
const OPTION_LENGTH = 6_000;

const HOSTILE: [string, string][] = [
  ["40 kB of words", "are my private messages used? ".repeat(1_400)],
  ["40 kB without a space", "x".repeat(40_000)],
  ["halves of characters", "are my \ud800 private \udfff messages used?\ud83d"],
  ["NUL and other control characters", "are my\u0000 private\u0007 messages\u001b[31m used?\u0085"],
  ["letters that turn the direction of writing", "\u202eare my\u2066 private messages\u202d used?"],
  ["letters without a width", "a\u200bre m\u2060y private\ufeff messages used?"],
  ["a flood of accents", `are my private messages used? a${"\u0301".repeat(3_000)}`],
  ["mentions", "@everyone @here <@&100000000000000001> <@100000000000000002> are my private messages used?"],
  ["links and markup", "[are my](https://evil.example) **private** ||messages|| <https://evil.example> ```used``` # ?\n> no\n-# small"],
];

/** Everything that the bot has said so far. */
function said({ discord }: WholeBot): Message[] {
  return discord.state.messages.filter(({ author }) => author === discord.state.application);
}

describe.each(HOSTILE)("%s", (_, text) => {
  it("by command, mention, direct message and in a message to be checked get an answer that notifies nobody", async () => {
    const bot = await startWholeBot();
    const { discord } = bot;
    const [ann, bob] = [discord.person("ann"), discord.person("bob")];
    const posted = discord.say(bob, discord.general, text);
    const ways = [
      () => discord.command(ann, discord.general, "ask", { question: text }),
      () => discord.mention(ann, discord.general, text),
      () => discord.dm(ann, text),
      () => discord.pickEntry(ann, posted),
      () => discord.command(ann, discord.general, "remind-me", { when: text.slice(0, OPTION_LENGTH) }),
    ];
    for (const way of ways) {
      const before = said(bot).length;
      way();
      await discord.until(() => said(bot).length > before);
    }
    await bot.adapter.stop();
    expect(said(bot).flatMap(({ pings }) => pings)).toEqual([]);
    expect(bot.faults).toEqual([]);
    expect(discord.failures()).toEqual([]);
    expect(bot.logs()).not.toContain('"level":50');
  });

  it("handed over to people stand there as they were written, or are refused", async () => {
    const bot = await startWholeBot();
    const { discord, store } = bot;
    const office = discord.addChannel("office");
    await store.saveSettings(
      { platform: "discord", workspace: discord.state.guild },
      { handoffPlace: { id: office.id, kind: "channel" } },
      0,
    );
    const ann = discord.person("ann");
    discord.command(ann, discord.general, "ask-person", { question: `send ${text}` });
    const [answer = ""] = await bot.seenOnce(1, ann);
    const [question] = discord.visibleTo(discord.person("bob"), office);
    if (text.length > 1_000) expect([answer, question]).toEqual([expect.stringContaining("too long"), undefined]);
    else {
      const written = rawText(question?.components);
      expect(mentionsIn(written)).toEqual([]);
      expect(written).not.toMatch(/(?<!\\)<|(?<!\\)\]\(|(?<!\\)\||(?<!\\):\/\//);
      expect(written).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      expect(squeeze(plainText(written))).toContain(squeeze(text));
    }
    expect(discord.failures()).toEqual([]);
    expect(bot.faults).toEqual([]);
  });
});

/** Without white space, without what a reader would not see, and without the sign that stands for what could not be shown. */
function squeeze(text: string): string {
  return text.toWellFormed().replace(/[\s\ufffd\p{Cc}\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu, "");
}

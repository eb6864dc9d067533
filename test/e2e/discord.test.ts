import { describe, expect, it } from "vitest";
import { DISCORD_TOKEN, seenMessage, startDiscord } from "../emulators/discord.ts";
import type { Channel, Message } from "../emulators/discord-state.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot } from "./run-bot.ts";

describe("a walkthrough in Discord", () => {
  it("is begun in a channel, outlives a kill -9, and ends verified in a direct message", async () => {
    using folder = temporaryFolder();
    const discord = await startDiscord();
    const ann = discord.person("ann");
    const variables = { DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder.path };
    const shows = (channel: Channel, text: string): Promise<Message> =>
      discord.until(() => discord.visibleTo(ann, channel).findLast((message) => seenMessage(discord.state, message).text.includes(text)));
    const first = await runBot(variables);
    discord.command(ann, discord.general, "optout");
    discord.press(ann, await shows(discord.general, "Step 1 of 5"), "On a computer");
    discord.press(ann, await shows(discord.general, "Step 2 of 5"), "Done, next");
    await shows(discord.general, "Step 3 of 5");
    await first.kill();

    const second = await runBot(variables);
    const direct = discord.direct(ann);
    discord.dm(ann, "optout");
    discord.press(ann, await shows(direct, "Step 3 of 5"), "Done, next");
    discord.press(ann, await shows(direct, "Step 4 of 5"), "Done, next");
    const verification = await shows(direct, "Step 5 of 5");
    expect(seenMessage(discord.state, verification).buttons).toEqual(expect.arrayContaining(["Off", "On", "I can't find it"]));
    discord.press(ann, verification, "Off");
    await shows(direct, "Covered:");
    discord.command(ann, discord.general, "status");
    await shows(discord.general, "Done on");
    expect(await second.stop()).toBe(0);
    expect(discord.failures()).toEqual([]);
    await discord.stop();
  });

  it("answers a mention for all, with source and date", async () => {
    using folder = temporaryFolder();
    const discord = await startDiscord();
    const bot = await runBot({ DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder.path });
    const bob = discord.person("bob");
    discord.mention(discord.person("ann"), discord.general, "does linkedin read my private messages?");
    const answer = await discord.until(() =>
      discord.visibleTo(bob, discord.general).find((message) => seenMessage(discord.state, message).text.includes("No.")),
    );
    expect(seenMessage(discord.state, answer).text).toContain("checked 22 Aug 2026");
    await bot.stop();
    expect(discord.failures()).toEqual([]);
    await discord.stop();
  });

  it("ends with a clear line when Discord refuses the token", async () => {
    using folder = temporaryFolder();
    const discord = await startDiscord();
    await expect(runBot({ DISCORD_TOKEN: "wrong.token.here", DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder.path })).rejects.toThrow(
      /ended with 1: .*DISCORD_TOKEN/,
    );
    await discord.stop();
  });
});

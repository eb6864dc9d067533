import { describe, expect, it } from "vitest";
import { privately } from "../../../src/core/reply.ts";
import { createBot } from "./start-bot.ts";

const hello = () => ({ reply: { ...privately({ type: "text", text: "hello" }).reply, audience: "place" as const }, effects: [] });

/** Servers of which one belongs to each of two shards: the 23rd bit of the id decides. */
const GUILDS = ["600000000000000000", "600000000004194304"].map((id) => String((BigInt(id) >> 22n) << 22n));

describe("shards", () => {
  it("are as many as Discord advises, and each server is answered", async () => {
    const bot = await createBot(hello, { prepare: (discord) => Object.assign(discord.state, { advisedShards: 2 }) });
    const channels = GUILDS.map((guild, index) => bot.discord.addChannel(`general-${index}`, guild));
    await bot.adapter.start();
    expect(bot.discord.gateway.shards()).toEqual([0, 1]);
    const ann = bot.discord.person("ann");
    for (const channel of channels) {
      bot.discord.mention(ann, channel, "hi");
      expect(await bot.seenOnce(1, ann, channel)).toEqual(["hello"]);
    }
    bot.discord.dm(ann, "hi");
    expect(await bot.seenOnce(1, ann, bot.discord.direct(ann))).toEqual(["hello (private)"]);
    expect(bot.requests.map(({ workspace }) => workspace)).toEqual([...GUILDS, undefined]);
    expect(bot.discord.failures()).toEqual([]);
  });

  it("may be a part of all, and what is others' is not seen", async () => {
    const bot = await createBot(hello, { options: { shards: { ids: [1], count: 2 } } });
    const channels = GUILDS.map((guild, index) => bot.discord.addChannel(`general-${index}`, guild));
    await bot.adapter.start();
    expect(bot.discord.gateway.shards()).toEqual([1]);
    const ann = bot.discord.person("ann");
    for (const channel of channels) bot.discord.mention(ann, channel, "hi");
    await bot.discord.until(() => bot.requests.length > 0);
    await bot.adapter.stop();
    expect(bot.requests.map(({ workspace }) => workspace)).toEqual([GUILDS.find((guild) => (BigInt(guild) >> 22n) % 2n === 1n)]);
  });

  it("that are other processes' have channels, too: a post goes to that of its own server only", async () => {
    const bot = await createBot(hello, { options: { shards: { ids: [1], count: 2 } } });
    const [channel, elsewhere] = GUILDS.map((guild, index) => bot.discord.addChannel(`general-${index}`, guild));
    await bot.adapter.start();
    const to = { platform: "discord" as const, workspace: GUILDS[0] ?? "" };
    const post = (id = "") => {
      return bot.adapter.post({ type: "post", key: "k", to: { ...to, place: { id, kind: "channel" } }, reply: hello().reply });
    };
    expect((BigInt(to.workspace) >> 22n) % 2n).toBe(0n);
    expect(await post(elsewhere?.id)).toMatchObject({ ok: false, failure: "not-permitted" });
    expect(await post(channel?.id)).toMatchObject({ ok: true });
  });
});

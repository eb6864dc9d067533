import { describe, expect, it } from "vitest";
import { type Effect, type Outcome, privately } from "../../../src/core/reply.ts";
import { type Bot, startBot } from "./start-bot.ts";

const hello = (): Outcome => privately({ type: "text", text: "hello" });
const MINUTE = 60_000;

/** A bot whose posts are looked for; `minutes` have passed since the first attempt. */
async function reader() {
  const bot: Bot = await startBot(hello);
  const ann = bot.discord.person("ann");
  const effect = (key: string, to: object = { place: { id: bot.discord.general.id, kind: "channel" } }): Effect => ({
    key,
    type: "post",
    to: { platform: "discord", workspace: bot.discord.state.guild, ...to } as Effect["to"],
    reply: { blocks: [{ type: "text", text: "posted" }], audience: "place", replaces: false },
  });
  const first = Date.now();
  const find = (wanted: Effect, minutes = 0) => bot.adapter.find(wanted, { first, now: first + minutes * MINUTE });
  return { ...bot, effect, toPerson: (key: string) => effect(key, { person: ann }), find };
}

describe("find", () => {
  it("knows a post by the id of its first component, also when the answer to it was lost", async () => {
    const bot = await reader();
    bot.discord.faults.push({ route: /^POST \/channels/, answer: "hang-up", accepted: true });
    expect(await bot.adapter.post(bot.effect("one"))).toMatchObject({ ok: false, failure: "unclear" });
    expect(await bot.find(bot.effect("one"), 60)).toEqual({ fate: "posted", message: bot.discord.state.messages[0]?.id });
    expect(await bot.find(bot.effect("two"), 60)).toEqual({ fate: "absent" });
    expect(bot.discord.failures()).toEqual([]);
  });

  it("follows the pages of a busy channel", async () => {
    const bot = await reader();
    await bot.adapter.post(bot.effect("one"));
    const chat = (count: number) => {
      for (let i = 0; i < count; i++) bot.discord.say(bot.discord.person("ben"), bot.discord.general, "chatter");
    };
    chat(250);
    expect(await bot.find(bot.effect("one"), 60)).toMatchObject({ fate: "posted" });
    chat(800);
    expect(await bot.find(bot.effect("one"), 60)).toMatchObject({ fate: "unknowable" });
  });

  it("looks into a person's direct messages", async () => {
    const bot = await reader();
    expect(await bot.find(bot.toPerson("one"), 60)).toEqual({ fate: "absent" });
    await bot.adapter.post(bot.toPerson("one"));
    expect(await bot.find(bot.toPerson("one"), 60)).toMatchObject({ fate: "posted" });
  });

  it("without the right to read the history relies on the nonce while Discord remembers it, and then cannot tell", async () => {
    const bot = await reader();
    await bot.adapter.post(bot.effect("one"));
    bot.discord.state.mayReadHistory = false;
    expect(await bot.find(bot.effect("one"), 1)).toEqual({ fate: "absent" });
    expect(await bot.adapter.post(bot.effect("one"))).toMatchObject({ ok: true });
    expect(bot.discord.visibleTo(bot.discord.person("ann"), bot.discord.general)).toHaveLength(1);
    expect(await bot.find(bot.effect("one"), 2)).toMatchObject({ fate: "unknowable" });
  });

  it("is asked again later where Discord fails", async () => {
    const bot = await reader();
    bot.discord.faults.push({ route: /^GET \/channels/, answer: { status: 503 } });
    expect(await bot.find(bot.effect("one"))).toMatchObject({ fate: "unanswered" });
  });
});

it("marks the parts of a long post apart, so that each is posted once", async () => {
  const bot = await reader();
  const long: Effect = {
    ...bot.effect("long"),
    reply: { blocks: [{ type: "copy", text: "x".repeat(9_000) }], audience: "place", replaces: false },
  };
  expect(await bot.adapter.post(long)).toMatchObject({ ok: true });
  expect(await bot.adapter.post(long)).toMatchObject({ ok: true });
  const nonces = bot.discord.state.messages.map(({ nonce }) => nonce);
  expect(nonces.length).toBeGreaterThan(1);
  expect(new Set(nonces).size).toBe(nonces.length);
});

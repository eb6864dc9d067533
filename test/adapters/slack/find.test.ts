import { describe, expect, it } from "vitest";
import { type Effect, type Outcome, privately } from "../../../src/core/reply.ts";
import { type Bot, CHANNEL, startBot } from "./start-bot.ts";

const hello = (): Outcome => privately({ type: "text", text: "hello" });
const effect = (key: string, about: Partial<Effect["to"]> = {}): Effect => ({
  key,
  type: "post",
  to: { platform: "slack", workspace: "T1", place: { id: CHANNEL, kind: "channel" }, ...about } as Effect["to"],
  reply: { blocks: [{ type: "text", text: "posted" }], audience: "place", replaces: false },
});
const toPerson = (key: string): Effect => ({ ...effect(key), to: { platform: "slack", workspace: "T1", person: "UANN" } });

/** A bot that may read channels and direct messages, as far as it is given the scopes for it. */
async function reader(...scopes: string[]): Promise<Bot & { find: (effect: Effect) => Promise<unknown> }> {
  const bot = await startBot(hello);
  for (const scope of scopes) bot.slack.state.scopes.add(scope);
  const first = Date.now();
  return { ...bot, find: (wanted) => bot.adapter.find(wanted, { first, now: Date.now() }) };
}

describe("find", () => {
  it("knows a post by its key, also when the answer to it was lost", async () => {
    const bot = await reader("channels:history");
    bot.slack.fault({ method: "chat.postMessage", hangUp: true, when: "after" });
    expect(await bot.adapter.post(effect("one"))).toMatchObject({ ok: false, failure: "unclear" });
    expect(await bot.find(effect("one"))).toEqual({ fate: "posted", message: bot.slack.state.posts[0]?.ts });
    expect(await bot.find(effect("two"))).toEqual({ fate: "absent" });
    expect(bot.slack.failures).toEqual([]);
  });

  it("follows the pages of a busy channel", async () => {
    const bot = await reader("channels:history");
    await bot.adapter.post(effect("one"));
    for (let i = 0; i < 450; i++) bot.slack.say("UANN", CHANNEL, "chatter");
    expect(await bot.find(effect("one"))).toMatchObject({ fate: "posted" });
    for (let i = 0; i < 600; i++) bot.slack.say("UANN", CHANNEL, "chatter");
    expect(await bot.find(effect("one"))).toMatchObject({ fate: "unknowable" });
  });

  it("looks into a person's direct messages", async () => {
    const bot = await reader("im:write");
    bot.slack.state.user("UANN");
    await bot.adapter.post(toPerson("one"));
    expect(await bot.find(toPerson("one"))).toMatchObject({ fate: "posted" });
    expect(await bot.find(toPerson("two"))).toEqual({ fate: "absent" });
  });

  it("cannot tell without the right to read, and says so", async () => {
    const bot = await reader();
    await bot.adapter.post(effect("one"));
    expect(await bot.find(effect("one"))).toEqual({ fate: "unknowable", reason: "missing_scope" });
    expect(await bot.find(toPerson("one"))).toEqual({ fate: "unknowable", reason: "missing_scope" });
  });

  it.each([
    [
      { status: 429, retryAfter: 3 },
      { fate: "unanswered", reason: "rate limited", hold: { ms: 3_000, scope: "workspace" } },
    ],
    [{ status: 503 }, { fate: "unanswered", reason: "HTTP 503" }],
    [{ error: "channel_not_found" }, { fate: "absent" }],
  ])("is asked again later where Slack fails: %o", async (fault, fate) => {
    const bot = await reader("channels:history");
    bot.slack.fault({ method: "conversations.history", ...fault });
    expect(await bot.find(effect("one"))).toEqual(fate);
  });
});

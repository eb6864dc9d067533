import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ACK_PATIENCE_MS } from "../../../src/adapters/slack/acknowledgement.ts";
import { type Effect, type Outcome, privately } from "../../../src/core/reply.ts";
import { visibleText } from "../../emulators/slack-visible.ts";
import { type Bot, CHANNEL, startBot } from "./start-bot.ts";

const hello = (): Outcome => privately({ type: "text", text: "hello" });
const effect = (id: string, text = "posted", workspace = "T1"): Effect => ({
  key: "one",
  type: "post",
  to: { platform: "slack", workspace, place: { id, kind: "channel" } },
  reply: { blocks: [{ type: "copy", text }], audience: "place", replaces: false },
});
const posted = ({ slack }: Bot): string[] => slack.state.posts.map(({ blocks }) => visibleText(blocks));

describe("post", () => {
  it("delivers to a channel and says which message it became", async () => {
    const bot = await startBot(hello);
    expect(await bot.adapter.post(effect(CHANNEL))).toEqual({ ok: true, message: bot.slack.state.posts[0]?.ts });
    expect(bot.slack.state.posts[0]).toMatchObject({ channel: CHANNEL });
    expect(bot.slack.failures).toEqual([]);
  });

  it("delivers into a thread, and to a person", async () => {
    const bot = await startBot(hello);
    const parent = bot.slack.say("UANN", CHANNEL, "look");
    await bot.adapter.post(effect(`${CHANNEL}:${parent.ts}`));
    await bot.adapter.post(effect("UANN"));
    expect(bot.slack.state.posts[1]).toMatchObject({ channel: CHANNEL, thread: parent.ts });
    expect(bot.slack.state.posts[2]).toMatchObject({ channel: bot.slack.direct("UANN") });
    expect(bot.slack.failures).toEqual([]);
  });

  it("of a long reply delivers all of it", async () => {
    const bot = await startBot(hello);
    const text = "x".repeat(12_000);
    const posting = bot.adapter.post(effect(CHANNEL, text));
    await bot.slack.until(() => bot.slack.state.posts.length === 1);
    expect(await posting).toMatchObject({ ok: true });
    expect(posted(bot).join("").replaceAll("\n", "")).toBe(text);
  });

  it("says how long to wait when the rate limit is reached, and does not try again by itself", async () => {
    const bot = await startBot(hello);
    bot.slack.fault({ method: "chat.postMessage", status: 429, retryAfter: 7 });
    expect(await bot.adapter.post(effect(CHANNEL))).toEqual({
      ok: false,
      failure: "held",
      reason: "rate limited",
      hold: { ms: 7_000, scope: "workspace" },
    });
    expect(posted(bot)).toEqual([]);
  });

  it.each([
    ["channel_not_found", "CNONE", {}, "place-gone"],
    ["not_in_channel", "C2", { hasBot: false }, "not-permitted"],
    ["is_archived", "C3", { isArchived: true }, "place-gone"],
  ])("says that the place is gone or closed: %s", async (reason, id, facts, failure) => {
    const bot = await startBot(hello);
    if (id !== "CNONE") bot.slack.state.channel(id, facts);
    expect(await bot.adapter.post(effect(id))).toEqual({ ok: false, failure, reason });
  });

  it.each(["token_revoked", "account_inactive", "invalid_auth"])("says that the workspace is gone: %s", async (error) => {
    const bot = await startBot(hello);
    bot.slack.state.tokenError = error;
    expect(await bot.adapter.post(effect(CHANNEL))).toEqual({ ok: false, failure: "place-gone", reason: error });
  });

  it.each([
    ["fatal_error", "unclear"],
    ["ratelimited", "held"],
    ["invalid_blocks", "refused"],
  ])("says of %s that it is %s", async (error, failure) => {
    const bot = await startBot(hello);
    bot.slack.fault({ method: "chat.postMessage", error });
    expect(await bot.adapter.post(effect(CHANNEL))).toMatchObject({ ok: false, failure, reason: error });
  });

  it("says that nothing was posted when Slack was not reached", async () => {
    const bot = await startBot(hello);
    await bot.slack.close();
    // The first call may still find the connection of an earlier one, and who knows what becomes of a request on it.
    await bot.adapter.post(effect(CHANNEL));
    expect(await bot.adapter.post(effect(CHANNEL))).toMatchObject({ ok: false, failure: "down" });
  });

  it("never posts twice by itself when Slack took the message but its answer was an error", async () => {
    const bot = await startBot(hello);
    bot.slack.fault({ method: "chat.postMessage", status: 503, when: "after" });
    expect(await bot.adapter.post(effect(CHANNEL))).toEqual({ ok: false, failure: "unclear", reason: "HTTP 503" });
    expect(posted(bot)).toEqual(["posted"]);
  });

  it("refuses another workspace than the one it is installed in", async () => {
    const bot = await startBot(hello);
    expect(await bot.adapter.post(effect(CHANNEL, "x", "T2"))).toMatchObject({ ok: false, failure: "place-gone" });
    expect(posted(bot)).toEqual([]);
  });
});

describe("effects of a command", () => {
  it("for Slack are posted, after the answer; others are left to their adapter", async () => {
    const elsewhere: Effect = { ...effect(CHANNEL), to: { platform: "discord", workspace: "T1", place: { id: CHANNEL, kind: "channel" } } };
    const bot = await startBot(() => ({ ...hello(), effects: [effect(CHANNEL), elsewhere] }));
    await bot.slack.command("UANN", CHANNEL, "announce");
    await bot.slack.until(() => posted(bot).length === 2);
    await bot.adapter.stop();
    expect(posted(bot)).toEqual(["hello", "posted"]);
  });
  it("that fail are logged without their content", async () => {
    const bot = await startBot(() => ({ ...hello(), effects: [effect("CNONE", "secret words")] }));
    await bot.slack.command("UANN", CHANNEL, "announce");
    await bot.slack.until(() => bot.slack.state.calls.some(({ method }) => method === "chat.postMessage"));
    await bot.adapter.stop();
    expect(bot.logs()).toContain("channel_not_found");
    expect(bot.logs()).not.toContain("secret words");
  });
});

describe("an answer", () => {
  it("waits where Slack asks for it", async () => {
    const bot = await startBot(() => ({ reply: { ...hello().reply, audience: "place" }, effects: [] }));
    bot.slack.fault({ method: "chat.postMessage", status: 429, retryAfter: 1 });
    await bot.slack.mention("UANN", CHANNEL, "hi");
    await bot.slack.until(() => posted(bot).length === 2, 6_000);
    expect(posted(bot)).toContain("hello");
  });

  it("is posted again after an error of Slack's own, if it is not there", async () => {
    const bot = await startBot(hello);
    bot.slack.fault({ method: "chat.postMessage", status: 500 });
    await bot.slack.dm("UANN", "hi");
    await bot.slack.until(() => posted(bot).includes("hello"));
    await bot.adapter.stop();
    expect(posted(bot).filter((text) => text === "hello")).toHaveLength(1);
  });

  it.each([
    ["an error", { status: 500 }],
    ["a lost connection", { hangUp: true }],
  ])("is not posted again when %s hid that it was taken", async (_, fault) => {
    const bot = await startBot(hello);
    bot.slack.fault({ method: "chat.postMessage", when: "after", ...fault });
    await bot.slack.dm("UANN", "hi");
    await bot.slack.until(() => posted(bot).includes("hello"));
    await bot.adapter.stop();
    expect(posted(bot).filter((text) => text === "hello")).toHaveLength(1);
  });

  it.each(["response_url", "chat.postEphemeral"])("of %s is not sent another way when it may have arrived", async (method) => {
    const bot = await startBot(async (request) => {
      await pause(ACK_PATIENCE_MS + 100);
      if (method !== "response_url") bot.slack.expireResponseUrls();
      bot.slack.fault({ method, status: 500, when: "after" });
      return request.input.kind === "text" ? hello() : undefined;
    });
    await bot.slack.command("UANN", CHANNEL, "hi");
    await bot.slack.until(() => bot.logs().includes("is unclear"));
    await bot.adapter.stop();
    expect(posted(bot)).toEqual(["hello"]);
  });

  it("that reaches nobody is logged under the request's id, without its words", async () => {
    const bot = await startBot(() => privately({ type: "text", text: "secret words" }));
    bot.slack.fault({ method: "chat.postMessage", error: "restricted_action" });
    await bot.slack.dm("UANN", "private question");
    await bot.slack.until(() => bot.logs().includes("reached nobody"));
    expect(bot.logs()).toContain(bot.requests[0]?.id);
    expect(bot.logs()).not.toMatch(/secret words|private question/);
  });

  it("is not given to a delivery that was handled already", async () => {
    const ids = new Set<string>();
    const bot = await startBot(({ id }) => {
      const isNew = !ids.has(id);
      ids.add(id);
      return isNew ? hello() : undefined;
    });
    await bot.slack.dm("UANN", "hi");
    await bot.slack.redeliver();
    await bot.slack.until(() => bot.requests.length === 2);
    await bot.adapter.stop();
    expect(posted(bot).filter((text) => text === "hello")).toHaveLength(1);
    expect(bot.logs()).not.toContain("not answered");
    expect(bot.slack.failures).toEqual([]);
  });

  it("that fails in the core or in the rendering is an apology with a reference, and harms no other", async () => {
    const bad = { label: "x", action: { command: "a:b", verb: "x" } };
    const bot = await startBot(({ input }) => {
      if (input.kind !== "text" || input.text === "throw") throw new Error("bug");
      return input.text === "unrenderable" ? privately({ type: "buttons", buttons: [bad] }) : hello();
    });
    bot.slack.state.user("UANN", { locale: "it-IT" });
    for (const text of ["throw", "unrenderable", "fine"]) expect((await bot.slack.command("UANN", CHANNEL, text)).inTime).toBe(true);
    await bot.slack.until(() => posted(bot).length === 3);
    expect(posted(bot)).toEqual(["it:errors.unexpected", "it:errors.unexpected", "hello"]);
    expect(bot.logs().match(/a request was not answered/g)).toHaveLength(2);
  });
});

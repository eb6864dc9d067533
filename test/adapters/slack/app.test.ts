import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ACK_PATIENCE_MS } from "../../../src/adapters/slack/acknowledgement.ts";
import { BUSY_FROM } from "../../../src/adapters/slack/answer.ts";
import { inPlace, type Outcome, privately, type Reply } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import type { SlackPost } from "../../emulators/slack-state.ts";
import { type Bot, CHANNEL, startBot } from "./start-bot.ts";

const next = { label: "Next", action: { command: "optout", verb: "next", subject: "1" } };

/** Says what was said; presses replace; "public" answers are for the place. */
function echo({ input, audience }: Request): Outcome {
  if (input.kind === "press")
    return inPlace(
      { type: "text", text: `pressed ${input.action.verb} ${input.action.subject ?? ""}` },
      { type: "buttons", buttons: [next] },
    );
  if (input.kind === "submit") return privately({ type: "text", text: `sent ${JSON.stringify(input.values)}` });
  const words = input.kind === "command" ? input.name : input.text;
  const reply: Reply = {
    blocks: [
      { type: "copy", text: `you said ${words}` },
      { type: "buttons", buttons: [next, { label: "Site", url: "https://example.org/" }] },
      { type: "select", placeholder: "Choose", options: [{ label: "Two", action: { command: "optout", verb: "choose", subject: "2" } }] },
    ],
    audience,
    replaces: false,
  };
  return { reply, effects: [] };
}

/** The newest message that a user sees in a channel, once there are `count`. */
async function newest({ slack }: Bot, user: string, count: number, channel = CHANNEL): Promise<SlackPost> {
  return slack.until(() => {
    const posts = slack.visibleTo(user, channel);
    return posts.length >= count && posts.at(-1);
  });
}

/** When the acknowledgement of a command can carry no message any more. */
const afterAcknowledgement = (): Promise<void> => pause(ACK_PATIENCE_MS + 100);

describe("a command", () => {
  it("is answered with its acknowledgement where the answer is quick", async () => {
    const bot = await startBot(echo);
    const acked = await bot.slack.command("UANN", CHANNEL, "status");
    expect(JSON.stringify(acked.payload)).toContain("you said status");
    await bot.adapter.stop();
    expect(bot.slack.state.calls.map(({ method }) => method)).not.toContain("response_url");
    expect(bot.seen("UANN")).toHaveLength(1);
  });

  it("is acknowledged while the answer is still being looked for, which then comes by the response_url", async () => {
    const bot = await startBot(async (request) => {
      await afterAcknowledgement();
      return echo(request);
    });
    const acked = await bot.slack.command("UANN", CHANNEL, "status");
    expect(acked).toMatchObject({ inTime: true, payload: {} });
    expect(acked.afterMs).toBeLessThan(ACK_PATIENCE_MS + 500);
    await newest(bot, "UANN", 1);
    expect(bot.slack.state.calls.map(({ method }) => method)).toContain("response_url");
    expect(bot.seen("UANN")).toHaveLength(1);
  });

  it("to which there is nothing to say is acknowledged all the same, at once", async () => {
    const bot = await startBot(() => undefined);
    expect((await bot.slack.command("UANN", CHANNEL, "status")).afterMs).toBeLessThan(500);
  });

  it("is acknowledged at once while many others are under way", async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const bot = await startBot(async (request) => {
      await held;
      return echo(request);
    });
    const others = Array.from({ length: BUSY_FROM }, () => bot.slack.command("UANN", CHANNEL, "status"));
    await bot.slack.until(() => bot.requests.length === BUSY_FROM);
    expect((await bot.slack.command("UBEN", CHANNEL, "status")).afterMs).toBeLessThan(ACK_PATIENCE_MS / 2);
    release();
    await Promise.all(others);
    await newest(bot, "UBEN", 1);
  });

  it("is answered privately, in time", async () => {
    const bot = await startBot(echo);
    const acked = await bot.slack.command("UANN", CHANNEL, "status");
    await newest(bot, "UANN", 1);
    expect(acked.inTime).toBe(true);
    expect(bot.seen("UANN")).toEqual(["you said status [Next] [Site] [Two]"]);
    expect(bot.seen("UBEN")).toEqual([]);
    expect(bot.slack.failures).toEqual([]);
  });

  it("is answered whatever name the workspace gave it", async () => {
    const bot = await startBot(echo);
    await bot.slack.command("UANN", CHANNEL, "status", "/privacy");
    await newest(bot, "UANN", 1);
    expect(bot.seen("UANN")).toHaveLength(1);
  });

  it("is answered by chat.postEphemeral when its response_url is dead, once", async () => {
    const bot = await startBot(async (request) => {
      bot.slack.expireResponseUrls();
      await afterAcknowledgement();
      return echo(request);
    });
    await bot.slack.command("UANN", CHANNEL, "status");
    await newest(bot, "UANN", 1);
    expect(bot.slack.state.calls.map(({ method }) => method)).toContain("chat.postEphemeral");
    expect(bot.seen("UANN")).toHaveLength(1);
    expect(bot.slack.failures).toEqual([]);
  });

  it("is answered in a direct message when the bot can reach the person nowhere else", async () => {
    const bot = await startBot(async (request) => {
      bot.slack.expireResponseUrls();
      await afterAcknowledgement();
      return echo(request);
    });
    bot.slack.state.channel(CHANNEL, { hasBot: false });
    await bot.slack.command("UANN", CHANNEL, "status");
    await newest(bot, "UANN", 1, bot.slack.direct("UANN"));
    expect(bot.seen("UANN", bot.slack.direct("UANN"))).toEqual(["you said status [Next] [Site] [Two]"]);
  });

  it("whose reply needs more messages gets all of them, also beyond the five uses of a response_url", async () => {
    const texts = Array.from({ length: 7 }, (_, i) => `${i}`.repeat(9_000));
    const bot = await startBot(() => privately(...texts.map((text) => ({ type: "copy" as const, text }))));
    await bot.slack.command("UANN", CHANNEL, "");
    await newest(bot, "UANN", 7);
    expect(bot.seen("UANN").map((text) => text.replaceAll("\n", ""))).toEqual(texts);
    expect(bot.slack.failures).toEqual([]);
  });
});

describe("a mention", () => {
  it("is answered in the thread under it, for all to see, and pings nobody", async () => {
    const bot = await startBot(echo);
    const post = await bot.slack.mention("UANN", CHANNEL, "&lt;!channel&gt; <@UBEN> @here");
    const answer = await newest(bot, "UBEN", 2);
    expect(answer.thread).toBe(post.ts);
    expect(bot.seen("UBEN").at(-1)).toContain("you said <!channel> <@UBEN> @here");
    expect(answer.text).toContain("&lt;!channel&gt; &lt;@UBEN&gt;");
    expect(bot.slack.failures).toEqual([]);
  });

  it("in a thread is answered in that thread", async () => {
    const bot = await startBot(echo);
    const parent = bot.slack.say("UBEN", CHANNEL, "look at this");
    await bot.slack.mention("UANN", CHANNEL, "what is it?", parent.ts);
    expect((await newest(bot, "UBEN", 3)).thread).toBe(parent.ts);
  });

  it("is refused privately where it can be seen: in the channel, or in the thread that is there", async () => {
    const bot = await startBot(() => privately({ type: "text", text: "admins only" }));
    await bot.slack.mention("UANN", CHANNEL, "setup");
    const refusal = await newest(bot, "UANN", 2);
    expect(refusal).toMatchObject({ only: "UANN" });
    expect(refusal.thread).toBeUndefined();
    const parent = bot.slack.say("UBEN", CHANNEL, "look");
    bot.slack.say("UBEN", CHANNEL, "a reply", parent.ts);
    await bot.slack.mention("UANN", CHANNEL, "setup", parent.ts);
    expect(await newest(bot, "UANN", 6)).toMatchObject({ only: "UANN", thread: parent.ts });
    expect(bot.slack.failures).toEqual([]);
  });
});

describe("a direct message", () => {
  it("is answered there with a normal message, once, although a mention in it is told twice", async () => {
    const bot = await startBot(echo);
    const channel = bot.slack.direct("UANN");
    const post = await bot.slack.dm("UANN", "<@UBOT> hello");
    await bot.slack.deliver(
      "events_api",
      bot.slack.event({ type: "app_mention", user: "UANN", text: "<@UBOT> hello", ts: post.ts, channel }),
    );
    await bot.slack.dm("UANN", "bye");
    await newest(bot, "UANN", 4, channel);
    expect(bot.seen("UANN", channel).filter((text) => text.startsWith("you said"))).toHaveLength(2);
    expect(bot.slack.visibleTo("UANN", channel).every(({ only }) => only === undefined)).toBe(true);
    expect(bot.slack.failures).toEqual([]);
  });

  it("by the bot itself, by another bot, or changed, is left alone", async () => {
    const bot = await startBot(echo);
    const channel = bot.slack.direct("UANN");
    const base = { type: "message", channel_type: "im", channel, user: "UANN", text: "x", ts: "1.1" };
    await bot.slack.deliver("events_api", bot.slack.event({ ...base, user: "UBOT" }));
    await bot.slack.deliver("events_api", bot.slack.event({ ...base, bot_id: "BOTHER" }));
    await bot.slack.deliver("events_api", bot.slack.event({ ...base, subtype: "message_changed" }));
    await bot.slack.dm("UANN", "hello");
    await newest(bot, "UANN", 2, channel);
    expect(bot.requests).toHaveLength(1);
  });
});

describe("a press", () => {
  it("on a private message replaces it", async () => {
    const bot = await startBot(echo);
    await bot.slack.command("UANN", CHANNEL, "start");
    const post = await newest(bot, "UANN", 1);
    await bot.slack.press("UANN", post, "Next");
    await bot.slack.until(() => post.edits === 1);
    expect(bot.seen("UANN")).toEqual(["pressed next 1 [Next]"]);
    expect(bot.requests.at(-1)?.input).toMatchObject({ private: true });
    expect(bot.slack.failures).toEqual([]);
  });

  it("in a direct message replaces it, by chat.update where the response_url is dead", async () => {
    const bot = await startBot((request) => {
      if (bot.requests.length === 3) bot.slack.expireResponseUrls();
      return echo(request);
    });
    const channel = bot.slack.direct("UANN");
    await bot.slack.dm("UANN", "start");
    const post = await newest(bot, "UANN", 2, channel);
    await bot.slack.press("UANN", post, "Next");
    await bot.slack.until(() => post.edits === 1);
    await bot.slack.press("UANN", post, "Next");
    await bot.slack.until(() => post.edits === 2);
    expect(bot.slack.state.calls.map(({ method }) => method)).toContain("chat.update");
    expect(bot.seen("UANN", channel)).toEqual(["start", "pressed next 1 [Next]"]);
    expect(bot.slack.failures).toEqual([]);
  });

  it("under a public answer is answered to the presser alone, in the thread, and leaves the answer", async () => {
    const bot = await startBot(echo);
    const question = await bot.slack.mention("UANN", CHANNEL, "hello");
    const answer = await newest(bot, "UBEN", 2);
    bot.slack.say("UBEN", CHANNEL, "interesting", question.ts);
    await bot.slack.press("UBEN", answer, "Next");
    expect(await newest(bot, "UBEN", 4)).toMatchObject({ only: "UBEN", thread: question.ts });
    expect(answer.edits).toBe(0);
    expect(bot.seen("UANN")).toHaveLength(3);
    expect(bot.requests.at(-1)?.input).toMatchObject({ private: false });
    expect(bot.slack.failures).toEqual([]);
  });

  it("on a select is the action of the option", async () => {
    const bot = await startBot(echo);
    await bot.slack.command("UANN", CHANNEL, "start");
    await bot.slack.press("UANN", await newest(bot, "UANN", 1), "Two");
    await bot.slack.until(() => bot.seen("UANN").includes("pressed choose 2 [Next]"));
    expect(bot.slack.failures).toEqual([]);
  });

  it("on a link is acknowledged and asks for nothing", async () => {
    const bot = await startBot(echo);
    await bot.slack.command("UANN", CHANNEL, "start");
    expect((await bot.slack.press("UANN", await newest(bot, "UANN", 1), "Site")).inTime).toBe(true);
    await bot.slack.command("UANN", CHANNEL, "again");
    await newest(bot, "UANN", 2);
    expect(bot.requests).toHaveLength(2);
  });
});

describe("what this version does not know", () => {
  const acts = { trigger_id: "trigger-x" };
  it.each([
    [
      "an old button",
      {
        type: "block_actions",
        actions: [{ action_id: "approve", value: "17" }],
        channel: { id: CHANNEL },
        container: { is_ephemeral: true },
      },
    ],
    [
      "a button of the attachments of old",
      { type: "interactive_message", callback_id: "x", actions: [{ name: "a", value: "b" }], channel: { id: CHANNEL } },
    ],
    ["a form", { type: "view_submission", view: { id: "V1", callback_id: "gone", hash: "1.1", state: { values: {} } } }],
    ["a global shortcut", { type: "shortcut", callback_id: "gone" }],
    ["a message shortcut", { type: "message_action", callback_id: "gone", channel: { id: CHANNEL }, message: { ts: "1.1" } }],
  ])("%s is acknowledged and answered", async (_, payload) => {
    const bot = await startBot(echo);
    bot.slack.state.direct("UANN");
    bot.slack.state.channel(CHANNEL).members.add("UANN");
    const acked = await bot.slack.deliver("interactive", {
      ...bot.slack.interaction(payload.type, "UANN"),
      ...acts,
      response_url: bot.slack.responseUrl("gone"),
      ...payload,
    });
    expect(acked.inTime).toBe(true);
    await bot.slack.until(() => bot.slack.state.posts.length > 0);
    expect(bot.requests[0]?.input).toMatchObject({ kind: "press", action: { command: "menu", verb: "stale" } });
  });

  it.each([
    ["a closed form", { type: "view_closed", view: { id: "V1", callback_id: "gone" } }, {}],
    ["a question for options", { type: "block_suggestion", action_id: "a", block_id: "b", value: "x" }, { options: [] }],
  ])("%s is acknowledged", async (_, payload, expected) => {
    const bot = await startBot(echo);
    const acked = await bot.slack.deliver("interactive", { ...bot.slack.interaction(payload.type, "UANN"), ...payload });
    expect(acked).toMatchObject({ inTime: true, payload: expected });
    expect(bot.requests).toEqual([]);
  });
});

describe("who a person is", () => {
  it("comes with the request", async () => {
    const bot = await startBot(echo);
    bot.slack.state.user("UANN", { isOwner: true, locale: "fr-FR", timeZone: "Europe/Zurich" });
    await bot.slack.command("UANN", CHANNEL, "");
    await newest(bot, "UANN", 1);
    expect(bot.requests[0]).toMatchObject({ isAdmin: true, locale: "fr-FR", timeZone: "Europe/Zurich" });
  });

  it("is nobody in particular without the scope, and is answered all the same", async () => {
    const bot = await startBot(echo);
    bot.slack.state.scopes.delete("users:read");
    bot.slack.state.user("UANN", { isAdmin: true });
    await bot.slack.command("UANN", CHANNEL, "");
    await newest(bot, "UANN", 1);
    expect(bot.requests[0]).toMatchObject({ isAdmin: false });
    expect(bot.requests[0]?.locale).toBeUndefined();
    expect(bot.logs()).toContain("missing_scope");
  });
});

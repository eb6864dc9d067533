import { describe, expect, it } from "vitest";
import { inPlace, type Outcome, privately } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import { pressables, visibleText } from "../../emulators/slack-visible.ts";
import { type Bot, CHANNEL, startBot } from "./start-bot.ts";

const next = { label: "Next", action: { command: "optout", verb: "next", subject: "1" } };

/** Tells what was asked, and answers presses in place. */
function echo({ input }: Request): Outcome {
  if (input.kind === "press") {
    const { command, verb } = input.action;
    return { ...inPlace({ type: "text", text: `${command} ${verb}` }, { type: "buttons", buttons: [next] }), language: "fr" };
  }
  return privately({ type: "copy", text: JSON.stringify(input) });
}

const homeOf = (bot: Bot, user: string): string => visibleText(bot.slack.state.homes.get(user) ?? []);
const buttonsOf = (bot: Bot, user: string): string[] => pressables(bot.slack.state.homes.get(user) ?? []).map(({ label }) => label);

describe("the Home tab", () => {
  it("belongs to the workspace in which it is shown, also where Slack names another one of the person's", async () => {
    const bot = await startBot(echo);
    await bot.slack.openHome("UANN");
    await bot.slack.until(() => homeOf(bot, "UANN") === "menu home");
    await bot.slack.pressHome("UANN", "Next", { team: { id: "T2" }, user: { id: "UANN", team_id: "T2" } });
    await bot.slack.until(() => homeOf(bot, "UANN") === "optout next");
    expect(bot.requests.at(-1)).toMatchObject({ workspace: "T1", identity: { tenant: "T1", person: "UANN" } });
    expect(bot.slack.failures).toEqual([]);
  });

  it("shows the overview when it is opened, to that person", async () => {
    const bot = await startBot(echo);
    await bot.slack.openHome("UANN");
    await bot.slack.until(() => homeOf(bot, "UANN") === "menu home");
    expect(buttonsOf(bot, "UANN")).toEqual(["Next"]);
    expect(bot.requests[0]).toMatchObject({ audience: "person", place: { id: "UANN", kind: "dm" } });
    expect(bot.slack.state.posts).toEqual([]);
    expect(bot.slack.failures).toEqual([]);
  });

  it("is left alone when the messages beside it are opened", async () => {
    const bot = await startBot(echo);
    await bot.slack.openHome("UANN", "messages");
    await bot.adapter.stop();
    expect(bot.requests).toEqual([]);
  });

  it("shows what a press leads to, and the way back in the language of the answer", async () => {
    const bot = await startBot(echo);
    await bot.slack.openHome("UANN");
    await bot.slack.until(() => homeOf(bot, "UANN") !== "");
    await bot.slack.pressHome("UANN", "Next");
    await bot.slack.until(() => homeOf(bot, "UANN") === "optout next");
    expect(buttonsOf(bot, "UANN")).toEqual(["Next", "fr:slack.overview"]);
    expect(bot.requests[1]?.input).toMatchObject({ kind: "press", private: true });
    await bot.slack.pressHome("UANN", "fr:slack.overview");
    await bot.slack.until(() => homeOf(bot, "UANN") === "menu home");
    expect(bot.slack.state.posts).toEqual([]);
    expect(bot.slack.failures).toEqual([]);
  });

  it("of what exceeds it shows the beginning, and sends the rest", async () => {
    const blocks = Array.from({ length: 130 }, (_, index) => ({ type: "copy" as const, text: `line ${index}` }));
    const bot = await startBot(() => privately(...blocks));
    await bot.slack.openHome("UANN");
    await bot.slack.until(() => bot.slack.state.posts.length === 1);
    const rest = bot.seen("UANN", bot.slack.direct("UANN")).join("\n");
    expect(homeOf(bot, "UANN").split("\n")).toHaveLength(100);
    expect(`${homeOf(bot, "UANN")}\n${rest}`).toBe(blocks.map(({ text }) => text).join("\n"));
    expect(bot.slack.failures).toEqual([]);
  });
});

describe("a form", () => {
  const form = {
    title: "A form",
    submit: "Send",
    action: { command: "setup", verb: "save" },
    fields: [{ name: "text", label: "Text", required: true, type: "text", maxLength: 100, long: false }],
  } as const;
  const asking = (request: Request): Outcome =>
    request.input.kind === "press" ? { ...echo(request), form } : privately({ type: "text", text: "thank you" });

  it("that is opened on the Home tab is answered in a direct message", async () => {
    const bot = await startBot((request) => (bot.requests.length === 1 ? echo(request) : asking(request)));
    await bot.slack.openHome("UANN");
    await bot.slack.until(() => homeOf(bot, "UANN") !== "");
    await bot.slack.pressHome("UANN", "Next");
    await bot.slack.until(() => bot.slack.form("UANN"));
    await bot.slack.submit("UANN", { Text: "words" });
    await bot.slack.until(() => bot.seen("UANN", bot.slack.direct("UANN")).includes("thank you"));
    expect(bot.requests.at(-1)).toMatchObject({
      place: { id: "UANN", kind: "dm" },
      input: { kind: "submit", action: form.action, values: { text: "words" } },
    });
    expect(bot.slack.failures).toEqual([]);
  });

  it("whose place cannot be answered any more is answered in a direct message", async () => {
    const bot = await startBot(asking);
    const post = bot.slack.state.add({
      channel: CHANNEL,
      author: bot.slack.botUser,
      text: "",
      blocks: [
        {
          type: "actions",
          elements: [{ type: "button", action_id: "press-0", text: { type: "plain_text", text: "Go" }, value: "a:a:form" }],
        },
      ],
    });
    bot.slack.say("UANN", CHANNEL, "here");
    await bot.slack.press("UANN", post, "Go");
    await bot.slack.until(() => bot.slack.form("UANN"));
    bot.slack.expireResponseUrls();
    bot.slack.state.channel(CHANNEL, { hasBot: false });
    await bot.slack.submit("UANN", { Text: "words" });
    await bot.slack.until(() => bot.seen("UANN", bot.slack.direct("UANN")).includes("thank you"));
  });

  it("that Slack does not open any more is said in words", async () => {
    const bot = await startBot(asking);
    bot.slack.fault({ method: "views.open", error: "expired_trigger_id" });
    const post = bot.slack.state.add({
      channel: CHANNEL,
      author: bot.slack.botUser,
      text: "",
      blocks: [
        {
          type: "actions",
          elements: [{ type: "button", action_id: "press-0", text: { type: "plain_text", text: "Go" }, value: "a:a:form" }],
        },
      ],
    });
    await bot.slack.press("UANN", post, "Go");
    await bot.slack.until(() => bot.seen("UANN").some((text) => text.startsWith("a form")));
  });
});

describe("the assistant pane", () => {
  const greeting = (): Outcome => ({
    ...privately({ type: "text", text: "hello" }),
    suggestions: ["One?", "Two?", "Three?", "Four?", "Five?"],
  });

  it("greets in its thread, and suggests the first four questions", async () => {
    const bot = await startBot(greeting);
    const pane = await bot.slack.openAssistant("UANN");
    const shown = bot.slack.state.assistant.get(`${pane.channel}:${pane.thread}`);
    await bot.slack.until(() => shown?.prompts.length === 4);
    expect(shown?.prompts[0]).toEqual({ title: "One?", message: "One?" });
    expect(bot.slack.state.posts.at(-1)).toMatchObject({ thread: pane.thread });
    expect(bot.requests[0]?.input).toMatchObject({ action: { command: "menu", verb: "welcome" } });
    expect(bot.slack.failures).toEqual([]);
  });

  it("says that an answer is being looked up, in the person's language, before it is there", async () => {
    const bot = await startBot(echo);
    bot.slack.state.user("UANN", { locale: "pl-PL" });
    const pane = await bot.slack.openAssistant("UANN");
    await bot.slack.writeInPane("UANN", pane, "are my DMs used?");
    await bot.slack.until(() => bot.slack.state.posts.at(-1)?.author === bot.slack.botUser && bot.slack.state.posts.length === 4);
    expect(bot.slack.state.assistant.get(`${pane.channel}:${pane.thread}`)?.statuses).toEqual(["pl:slack.thinking"]);
    const methods = bot.slack.state.calls.map(({ method }) => method);
    expect(methods.lastIndexOf("assistant.threads.setStatus")).toBeLessThan(methods.lastIndexOf("chat.postMessage"));
    expect(bot.slack.state.posts.at(-1)).toMatchObject({ thread: pane.thread });
  });

  it("is answered all the same where it is not switched on", async () => {
    const bot = await startBot(echo);
    bot.slack.state.scopes.delete("assistant:write");
    const pane = await bot.slack.openAssistant("UANN");
    bot.slack.state.assistant.clear();
    await bot.slack.writeInPane("UANN", pane, "hi");
    await bot.slack.until(() => bot.seen("UANN", pane.channel).some((text) => text.includes('"hi"')));
  });
});

describe("the shortcut Check this message", () => {
  it("hands over what the message says, with shared posts, and answers the person alone", async () => {
    const bot = await startBot(echo);
    const post = bot.slack.say("UBEN", CHANNEL, "I do &lt;not&gt; consent &amp; <https://example.org|so there>");
    const more = { attachments: [{ title: "A shared post", text: "LinkedIn reads <@U7>" }, { fallback: "plain" }, {}] };
    await bot.slack.shortcut("UANN", post, "check-message", more);
    await bot.slack.until(() => bot.seen("UANN").length === 2);
    expect(bot.requests[0]?.input).toEqual({
      kind: "message-check",
      text: "I do <not> consent & so there\nA shared post\nLinkedIn reads <@U7>\nplain",
    });
    expect(bot.seen("UBEN")).toHaveLength(1);
    expect(bot.slack.failures).toEqual([]);
  });

  it("works in a conversation that the bot is not in", async () => {
    const bot = await startBot(echo);
    bot.slack.state.channel("D77", { kind: "im", hasBot: false });
    const post = bot.slack.state.add({ channel: "D77", author: "UBEN", text: "look", blocks: [] });
    await bot.slack.shortcut("UANN", post);
    await bot.slack.until(() => bot.slack.visibleTo("UANN", "D77").length === 2);
    expect(bot.slack.failures).toEqual([]);
  });
});

describe("an answer under a message of the bot's", () => {
  const thread = async (bot: Bot) => {
    bot.slack.state.scopes.add("channels:history");
    return bot.slack.state.add({ channel: CHANNEL, author: bot.slack.botUser, text: "a question", blocks: [] });
  };

  it("is a reply to it, and what is said to that is for its author alone, in the thread", async () => {
    const bot = await startBot(echo);
    const parent = await thread(bot);
    await bot.slack.replyUnder("UANN", parent, "tell them &lt;yes&gt;");
    await bot.slack.until(() => bot.seen("UANN").length === 3);
    expect(bot.requests[0]).toMatchObject({
      audience: "person",
      place: { id: `${CHANNEL}:${parent.ts}`, kind: "thread" },
      input: { kind: "reply", to: parent.ts, text: "tell them <yes>" },
    });
    expect(bot.seen("UBEN")).toHaveLength(2);
    expect(bot.slack.failures).toEqual([]);
  });

  it("that mentions the bot is a question, once", async () => {
    const bot = await startBot(echo);
    const parent = await thread(bot);
    await bot.slack.replyUnder("UANN", parent, `<@${bot.slack.botUser}> and my CV?`);
    await bot.slack.mention("UANN", CHANNEL, "and my CV?", parent.ts);
    await bot.slack.until(() => bot.requests.length === 1);
    await bot.adapter.stop();
    expect(bot.requests.map(({ input }) => input.kind)).toEqual(["text"]);
  });

  it("of somebody else is not looked at", async () => {
    const bot = await startBot(echo);
    await thread(bot);
    const parent = bot.slack.say("UBEN", CHANNEL, "lunch?");
    await bot.slack.replyUnder("UANN", parent, "yes");
    await bot.adapter.stop();
    expect(bot.requests).toEqual([]);
  });
});

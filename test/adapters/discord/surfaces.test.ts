import { describe, expect, it } from "vitest";
import { type Outcome, privately } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import { everywhere } from "./parts.ts";
import { type Bot, startBot } from "./start-bot.ts";

const said = (text: string): Outcome => privately({ type: "text", text });
const echo = ({ input }: Request): Outcome => said(JSON.stringify(input));

describe("autocomplete", () => {
  const asking = {
    name: "question",
    names: everywhere("question"),
    descriptions: everywhere("x"),
    required: true,
    suggest: "topic" as const,
  };
  const commands = [
    { name: "ask", names: everywhere("ask"), descriptions: everywhere("x"), audience: "everyone" as const, options: [asking] },
  ];
  const choices = async (bot: Bot, text: string): Promise<unknown> => {
    const interaction = bot.discord.type(bot.discord.person("ann"), bot.discord.general, "ask", ["question", text]);
    return (await bot.discord.until(() => interaction.acknowledgement)).choices;
  };

  it("offers titles, takes ids, and tells the core who types what in which locale", async () => {
    const asked: unknown[] = [];
    const suggest = async (about: object) => {
      asked.push(about);
      return [{ topic: "inmail", title: "Are my InMails used?" }];
    };
    const bot = await startBot(echo, { parts: { commands, suggest }, emulator: { locale: "pl" } });
    expect(await choices(bot, "inm")).toEqual([{ name: "Are my InMails used?", value: "inmail" }]);
    const person = bot.discord.person("ann");
    const identity = { platform: "discord", tenant: "discord", person };
    expect(asked).toEqual([{ identity, locale: "pl", typed: "inm", most: 25 }]);
    expect(bot.requests).toEqual([]);
  });

  it("shortens titles and offers no more than Discord shows", async () => {
    const suggest = async () => Array.from({ length: 30 }, (_, index) => ({ topic: `t${index}`, title: `${index} ${"x".repeat(120)}` }));
    const bot = await startBot(echo, { parts: { commands, suggest } });
    expect(await choices(bot, "")).toHaveLength(25);
    expect(bot.discord.failures()).toEqual([]);
  });

  it("that fails offers nothing, so that the person can type on", async () => {
    const suggest = async () => {
      throw new Error("no suggestions today");
    };
    const bot = await startBot(echo, { parts: { commands, suggest } });
    expect(await choices(bot, "x")).toEqual([]);
    expect(bot.logs()).toContain("no suggestions today");
  });
});

describe("the entry in the menu of messages", () => {
  it("checks somebody else's message, for the person alone", async () => {
    const bot = await startBot(echo);
    const [ann, bob] = [bot.discord.person("ann"), bot.discord.person("bob")];
    const post = bot.discord.say(bob, bot.discord.general, "I do not consent to anything");
    bot.discord.pickEntry(ann, post);
    expect(await bot.seenOnce(1, ann)).toEqual(['{"kind":"message-check","text":"I do not consent to anything"} (private)']);
    expect(bot.seen(bob)).toEqual([]);
    expect(bot.requests[0]?.workspace).toBe(bot.discord.state.guild);
  });

  it("does so in a server that the bot is not in, for a person who installed it", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    bot.discord.pickEntry(ann, bot.discord.say(bot.discord.person("bob"), bot.discord.general, "hm"), { installedBy: "person" });
    await bot.seenOnce(1, ann);
    expect(bot.requests[0]).not.toHaveProperty("workspace");
  });
});

describe("an answer to a message of the bot", () => {
  const post = (bot: Bot) =>
    bot.adapter.post({
      type: "post",
      key: "q",
      to: { platform: "discord", workspace: bot.discord.state.guild, place: { id: bot.discord.general.id, kind: "channel" } },
      reply: { ...said("A question").reply, audience: "place" },
    });

  it("reaches the core with what it answers, and what is said about it stands there", async () => {
    const bot = await startBot(({ input }) => (input.kind === "reply" ? said(`got ${input.text}`) : undefined));
    const ann = bot.discord.person("ann");
    const posted = await post(bot);
    const [question] = bot.discord.visibleTo(ann, bot.discord.general);
    if (!question || !posted.ok) throw new Error("nothing was posted");
    bot.discord.reply(ann, question, "No, never.");
    expect(await bot.seenOnce(2, bot.discord.person("bob"))).toEqual(["A question", "got No, never."]);
    expect(bot.requests[0]?.input).toEqual({ kind: "reply", to: posted.message, text: "No, never." });
  });

  it("whose ping is off is left alone: its words do not come without the MessageContent intent", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    await post(bot);
    const [question] = bot.discord.visibleTo(ann, bot.discord.general);
    if (!question) throw new Error("nothing was posted");
    bot.discord.reply(ann, question, "No, never.", { silent: true });
    bot.discord.mention(ann, bot.discord.general, "last");
    await bot.discord.until(() => bot.requests.length > 0);
    expect(bot.requests.map(({ input }) => input)).toEqual([{ kind: "text", text: "last" }]);
  });
});

describe("what the adapter says itself", () => {
  it("is in the language of the person's app", async () => {
    const broken = (): never => {
      throw new Error("broken");
    };
    const bot = await startBot(broken, { emulator: { locale: "de" } });
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    expect(await bot.seenOnce(1, ann)).toEqual([expect.stringContaining("Etwas ist schiefgegangen")]);
  });

  it("is in the language of the reply that it stands for", async () => {
    const bot = await startBot(() => ({ ...said("Ihr Stand"), language: "fr" }));
    const ann = bot.discord.person("ann", { closedToMessages: true });
    bot.discord.mention(ann, bot.discord.general, "status");
    expect(await bot.seenOnce(1, ann)).toEqual([expect.stringContaining("C’est pour vous seul")]);
  });
});

describe("a form", () => {
  const form = {
    title: "A question",
    submit: "Send",
    action: { command: "ask-person", verb: "send" },
    fields: [{ name: "question", type: "text" as const, label: "Your question", required: true, maxLength: 100, long: false }],
  };
  const open = { type: "buttons" as const, buttons: [{ label: "Ask", action: { command: "ask-person", verb: "form" } }] };
  const core =
    (answer: () => Promise<Outcome> | Outcome) =>
    async ({ input }: Request): Promise<Outcome> => {
      if (input.kind === "press") return answer();
      return input.kind === "submit" ? said(`sent ${JSON.stringify(input.values)}`) : privately({ type: "text", text: "Well?" }, open);
    };
  const inWords = { ...said("Write it after the command."), form };
  const pressed = async (bot: Bot) => {
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    const [message] = bot.discord.visibleTo(ann, bot.discord.general);
    if (!message) throw new Error("nothing to press");
    return { ann, press: bot.discord.press(ann, message, "Ask") };
  };

  it("is opened by a press and brings what was filled in", async () => {
    const bot = await startBot(core(() => inWords));
    const { ann } = await pressed(bot);
    await bot.discord.until(() => bot.discord.form(ann));
    bot.discord.submit(ann, { "Your question": "Are my CVs used?" });
    expect((await bot.seenOnce(2, ann))[1]).toBe('sent {"question":"Are my CVs used?"} (private)');
    expect(bot.discord.failures()).toEqual([]);
  });

  it("that the core gives too late for Discord is said in words", async () => {
    const bot = await startBot(core(() => new Promise((resolve) => setTimeout(resolve, 1_700, inWords))));
    const { ann, press } = await pressed(bot);
    expect((await bot.seenOnce(2, ann))[1]).toBe("Write it after the command. (private)");
    expect(press.acknowledgement?.type).toBe(6);
    expect(bot.discord.form(ann)).toBeUndefined();
  });

  it("that Discord would not take is an apology, not a failure without words", async () => {
    const broken = { ...form, fields: Array.from({ length: 6 }, (_, index) => ({ ...form.fields[0], name: `f${index}` })) } as typeof form;
    const bot = await startBot(core(() => ({ ...inWords, form: broken })));
    const { ann } = await pressed(bot);
    expect((await bot.seenOnce(2, ann))[1]).toContain("Something went wrong");
    expect(bot.logs()).toContain("6 fields");
  });
});

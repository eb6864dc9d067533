import { describe, expect, it } from "vitest";
import { type Block, inPlace, type Outcome, privately } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import type { Message } from "../../emulators/discord-state.ts";
import { type Bot, startBot } from "./start-bot.ts";

const next: Block = {
  type: "buttons",
  buttons: [
    { label: "Next", action: { command: "optout", verb: "next" } },
    { label: "More", action: { command: "ask", verb: "topic" } },
  ],
};

/** A core small enough to read: says what it was asked, counts presses on "Next" in place, answers "More" anew. */
function echo({ input, audience, place }: Request): Outcome {
  if (input.kind === "press") {
    if (input.action.verb === "next") return inPlace({ type: "text", text: "step two" }, next);
    return privately({ type: "text", text: `pressed ${input.action.command} ${input.action.verb}` });
  }
  if (input.kind === "submit") return privately({ type: "text", text: `sent ${JSON.stringify(input.values)}` });
  const asked = input.kind === "command" ? `${input.name} ${JSON.stringify(input.options)}` : input.text;
  return { reply: { blocks: [{ type: "text", text: `${place.kind}: ${asked}` }, next], audience, replaces: false }, effects: [] };
}

function onlyMessage(bot: Bot, person: string, channel = bot.discord.general): Message {
  const messages = bot.discord.visibleTo(person, channel);
  expect(messages).toHaveLength(1);
  return messages[0] as Message;
}

describe("a command", () => {
  it("is answered privately in a channel", async () => {
    const bot = await startBot(echo);
    const [ann, bob] = [bot.discord.person("ann"), bot.discord.person("bob")];
    bot.discord.command(ann, bot.discord.general, "ask", { question: "why?" });
    expect(await bot.seenOnce(1, ann)).toEqual(['channel: ask {"question":"why?"} [Next] [More] (private)']);
    expect(bot.seen(bob)).toEqual([]);
    expect(bot.discord.failures()).toEqual([]);
  });

  it("is answered by an ordinary message in a direct conversation", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.direct(ann), "status");
    await bot.seenOnce(1, ann, bot.discord.direct(ann));
    expect(onlyMessage(bot, ann, bot.discord.direct(ann)).visibleTo).toBeUndefined();
    expect(bot.requests[0]).not.toHaveProperty("workspace");
  });

  it("is answered by one request when the answer is there at once", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    const interaction = bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    await bot.adapter.stop();
    expect(bot.discord.state.calls.filter(({ route }) => route.includes(interaction.id) || route.includes("webhooks"))).toHaveLength(1);
  });

  it("is acknowledged in time when the work takes long", async () => {
    const work = Promise.withResolvers<Outcome>();
    const bot = await startBot(() => work.promise);
    const interaction = bot.discord.command(bot.discord.person("ann"), bot.discord.general, "ask");
    await bot.discord.until(() => interaction.acknowledgement);
    expect(bot.seen(bot.discord.person("ann"))).toEqual([]);
    work.resolve(privately({ type: "text", text: "done" }));
    expect(await bot.seenOnce(1, bot.discord.person("ann"))).toEqual(["done (private)"]);
  });

  it("gets a long answer in several messages, all as private as the first", async () => {
    const bot = await startBot(() => privately({ type: "text", text: "word ".repeat(2_000) }));
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    const seen = await bot.seenOnce(3, ann);
    expect(seen.join(" ").match(/word/g)).toHaveLength(2_000);
    expect(bot.seen(bot.discord.person("bob"))).toEqual([]);
  });
});

describe("a mention", () => {
  it("is answered under the message for all to see, and pings nobody", async () => {
    const bot = await startBot(echo);
    const [ann, bob] = [bot.discord.person("ann"), bot.discord.person("bob")];
    const question = bot.discord.mention(ann, bot.discord.general, `@everyone <@${bob}> look`);
    expect(await bot.seenOnce(1, bob)).toEqual([`channel: @everyone <@${bob}> look [Next] [More]`]);
    expect(onlyMessage(bot, bob)).toMatchObject({ reference: question.id, pings: [] });
  });

  it("in a thread is answered there", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    const thread = bot.discord.openThread("opt-out");
    bot.discord.mention(ann, thread, "hello");
    expect(await bot.seenOnce(1, ann, thread)).toEqual(["thread: hello [Next] [More]"]);
    expect(bot.seen(ann)).toEqual([]);
  });

  it("by somebody who manages the server is an administrator's", async () => {
    const bot = await startBot(echo);
    bot.discord.mention(bot.discord.person("ann"), bot.discord.general, "a");
    bot.discord.mention(bot.discord.person("eve", { isAdmin: true }), bot.discord.general, "b");
    await bot.discord.until(() => bot.requests.length === 2);
    expect(bot.requests.map(({ isAdmin }) => isAdmin)).toEqual([false, true]);
  });

  it("whose answer is for the person alone is answered in a direct message", async () => {
    const bot = await startBot(() => privately({ type: "text", text: "your status" }));
    const ann = bot.discord.person("ann");
    bot.discord.mention(ann, bot.discord.general, "status");
    expect(await bot.seenOnce(1, ann, bot.discord.direct(ann))).toEqual(["your status (private)"]);
    expect(bot.seen(ann)).toEqual([]);
  });

  it("whose private answer cannot be delivered points to the command, and says nothing private aloud", async () => {
    const bot = await startBot(() => privately({ type: "text", text: "your status" }));
    const ann = bot.discord.person("ann", { closedToMessages: true });
    bot.discord.mention(ann, bot.discord.general, "status");
    expect(await bot.seenOnce(1, ann)).toEqual([expect.stringMatching(/^🔒 .+ \/linkedin-ai /)]);
    expect(bot.seen(ann).join()).not.toContain("your status");
  });

  it("stays without an answer when it is another bot's, or no mention at all", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    bot.discord.say(ann, bot.discord.general, "hello everyone");
    bot.discord.mention(ann, bot.discord.general, "last");
    await bot.seenOnce(1, ann);
    expect(bot.requests.map(({ input }) => input)).toEqual([{ kind: "text", text: "last" }]);
  });
});

describe("a direct message", () => {
  it("is answered by an ordinary message, and the bot does not answer itself", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    bot.discord.dm(ann, "hello");
    expect(await bot.seenOnce(1, ann, bot.discord.direct(ann))).toEqual(["dm: hello [Next] [More] (private)"]);
    bot.discord.dm(ann, "again");
    expect(await bot.seenOnce(2, ann, bot.discord.direct(ann))).toHaveLength(2);
    expect(bot.requests).toHaveLength(2);
  });
});

describe("a press", () => {
  it("on a private message replaces it when the reply says so", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    bot.discord.press(ann, onlyMessage(bot, ann), "Next");
    await bot.discord.until(() => onlyMessage(bot, ann).edits === 1);
    expect(bot.seen(ann)).toEqual(["step two [Next] [More] (private)"]);
  });

  it("on a private message adds another one when the reply does not replace it", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    bot.discord.press(ann, onlyMessage(bot, ann), "More");
    expect((await bot.seenOnce(2, ann))[1]).toBe("pressed ask topic (private)");
    expect(bot.discord.failures()).toEqual([]);
  });

  it("on a public message leaves it as it is and acts privately for whoever presses", async () => {
    const bot = await startBot(echo);
    const [ann, bob] = [bot.discord.person("ann"), bot.discord.person("bob")];
    bot.discord.mention(ann, bot.discord.general, "hi");
    await bot.seenOnce(1, bob);
    bot.discord.press(bob, onlyMessage(bot, bob), "Next");
    expect(await bot.seenOnce(2, bob)).toEqual(["channel: hi [Next] [More]", "step two [Next] [More] (private)"]);
    expect(bot.seen(ann)).toEqual(["channel: hi [Next] [More]"]);
    expect(bot.requests[1]).toMatchObject({ identity: { person: bob }, input: { private: false } });
  });

  it("to which nothing is said is no failure", async () => {
    const bot = await startBot((request) => (request.input.kind === "press" ? undefined : echo(request)));
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    const press = bot.discord.press(ann, onlyMessage(bot, ann), "More");
    expect(await bot.discord.until(() => press.acknowledgement)).toMatchObject({ type: 6 });
    expect(bot.seen(ann)).toHaveLength(1);
    expect(bot.discord.failures()).toEqual([]);
  });

  it("whose answer takes long replaces the message, or adds to it, all the same", async () => {
    const slow = async (request: Request): Promise<Outcome> => {
      if (request.input.kind === "press") await new Promise((resolve) => setTimeout(resolve, 1_700));
      return echo(request);
    };
    const bot = await startBot(slow);
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    const presses = ["More", "Next"].map((label) => bot.discord.press(ann, onlyMessage(bot, ann), label));
    await bot.discord.until(() => bot.seen(ann)[0]?.startsWith("step two") && bot.seen(ann).length === 2);
    expect(bot.seen(ann)[1]).toBe("pressed ask topic (private)");
    expect(presses.map(({ acknowledgement }) => acknowledgement?.type)).toEqual([6, 6]);
    expect(bot.discord.failures()).toEqual([]);
  });

  it("in a direct conversation replaces the message there", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    bot.discord.dm(ann, "hello");
    await bot.seenOnce(1, ann, bot.discord.direct(ann));
    bot.discord.press(ann, onlyMessage(bot, ann, bot.discord.direct(ann)), "Next");
    await bot.discord.until(() => bot.seen(ann, bot.discord.direct(ann))[0]?.startsWith("step two"));
    expect(onlyMessage(bot, ann, bot.discord.direct(ann)).edits).toBe(1);
  });

  it("on an option of a select is the option's action", async () => {
    const select: Block = {
      type: "select",
      placeholder: "Which?",
      options: ["a", "b"].map((label) => ({ label, action: { command: "ask", verb: label } })),
    };
    const bot = await startBot((request) => (request.input.kind === "press" ? echo(request) : privately(select)));
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "topics");
    await bot.seenOnce(1, ann);
    bot.discord.choose(ann, onlyMessage(bot, ann), "b");
    expect((await bot.seenOnce(2, ann))[1]).toBe("pressed ask b (private)");
  });
});

describe("leftovers of another version", () => {
  it.each([
    ["a button", { type: 3, data: { component_type: 2, custom_id: "old:1" } }],
    ["a form", { type: 5, data: { custom_id: "old", components: [] } }],
    ["a command", { type: 2, data: { id: "1", name: "old-command", type: 1 } }],
    ["an entry of a message's menu", { type: 2, data: { id: "1", name: "Check", type: 3, target_id: "1", resolved: { messages: {} } } }],
  ])("%s is acknowledged and answered", async (_, leftover) => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    bot.discord.mention(ann, bot.discord.general, "hi");
    await bot.seenOnce(1, ann);
    bot.discord.interact(ann, bot.discord.general, leftover.type === 3 ? { ...leftover, message: onlyMessage(bot, ann) } : leftover);
    expect((await bot.seenOnce(2, ann))[1]).toBe("pressed menu stale (private)");
    expect(bot.discord.failures()).toEqual([]);
  });

  it("autocomplete suggests nothing rather than fail", async () => {
    const bot = await startBot(echo);
    const ann = bot.discord.person("ann");
    const interaction = bot.discord.interact(ann, bot.discord.general, { type: 4, data: { id: "1", name: "linkedin-ai", type: 1 } });
    expect(await bot.discord.until(() => interaction.acknowledgement)).toMatchObject({ type: 8, choices: [] });
    expect(bot.requests).toEqual([]);
  });
});

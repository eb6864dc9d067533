import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/core/errors.ts";
import { type Effect, type Outcome, privately, type Reply } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import { refusal } from "../../emulators/discord-routes.ts";
import { COMMANDS } from "./parts.ts";
import { type Bot, createBot, startBot } from "./start-bot.ts";

const hello = (): Outcome => privately({ type: "text", text: "hello" });
const publicHello = (): Outcome => ({ ...hello(), reply: { ...hello().reply, audience: "place" } });

function effectTo({ discord }: Bot, id = discord.general.id, reply: Reply = hello().reply): Effect {
  return { type: "post", key: "k", to: { platform: "discord", workspace: discord.state.guild, place: { id, kind: "channel" } }, reply };
}

/** A core that handles each delivery once. */
function once(answer: () => Outcome): (request: Request) => Outcome | undefined {
  const handled = new Set<string>();
  return ({ id }) => (handled.has(id) ? undefined : handled.add(id) && answer());
}

describe("start", () => {
  it("asks for three intents and registers the commands", async () => {
    const { discord } = await startBot(hello);
    expect(discord.gateway.intents()).toBe((1 << 0) | (1 << 9) | (1 << 12));
    expect(discord.state.commands).toMatchObject([{ name: "linkedin-ai", options: [{ name: "ask" }] }, { name: "Check this message" }]);
    expect(discord.failures()).toEqual([]);
  });

  it("tells of a wrong token", async () => {
    const { adapter } = await createBot(hello, { options: { token: "wrong" } });
    const started = adapter.start();
    await expect(started).rejects.toThrow(ConfigError);
    await expect(started).rejects.toThrow("DISCORD_TOKEN");
  });

  it.each([4004, 4013, 4014])("tells of a connection closed with %i, and does not call that fatal as well", async (code) => {
    const { adapter, fatal } = await createBot(hello, { prepare: (discord) => discord.gateway.refuse(code) });
    await expect(adapter.start()).rejects.toThrow(new RegExp(`code ${code}`));
    expect(fatal).toEqual([]);
  });

  it("tells of too many starts in one day", async () => {
    const body = {
      url: "ws://127.0.0.1:1",
      shards: 1,
      session_start_limit: { total: 1000, remaining: 0, reset_after: 60_000, max_concurrency: 1 },
    };
    const exhausted = { route: /gateway/, answer: { status: 200, body } };
    const { adapter } = await createBot(hello, { prepare: (discord) => discord.faults.push(exhausted) });
    await expect(adapter.start()).rejects.toThrow("no more often today");
  });

  it("tells of a Discord that is not reached", async () => {
    const { adapter } = await createBot(hello, { options: { apiUrl: "http://127.0.0.1:1/api" } });
    await expect(adapter.start()).rejects.toThrow("DISCORD_API_URL");
  });

  it("tells of commands that Discord refuses", async () => {
    const wrong = COMMANDS.map((command) => ({ ...command, name: "No Name" }));
    const { adapter } = await createBot(hello, { parts: { commands: wrong } });
    await expect(adapter.start()).rejects.toThrow("Discord refuses the commands");
  });

  it("goes on with the commands of last time when they cannot be registered now", async () => {
    const down = { route: /^PUT/, answer: { status: 503 }, times: 10 };
    const bot = await startBot(hello, { prepare: (discord) => discord.faults.push(down) });
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello (private)"]);
    expect(bot.logs()).toContain("could not be registered");
  });
});

describe("the connection", () => {
  it.each([
    ["closed", (bot: Bot) => bot.discord.gateway.close(4000)],
    ["asked to be renewed", (bot: Bot) => bot.discord.gateway.requestReconnect()],
  ])("when %s is resumed, and what was said meanwhile is answered once", async (_, interrupt) => {
    const bot = await startBot(once(publicHello));
    const ann = bot.discord.person("ann");
    interrupt(bot);
    bot.discord.mention(ann, bot.discord.general, "are you there?");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello"]);
    await bot.discord.until(() => bot.discord.gateway.counts.resumed === 1);
    expect(bot.discord.gateway.counts.identified).toBe(1);
    expect(bot.fatal).toEqual([]);
  });

  it("that is dead without having been closed is noticed by its missing heartbeat, and what was said meanwhile is answered once", async () => {
    const bot = await startBot(once(publicHello), { emulator: { heartbeatMs: 150 } });
    const ann = bot.discord.person("ann");
    bot.discord.gateway.freeze();
    bot.discord.mention(ann, bot.discord.general, "are you there?");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello"]);
    expect(bot.discord.gateway.counts).toMatchObject({ identified: 1, resumed: 1 });
    // 1000 and 1001 would have ended the session.
    expect(bot.discord.gateway.closes).toEqual([4200]);
    expect(bot.logs()).toContain("connecting to Discord again");
  });

  it("whose session is gone identifies anew", { timeout: 15_000 }, async () => {
    const bot = await startBot(once(publicHello));
    const ann = bot.discord.person("ann");
    const lost = Date.now();
    bot.discord.gateway.invalidate();
    for (let tries = 0; tries < 2 && bot.discord.gateway.counts.identified < 2; tries++) {
      await bot.discord.until(() => bot.discord.gateway.counts.identified === 2).catch(() => undefined);
    }
    // Discord asks for one to five seconds of patience, and counts how often a bot identifies.
    expect((bot.discord.gateway.identifiedAt[1] ?? 0) - lost).toBeGreaterThanOrEqual(1_000);
    bot.discord.mention(ann, bot.discord.general, "are you there?");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello"]);
    expect(bot.fatal).toEqual([]);
  });

  it("goes on after an event that is not as documented", async () => {
    const bot = await startBot(publicHello);
    bot.discord.gateway.emit("GUILD_CREATE", { id: bot.discord.state.guild });
    const ann = bot.discord.person("ann");
    bot.discord.mention(ann, bot.discord.general, "are you there?");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello"]);
    expect(bot.logs()).toContain("could not be read");
  });

  it.each([4004, 4010, 4011, 4012, 4013, 4014])("closed with %i is fatal, once, with what to do", async (code) => {
    const bot = await startBot(hello);
    bot.discord.gateway.refuse(code);
    await bot.discord.until(() => bot.fatal.length > 0);
    expect(bot.fatal).toEqual([expect.stringMatching(new RegExp(`code ${code}\\).+\\.`))]);
    expect(bot.adapter.isConnected()).toBe(false);
  });
});

describe("a repeated delivery", () => {
  it("of a message is answered once", async () => {
    const bot = await startBot(once(publicHello));
    const ann = bot.discord.person("ann");
    bot.discord.mention(ann, bot.discord.general, "hi");
    await bot.seenOnce(1, ann);
    bot.discord.redeliver();
    await bot.discord.until(() => bot.requests.length === 2);
    await bot.adapter.stop();
    expect(bot.seen(ann)).toEqual(["hello"]);
  });

  it("of a command is answered once and is no failure", async () => {
    const bot = await startBot(once(hello));
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    bot.discord.redeliver();
    await bot.discord.until(() => bot.requests.length === 2);
    await bot.adapter.stop();
    expect(bot.seen(ann)).toEqual(["hello (private)"]);
    expect(bot.discord.failures()).toEqual([]);
  });
});

describe("an interaction", () => {
  it("whose acknowledgement was accepted and its answer lost is answered all the same", async () => {
    const bot = await startBot(hello);
    const ann = bot.discord.person("ann");
    bot.discord.faults.push({ route: /callback$/, answer: { status: 502 }, accepted: true });
    bot.discord.command(ann, bot.discord.general, "ask");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello (private)"]);
    await bot.adapter.stop();
    expect(bot.logs()).not.toContain("could not be given");
  });

  it("that came too late is logged once, without its token", async () => {
    const bot = await startBot(hello);
    const ann = bot.discord.person("ann");
    bot.discord.faults.push({ route: /callback$/, answer: refusal(404, 10_062, "Unknown interaction") });
    const { token } = bot.discord.command(ann, bot.discord.general, "ask");
    await bot.discord.until(() => bot.logs().includes("came too late"));
    expect(bot.logs()).not.toContain(token);
    expect(bot.logs().match(/came too late/g)).toHaveLength(1);
  });

  it("whose 15 minutes are over is logged and does not harm the next one", async () => {
    const slowly = new Promise<Outcome>((resolve) => setTimeout(() => resolve(hello()), 1_700));
    const bot = await startBot(() => slowly);
    const ann = bot.discord.person("ann");
    bot.discord.faults.push({ route: /@original$/, answer: refusal(401, 50_027, "Invalid Webhook Token") });
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.discord.until(() => bot.logs().includes("came too late"));
    bot.discord.command(ann, bot.discord.general, "ask");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello (private)"]);
  });

  it("is told of an error in the core, and the bot lives on", async () => {
    const bot = await startBot(({ id }) => {
      throw new Error(`broken at ${id}`);
    });
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    bot.discord.command(ann, bot.discord.general, "ask");
    expect(await bot.seenOnce(2, ann)).toEqual(Array(2).fill("⚠️ Something went wrong. Please try again. (private)"));
    expect(bot.logs()).toContain("broken at");
  });

  it("of a reply whose end cannot be delivered keeps its beginning", async () => {
    const bot = await startBot(() => privately({ type: "text", text: `first ${"x".repeat(3_990)} last` }));
    const ann = bot.discord.person("ann");
    bot.discord.faults.push({ route: /^POST \/webhooks/, answer: refusal(403, 50_013, "Missing Permissions") });
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.discord.until(() => bot.logs().includes("50013"));
    expect(bot.seen(ann).map((text) => text.slice(0, 6))).toEqual(["first "]);
  });
});

describe("a message", () => {
  it("that was accepted and its answer lost is not sent twice", async () => {
    const bot = await startBot(publicHello);
    const ann = bot.discord.person("ann");
    bot.discord.faults.push({ route: /^POST \/channels/, answer: { status: 502 }, accepted: true });
    bot.discord.mention(ann, bot.discord.general, "hi");
    await bot.discord.until(() => bot.discord.state.calls.filter(({ route }) => route.startsWith("POST /channels")).length === 2);
    await bot.adapter.stop();
    expect(bot.seen(ann)).toEqual(["hello"]);
  });

  it.each([500, 502, 503])("that Discord fails to take with %i is sent again", async (status) => {
    const bot = await startBot(publicHello);
    const ann = bot.discord.person("ann");
    bot.discord.faults.push({ route: /^POST \/channels/, answer: { status }, times: 2 });
    bot.discord.mention(ann, bot.discord.general, "hi");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello"]);
    await bot.adapter.stop();
    expect(bot.seen(ann)).toEqual(["hello"]);
  });

  it("that is rate limited is sent once, when its time has come, and other channels are not held up", async () => {
    const bot = await startBot(publicHello);
    const ann = bot.discord.person("ann");
    const { general } = bot.discord;
    const other = bot.discord.addChannel("other");
    const body = { message: "You are being rate limited.", retry_after: 1, global: false };
    bot.discord.faults.push({ route: /^POST \/channels/, answer: { status: 429, body, headers: { "retry-after": "1" } } });
    bot.discord.mention(ann, general, "hi");
    await bot.discord.until(() => bot.discord.faults.length === 0);
    bot.discord.mention(ann, general, "and?");
    bot.discord.mention(ann, other, "hi");
    expect(await bot.seenOnce(1, ann, other)).toEqual(["hello"]);
    expect(bot.seen(ann)).toEqual([]);
    expect(await bot.seenOnce(2, ann)).toEqual(["hello", "hello"]);
    const [limited, ...later] = bot.discord.state.calls.filter(({ route }) => route === `POST /channels/${general.id}/messages`);
    for (const { at } of later) expect(at - (limited?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(later).toHaveLength(2);
  });

  it("in a channel where the bot may not write is answered in a direct message that says what it lacks", async () => {
    const bot = await startBot(publicHello);
    const ann = bot.discord.person("ann");
    const { general } = bot.discord;
    general.closedToBot = true;
    bot.discord.mention(ann, general, "hi");
    const [why, answer] = await bot.seenOnce(2, ann, bot.discord.direct(ann));
    expect(why).toMatch(new RegExp(`I cannot write in <#${general.id}>.+Whoever manages the server.+send messages in it`));
    expect(answer).toBe("hello (private)");
    expect(bot.discord.failures()).toEqual([]);
  });

  it("that can be answered nowhere is logged", async () => {
    const bot = await startBot(publicHello);
    bot.discord.general.closedToBot = true;
    bot.discord.mention(bot.discord.person("ann", { closedToMessages: true }), bot.discord.general, "hi");
    await bot.discord.until(() => bot.logs().includes("50013 Missing Permissions"));
  });
});

describe("a server that the bot is removed from", () => {
  it("is forgotten, and one that has an outage is not", async () => {
    const left: string[] = [];
    const bot = await startBot(publicHello, { parts: { left: async (guild) => void left.push(guild) } });
    bot.discord.gateway.emit("GUILD_DELETE", { id: bot.discord.state.guild, unavailable: true });
    const ann = bot.discord.person("ann");
    bot.discord.mention(ann, bot.discord.general, "hi");
    await bot.seenOnce(1, ann);
    expect(left).toEqual([]);
    bot.discord.removeBot();
    await bot.discord.until(() => left.length > 0);
    expect(left).toEqual([bot.discord.state.guild]);
  });

  it("and cannot be forgotten now is logged, and the bot lives on", async () => {
    const left = async (): Promise<never> => {
      throw new Error("the database is down");
    };
    const bot = await startBot(publicHello, { parts: { left } });
    bot.discord.removeBot();
    await bot.discord.until(() => bot.logs().includes("the database is down"));
  });
});

describe("a whole bot that is rate limited", () => {
  it("waits, and then answers what people asked", async () => {
    const bot = await startBot(publicHello);
    const ann = bot.discord.person("ann");
    const body = { message: "You are being rate limited.", retry_after: 0.3, global: true };
    const headers = { "retry-after": "1", "x-ratelimit-global": "true", "x-ratelimit-scope": "global" };
    bot.discord.faults.push({ route: /^POST \/channels/, answer: { status: 429, body, headers } });
    bot.discord.mention(ann, bot.discord.general, "hi");
    await bot.discord.until(() => bot.discord.faults.length === 0);
    const other = bot.discord.addChannel("other");
    bot.discord.mention(ann, other, "hi");
    expect(await bot.seenOnce(1, ann)).toEqual(["hello"]);
    expect(await bot.seenOnce(1, ann, other)).toEqual(["hello"]);
    const [limited, ...later] = bot.discord.state.calls.filter(({ route }) => route.startsWith("POST /channels"));
    for (const { at } of later) expect(at - (limited?.at ?? 0)).toBeGreaterThanOrEqual(250);
    expect(later).toHaveLength(2);
  });

  it("tells whoever posts that nothing else goes out either", async () => {
    const bot = await startBot(hello);
    const body = { message: "You are being rate limited.", retry_after: 20, global: true };
    const headers = { "retry-after": "20", "x-ratelimit-global": "true", "x-ratelimit-scope": "global" };
    bot.discord.faults.push({ route: /^POST \/channels/, answer: { status: 429, body, headers } });
    expect(await bot.adapter.post(effectTo(bot))).toMatchObject({ ok: false, failure: "held", hold: { scope: "platform" } });
  });
});

describe("a button that somebody made up", () => {
  const STALE = { command: "menu", verb: "stale" };
  it.each([
    ["another person's id", "a:optout:next:U2/web-open", { command: "optout", verb: "next", subject: "U2/web-open" }],
    ["a path", "a:ask:topic:../../../etc/passwd", { command: "ask", verb: "topic", subject: "../../../etc/passwd" }],
    ["an unknown command", "a:shutdown:now", { command: "shutdown", verb: "now" }],
    ["more than Discord lets through", `a:ask:topic:${"x".repeat(200)}`, STALE],
    ["the form of another version", "b:optout:next", STALE],
    ["no verb", "a:optout", STALE],
    ["no text", "", STALE],
  ])("with %s reaches the core as what it says, from whoever pressed it", async (_, custom_id, action) => {
    const bot = await startBot(hello);
    const [ann, bob] = [bot.discord.person("ann"), bot.discord.person("bob")];
    bot.discord.interact(ann, bot.discord.general, {
      type: 3,
      data: { component_type: 2, custom_id },
      message: bot.discord.say(bob, bot.discord.general, "x"),
    });
    expect(await bot.seenOnce(1, ann)).toEqual(["hello (private)"]);
    expect(bot.requests[0]).toMatchObject({ identity: { person: ann }, input: { kind: "press", action } });
    expect(bot.discord.failures()).toEqual([]);
  });
});

describe("post", () => {
  it("delivers and says which message it became", async () => {
    const bot = await startBot(hello);
    const delivery = await bot.adapter.post(effectTo(bot));
    expect(bot.seen(bot.discord.person("ann"))).toEqual(["hello"]);
    expect(delivery).toEqual({ ok: true, message: bot.discord.visibleTo(bot.discord.person("ann"), bot.discord.general)[0]?.id });
  });

  it.each([
    [404, 10_003, "Unknown Channel", "place-gone"],
    [404, 10_004, "Unknown Guild", "place-gone"],
    [404, 10_013, "Unknown User", "place-gone"],
    [400, 50_083, "Thread is archived", "place-gone"],
    [403, 50_001, "Missing Access", "not-permitted"],
    [403, 50_013, "Missing Permissions", "not-permitted"],
    [403, 50_007, "Cannot send messages to this user", "not-permitted"],
    [400, 50_006, "Cannot send an empty message", "refused"],
  ])("answered with %i and code %i (%s) is %s", async (status, code, message, failure) => {
    const bot = await startBot(hello);
    bot.discord.faults.push({ route: /^POST \/channels/, answer: refusal(status, code, message) });
    expect(await bot.adapter.post(effectTo(bot))).toEqual({ ok: false, failure, reason: `${code} ${message}` });
  });

  it("to a channel that does not exist is gone", async () => {
    const bot = await startBot(hello);
    expect(await bot.adapter.post(effectTo(bot, "123456789012345678"))).toMatchObject({ ok: false, failure: "place-gone" });
  });

  it("to a channel of a server other than the one that set it is not sent", async () => {
    const bot = await startBot(hello);
    const effect = effectTo(bot);
    const theirs: Effect = { ...effect, to: { ...effect.to, workspace: "100000000000000999" } };
    expect(await bot.adapter.post(theirs)).toMatchObject({ ok: false, failure: "not-permitted" });
    expect(bot.discord.visibleTo(bot.discord.person("bob"), bot.discord.general)).toEqual([]);
    expect(await bot.adapter.post(effect)).toMatchObject({ ok: true });
  });

  it("that is rate limited says for how long, and does not wait", async () => {
    const bot = await startBot(hello);
    const body = { message: "You are being rate limited.", retry_after: 30, global: false };
    bot.discord.faults.push({ route: /^POST \/channels/, answer: { status: 429, body, headers: { "retry-after": "30" } } });
    const delivery = await bot.adapter.post(effectTo(bot));
    expect(delivery).toMatchObject({ ok: false, failure: "held", reason: expect.stringContaining("rate limited") });
    expect(delivery.ok ? undefined : delivery.hold).toMatchObject({ scope: "place" });
    expect(delivery.ok ? 0 : delivery.hold?.ms).toBeGreaterThanOrEqual(30_000);
  });

  it("to a Discord in trouble fails once, and may be tried again", async () => {
    const bot = await startBot(hello);
    bot.discord.faults.push({ route: /^POST \/channels/, answer: { status: 503 } });
    expect(await bot.adapter.post(effectTo(bot))).toMatchObject({ ok: false, failure: "unclear" });
    expect(await bot.adapter.post(effectTo(bot))).toMatchObject({ ok: true });
  });

  it("is done for the effects of a reply that go to Discord, and no others", async () => {
    const bot: Bot = await startBot(() => {
      const toSlack: Effect = {
        type: "post",
        key: "one",
        to: { platform: "slack", workspace: "T1", place: { id: "C1", kind: "channel" } },
        reply: hello().reply,
      };
      return { ...hello(), effects: [toSlack, effectTo(bot, "123456789012345678"), effectTo(bot)] };
    });
    const [ann, bob] = [bot.discord.person("ann"), bot.discord.person("bob")];
    bot.discord.command(ann, bot.discord.general, "announce");
    expect(await bot.seenOnce(1, bob)).toEqual(["hello"]);
    expect(bot.logs()).toContain("was not delivered");
    expect(bot.discord.state.calls.map(({ route }) => route)).not.toContain("POST /channels/C1/messages");
  });
});

describe("stop", () => {
  it("finishes what is under way and takes nothing new", async () => {
    const work = Promise.withResolvers<Outcome>();
    const bot = await startBot(() => work.promise);
    const ann = bot.discord.person("ann");
    bot.discord.mention(ann, bot.discord.general, "in time");
    await bot.discord.until(() => bot.requests.length === 1);
    const stopped = bot.adapter.stop();
    bot.discord.mention(ann, bot.discord.general, "too late");
    // Long enough for a stop that does not wait.
    const first = await Promise.race([stopped.then(() => "stopped"), new Promise((resolve) => setTimeout(resolve, 50, "waiting"))]);
    expect(first).toBe("waiting");
    work.resolve(publicHello());
    await stopped;
    expect(bot.seen(ann)).toEqual(["hello"]);
    expect(bot.requests).toHaveLength(1);
    expect(bot.fatal).toEqual([]);
  });

  it("may be called before start, and twice", async () => {
    const { adapter } = await createBot(hello);
    await adapter.stop();
    await adapter.stop();
  });
});

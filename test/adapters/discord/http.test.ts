import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { INTERACTIONS_PATH } from "../../../src/adapters/discord/endpoint.ts";
import { ConfigError } from "../../../src/core/errors.ts";
import { type Effect, inPlace, type Outcome, privately } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import { sendSigned, signRequest } from "../../emulators/discord-http.ts";
import { refusal } from "../../emulators/discord-routes.ts";
import { type Bot, type BotOptions, createBot } from "./start-bot.ts";

const next = { type: "buttons" as const, buttons: [{ label: "Next", action: { command: "optout", verb: "next" } }] };
const answer = ({ input }: Request): Outcome =>
  input.kind === "press" ? inPlace({ type: "text", text: "step two" }) : privately({ type: "text", text: "step one" }, next);

/** A core that handles each delivery once. */
function once(): (request: Request) => Outcome | undefined {
  const handled = new Set<string>();
  return (request) => (handled.has(request.id) ? undefined : handled.add(request.id) && answer(request));
}

/** The bot behind a server, with Discord posting interactions to it. */
async function startHttpBot(core = once(), change: BotOptions = {}): Promise<Bot & { address: string }> {
  const options: { publicKey?: string } = {};
  const bot = await createBot(core, {
    ...change,
    options,
    prepare: ({ state }) => Object.assign(options, { publicKey: state.keys.publicKey }),
  });
  await bot.adapter.start();
  const server = createServer((incoming, outgoing) => {
    if (!bot.adapter.intercept?.(incoming, outgoing)) outgoing.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${INTERACTIONS_PATH}`;
  bot.discord.postInteractionsTo(address);
  return { ...bot, address };
}

const PING = { type: 1, id: "1", token: "t", application_id: "1", version: 1 };

describe("interactions by HTTP", () => {
  it("are answered without any connection of ours", async () => {
    const bot = await startHttpBot();
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask", { question: "why?" });
    expect(await bot.seenOnce(1, ann)).toEqual(["step one [Next] (private)"]);
    const [message] = bot.discord.visibleTo(ann, bot.discord.general);
    if (!message) throw new Error("nothing to press");
    bot.discord.press(ann, message, "Next");
    await bot.discord.until(() => bot.seen(ann)[0] === "step two (private)");
    expect(bot.discord.gateway.counts.identified).toBe(0);
    expect(bot.discord.failures()).toEqual([]);
  });

  it("are answered by the response itself, without a request of ours", async () => {
    const bot = await startHttpBot();
    const ann = bot.discord.person("ann");
    const before = bot.discord.state.calls.length;
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    expect(bot.discord.state.calls).toHaveLength(before);
  });

  it("are acknowledged when the work takes long", async () => {
    const work = Promise.withResolvers<Outcome>();
    const bot = await startHttpBot((() => work.promise) as never);
    const ann = bot.discord.person("ann");
    const interaction = bot.discord.command(ann, bot.discord.general, "ask");
    await bot.discord.until(() => interaction.acknowledgement);
    expect(bot.seen(ann)).toEqual([]);
    work.resolve(privately({ type: "text", text: "done" }));
    expect(await bot.seenOnce(1, ann)).toEqual(["done (private)"]);
  });

  it("are handled once when they are sent twice", async () => {
    const bot = await startHttpBot();
    const ann = bot.discord.person("ann");
    bot.discord.command(ann, bot.discord.general, "ask");
    await bot.seenOnce(1, ann);
    bot.discord.redeliver();
    await bot.discord.until(() => bot.requests.length === 2);
    await bot.adapter.stop();
    expect(bot.seen(ann)).toEqual(["step one [Next] (private)"]);
    expect(bot.discord.failures()).toEqual([]);
  });

  it("bring suggestions, too", async () => {
    const bot = await startHttpBot(once(), { parts: { suggest: async () => [{ topic: "inmail", title: "InMail" }] } });
    const interaction = bot.discord.type(bot.discord.person("ann"), bot.discord.general, "ask", ["question", "in"]);
    expect((await bot.discord.until(() => interaction.acknowledgement)).choices).toEqual([{ name: "InMail", value: "inmail" }]);
  });
});

describe("the endpoint", () => {
  it("answers Discord's ping", async () => {
    const { address, discord } = await startHttpBot();
    const response = await sendSigned(address, signRequest(discord.state, PING));
    expect([response.status, response.headers.get("content-type"), await response.json()]).toEqual([200, "application/json", { type: 1 }]);
  });

  const tamper: [
    string,
    (signed: ReturnType<typeof signRequest>, other: ReturnType<typeof signRequest>) => ReturnType<typeof signRequest>,
  ][] = [
    ["a changed byte of the body", (signed) => ({ ...signed, body: signed.body.replace("0", "1") })],
    ["a changed timestamp", (signed) => ({ ...signed, timestamp: String(Number(signed.timestamp) + 1) })],
    ["the signature of another key", (signed, other) => ({ ...signed, signature: other.signature })],
    ["a short signature", (signed) => ({ ...signed, signature: signed.signature.slice(2) })],
    ["a signature that is no number", (signed) => ({ ...signed, signature: "z".repeat(128) })],
    ["no signature", (signed) => ({ ...signed, signature: "" })],
    ["no timestamp", (signed) => ({ ...signed, timestamp: "" })],
  ];
  it.each(tamper)("refuses a request with %s, and nothing is done", async (_, change) => {
    const bot = await startHttpBot();
    const other = (await createBot(answer)).discord.state;
    const body = { ...PING, type: 2, id: "900000000000000001", data: { name: "linkedin-ai", type: 1 } };
    const response = await sendSigned(bot.address, change(signRequest(bot.discord.state, body), signRequest(other, body)));
    expect(response.status).toBe(401);
    expect(bot.requests).toEqual([]);
  });

  it.each([
    [-301, 401],
    [-299, 200],
    [299, 200],
    [301, 401],
  ])("answers a request that was signed %i seconds from now with %i", async (seconds, status) => {
    const now = 1_800_000_000_000;
    const { address, discord } = await startHttpBot(once(), { parts: { now: () => now } });
    expect((await sendSigned(address, signRequest(discord.state, PING, now + seconds * 1000))).status).toBe(status);
  });

  it.each([
    ["that is not JSON", "{", 400],
    ["that is no object", "1", 400],
    ["that is far too large", "x".repeat(300_000), 413],
  ])("refuses a signed body %s", async (_, body, status) => {
    const { address, discord, requests } = await startHttpBot();
    expect((await sendSigned(address, signRequest(discord.state, body))).status).toBe(status);
    expect(requests).toEqual([]);
  });

  it("says nothing to an interaction of a kind that nobody knows", async () => {
    const { address, discord, requests, logs } = await startHttpBot();
    expect((await sendSigned(address, signRequest(discord.state, { ...PING, type: 99 }))).status).toBe(202);
    expect(requests).toEqual([]);
    expect(logs()).toContain("unknown kind");
  });

  it("leaves other addresses to others, and takes no other method", async () => {
    const { address } = await startHttpBot();
    expect((await fetch(address.replace(INTERACTIONS_PATH, "/healthz"))).status).toBe(404);
    expect((await fetch(`${address}?probe=1`)).status).toBe(405);
  });
});

describe("a post, where no connection tells which server a channel belongs to,", () => {
  const effectTo = ({ discord }: Bot, channel: string): Effect => ({
    type: "post",
    key: "k",
    to: { platform: "discord", workspace: discord.state.guild, place: { id: channel, kind: "channel" } },
    reply: { blocks: [{ type: "text", text: "posted" }], audience: "place", replaces: false },
  });
  const posts = ({ discord }: Bot): string[] => discord.state.calls.map(({ route }) => route).filter((route) => route.startsWith("POST"));

  it("goes into a channel of its own server", async () => {
    const bot = await startHttpBot();
    expect(await bot.adapter.post(effectTo(bot, bot.discord.general.id))).toMatchObject({ ok: true });
    expect(bot.seen(bot.discord.person("ann"))).toEqual(["posted"]);
    expect(bot.discord.failures()).toEqual([]);
  });

  it("does not go into another server's, though the bot is there, too", async () => {
    const bot = await startHttpBot();
    const theirs = bot.discord.addChannel("theirs", "700000000000000000");
    expect(await bot.adapter.post(effectTo(bot, theirs.id))).toMatchObject({
      ok: false,
      failure: "not-permitted",
      reason: expect.stringContaining("another server"),
    });
    expect(posts(bot)).toEqual([]);
  });

  it.each([
    [404, 10_003, "Unknown Channel", "place-gone"],
    [403, 50_001, "Missing Access", "not-permitted"],
  ])("learns from the attempt what is wrong where Discord tells nothing (%i, %i %s)", async (status, code, message, failure) => {
    const bot = await startHttpBot();
    const { id } = bot.discord.general;
    bot.discord.faults.push({ route: new RegExp(`/channels/${id}`), answer: refusal(status, code, message), times: 2 });
    expect(await bot.adapter.post(effectTo(bot, id))).toEqual({ ok: false, failure, reason: `${code} ${message}` });
    expect(posts(bot)).toEqual([`POST /channels/${id}/messages`]);
  });

  it("does not go into somebody's direct messages", async () => {
    const bot = await startHttpBot();
    const { id } = bot.discord.direct(bot.discord.person("bob"));
    expect(await bot.adapter.post(effectTo(bot, id))).toMatchObject({ ok: false, failure: "not-permitted" });
    expect(posts(bot)).toEqual([]);
  });

  it("is put off, and not tried, while Discord cannot tell", async () => {
    const bot = await startHttpBot();
    const effect = effectTo(bot, bot.discord.general.id);
    const route = /^GET \/channels/;
    bot.discord.faults.push({ route, answer: { status: 503 } });
    expect(await bot.adapter.post(effect)).toMatchObject({ ok: false, failure: "down" });
    const body = { message: "You are being rate limited.", retry_after: 0.3, global: false };
    bot.discord.faults.push({ route, answer: { status: 429, body, headers: { "retry-after": "0.3" } } });
    expect(await bot.adapter.post(effect)).toMatchObject({ ok: false, failure: "held", hold: { scope: "place" } });
    expect(posts(bot)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await bot.adapter.post(effect)).toMatchObject({ ok: true });
  });
});

describe("start by HTTP", () => {
  it("tells of a key that is another application's", async () => {
    const { adapter } = await createBot(answer, { options: { publicKey: "ab".repeat(32) } });
    await expect(adapter.start()).rejects.toThrow(ConfigError);
    await expect(adapter.start()).rejects.toThrow("DISCORD_PUBLIC_KEY");
  });

  it("tells of a wrong token", async () => {
    const { adapter } = await createBot(answer, { options: { publicKey: "ab".repeat(32), token: "wrong" } });
    await expect(adapter.start()).rejects.toThrow("DISCORD_TOKEN");
  });
});

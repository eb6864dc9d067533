import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { DISCORD_TOKEN, type DiscordEmulator, type EmulatorOptions, seenMessage, startDiscord } from "../emulators/discord.ts";
import { type SignedRequest, sendSigned } from "../emulators/discord-http.ts";
import { DIALECTS, type EmptyDatabase } from "../store/dialects.ts";
import { type RunningBot, runBot } from "./run-bot.ts";

/** Discord waits so long for the first response to an interaction. */
const ACK_DEADLINE_MS = 3_000;

async function emulator(options: EmulatorOptions = {}): Promise<DiscordEmulator> {
  const discord = await startDiscord(options);
  onTestFinished(() => discord.stop());
  return discord;
}

async function newDatabase({ create }: (typeof DIALECTS)[number]): Promise<EmptyDatabase> {
  const database = await create();
  onTestFinished(() => database.remove());
  return database;
}

async function start(discord: DiscordEmulator, variables: Readonly<Record<string, string>>): Promise<RunningBot> {
  const bot = await runBot({ DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, PORT: "0", ...variables });
  onTestFinished(() => bot.kill());
  return bot;
}

/** What the bot has said so far, without what is still loading. */
function said(discord: DiscordEmulator): string[] {
  return discord.state.messages
    .filter(({ author, loading }) => author === discord.state.application && !loading)
    .map((message) => seenMessage(discord.state, message).text);
}

function postsOf(discord: DiscordEmulator): number {
  return discord.state.calls.filter(({ route }) => /^POST \/channels\/\d+\/messages/.test(route)).length;
}

/** Takes the place of the bot's public address and keeps the next request as it came. */
async function listenIn(discord: DiscordEmulator, deed: () => void): Promise<SignedRequest> {
  const { promise, resolve } = Promise.withResolvers<SignedRequest>();
  const server = createServer(async (incoming, outgoing) => {
    const header = (name: string): string => String(incoming.headers[name]);
    const body = (await buffer(incoming)).toString();
    resolve({ body, signature: header("x-signature-ed25519"), timestamp: header("x-signature-timestamp") });
    outgoing.writeHead(202).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  discord.postInteractionsTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  deed();
  const signed = await promise;
  server.close();
  return signed;
}

describe("acknowledgements", () => {
  it("come in time while another program holds the database for ten seconds, and the answers follow", { timeout: 60_000 }, async () => {
    const [sqlite] = DIALECTS;
    if (!sqlite) throw new Error("no SQLite");
    const { variables } = await newDatabase(sqlite);
    const discord = await emulator();
    const bot = await start(discord, variables);
    const ann = discord.person("ann");
    discord.command(ann, discord.general, "status");
    await discord.until(() => said(discord).length === 1);

    const holder = new DatabaseSync(path.join(variables["DATA_DIR"] ?? "", "bot.sqlite"), { timeout: 5_000 });
    holder.exec("begin immediate");
    for (let second = 0; second < 10; second += 1) {
      discord.command(ann, discord.general, "status");
      await pause(1_000);
    }
    holder.exec("rollback");
    holder.close();
    await discord.until(() => said(discord).length === 11);
    const waits = discord.state.interactions.map(({ sentAt, acknowledgement }) => (acknowledgement?.at ?? Infinity) - sentAt);
    expect(Math.max(...waits)).toBeLessThan(ACK_DEADLINE_MS);
    expect(await bot.stop()).toBe(0);
    expect(said(discord)).toHaveLength(11);
    expect(discord.failures()).toEqual([]);
  });
});

describe.each(DIALECTS)("with one $name database", (dialect) => {
  it("a signed request that was recorded has one effect, however often and wherever it is sent again", { timeout: 60_000 }, async () => {
    const { variables } = await newDatabase(dialect);
    const discord = await emulator();
    const http = { ...variables, DISCORD_PUBLIC_KEY: discord.state.keys.publicKey };
    const bots = [await start(discord, http), await start(discord, http)];
    const signed = await listenIn(discord, () => discord.command(discord.person("ann"), discord.general, "status"));
    const replay = () => bots.map((bot) => sendSigned(`${bot.url()}/discord/interactions`, signed).then(({ status }) => status));
    expect((await Promise.all([...replay(), ...replay()])).toSorted()).toEqual([200, 202, 202, 202]);
    await pause(1_000);
    expect(await Promise.all(replay())).toEqual([202, 202]);
    for (const bot of bots) expect(await bot.stop()).toBe(0);
  });

  it("what Discord sends again after a lost connection is answered once", { timeout: 60_000 }, async () => {
    const { variables } = await newDatabase(dialect);
    const discord = await emulator();
    const bot = await start(discord, variables);
    const ann = discord.person("ann");
    discord.mention(ann, discord.general, "help");
    await discord.until(() => said(discord).length === 1);
    discord.gateway.close(4000);
    await discord.until(() => discord.gateway.counts.resumed === 1);
    discord.redeliver();
    discord.mention(ann, discord.general, "help");
    await discord.until(() => said(discord).length === 2);
    expect(await bot.stop()).toBe(0);
    // Discord would hide a second answer behind the nonce of the first, so what was tried is counted.
    expect(postsOf(discord)).toBe(2);
    expect(discord.gateway.counts.identified).toBe(1);
  });
});

describe("SIGTERM", () => {
  it("lets what is under way be finished, and the process ends in time", { timeout: 60_000 }, async () => {
    const [sqlite] = DIALECTS;
    if (!sqlite) throw new Error("no SQLite");
    const { variables } = await newDatabase(sqlite);
    const discord = await emulator({ latency: () => pause(400) });
    const bot = await start(discord, variables);
    const people = Array.from({ length: 5 }, (_, index) => discord.person(`person-${index}`));
    for (const person of people) {
      discord.mention(person, discord.general, "help");
      discord.command(person, discord.general, "status");
    }
    // The first answer has left and is not confirmed yet.
    await discord.until(() => postsOf(discord) > 0);
    const from = Date.now();
    expect(await bot.stop()).toBe(0);
    expect(Date.now() - from).toBeLessThan(20_000);
    expect(said(discord)).toHaveLength(people.length * 2);
    expect(discord.failures()).toEqual([]);
  });
});

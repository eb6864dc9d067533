import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { COMMAND_NAME } from "../../src/adapters/discord/commands.ts";
import { DISCORD_TOKEN, seenMessage, startDiscord } from "../emulators/discord.ts";
import { DIALECTS } from "../store/dialects.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot } from "./run-bot.ts";

/** How many people ask something in each way. */
const PEOPLE = 20;

describe.each(DIALECTS)("two processes on one $name", ({ create }) => {
  it("each get every event, and answer each once", { timeout: 60_000 }, async () => {
    const database = await create();
    const discord = await startDiscord();
    const variables = { DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, ...database.variables };
    const bots = await Promise.all([runBot(variables), runBot(variables)]);
    expect(discord.gateway.shards()).toEqual([0, 0]);
    const people = Array.from({ length: PEOPLE }, (_, index) => discord.person(`person-${index}`));
    for (const person of people) {
      discord.mention(person, discord.general, "does linkedin read my private messages?");
      discord.command(person, discord.general, "status");
      discord.dm(person, "topics");
    }
    const own = () => discord.state.messages.filter(({ author, loading }) => author === discord.state.application && !loading);
    await discord.until(() => own().length >= PEOPLE * 3);
    const codes = await Promise.all(bots.map((bot) => bot.stop()));
    expect(codes).toEqual([0, 0]);
    expect(own()).toHaveLength(PEOPLE * 3);
    // Discord would hide a second answer behind the nonce of the first, so what was tried is counted, too.
    expect(discord.state.calls.filter(({ route }) => /^POST \/channels\/\d+\/messages/.test(route))).toHaveLength(PEOPLE * 2);
    for (const person of people) {
      expect(discord.visibleTo(person, discord.direct(person))).toHaveLength(1);
      expect(own().filter(({ visibleTo }) => visibleTo === person)).toHaveLength(1);
    }
    expect(discord.failures()).toEqual([]);
    await discord.stop();
    await database.remove();
  });
});

describe("the bot as a process", () => {
  it("ends with a clear line when Discord closes the connection for good", async () => {
    using folder = temporaryFolder();
    const discord = await startDiscord();
    const bot = await runBot({ DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder.path });
    discord.gateway.refuse(4014);
    expect(await bot.exited).toBe(1);
    expect(bot.log()).toMatch(/code 4014.+Developer Portal/);
    await discord.stop();
  });

  it("answers signed requests over HTTP, without a connection, and stops when it is asked to", async () => {
    using folder = temporaryFolder();
    const discord = await startDiscord();
    const port = await freePort();
    const variables = { DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder.path, PORT: String(port) };
    const bot = await runBot({ ...variables, DISCORD_PUBLIC_KEY: discord.state.keys.publicKey });
    discord.postInteractionsTo(`http://127.0.0.1:${port}/discord/interactions`);
    const ann = discord.person("ann");
    discord.command(ann, discord.general, "ask", { question: "private-messages" });
    const [message] = await discord.until(() => {
      const messages = discord.visibleTo(ann, discord.general);
      return messages.length > 0 && messages;
    });
    expect(message && seenMessage(discord.state, message)).toMatchObject({ text: expect.stringContaining("No."), private: true });
    expect(discord.gateway.counts.identified).toBe(0);
    expect(await bot.stop()).toBe(0);
    expect(discord.failures()).toEqual([]);
    await discord.stop();
  });

  it("forgets a server that it is removed from", async () => {
    using folder = temporaryFolder();
    const discord = await startDiscord();
    const bot = await runBot({ DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder.path });
    const eve = discord.person("eve", { isAdmin: true });
    const shown = async (count: number): Promise<string> => {
      const messages = await discord.until(() => {
        const all = discord.visibleTo(eve, discord.general);
        return all.length >= count && all;
      });
      const last = messages.at(-1);
      return last ? seenMessage(discord.state, last).text : "";
    };
    discord.command(eve, discord.general, "setup", { setting: "language", value: "de" });
    expect(await shown(1)).toContain("Deutsch");
    expect(discord.state.calls.length).toBeGreaterThan(0);
    discord.removeBot();
    await bot.says("in this server no more");
    discord.command(eve, discord.general, "setup");
    expect(await shown(2)).not.toContain("Deutsch");
    expect(await bot.stop()).toBe(0);
    expect(discord.failures()).toEqual([]);
    expect(discord.state.commands.map(({ name }) => name)).toContain(`${COMMAND_NAME}-admin`);
    await discord.stop();
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import { describe, expect, it } from "vitest";
import { privately } from "../../../src/core/reply.ts";
import { guildPayload } from "../../emulators/discord-payloads.ts";
import { ADMIN_ROLE, type Channel } from "../../emulators/discord-state.ts";
import { type Bot, startBot } from "./start-bot.ts";

const start = (): Promise<Bot> => startBot(() => privately({ type: "text", text: "hello" }));
const MANAGE_GUILD = String(1 << 5);

/** What the core is told of somebody who mentions the bot. */
async function mention({ discord, requests }: Bot, person: string, channel: Channel = discord.general) {
  const before = requests.length;
  discord.mention(person, channel, "hi");
  await discord.until(() => requests.length > before);
  return requests.at(-1);
}

describe("whether the writer of a message manages the server", () => {
  it("follows the permissions of their roles", async () => {
    const bot = await start();
    const { gateway, state } = bot.discord;
    const eve = bot.discord.person("eve", { isAdmin: true });
    const isAdmin = async () => (await mention(bot, eve))?.isAdmin;
    const role = (id: string, permissions: string) => ({ guild_id: state.guild, role: { id, permissions } });
    expect(await isAdmin()).toBe(true);
    gateway.emit("GUILD_ROLE_UPDATE", role(ADMIN_ROLE, "0"));
    expect(await isAdmin()).toBe(false);
    gateway.emit("GUILD_ROLE_UPDATE", role(ADMIN_ROLE, "8"));
    expect(await isAdmin()).toBe(true);
    gateway.emit("GUILD_ROLE_DELETE", { guild_id: state.guild, role_id: ADMIN_ROLE });
    expect(await isAdmin()).toBe(false);
    gateway.emit("GUILD_ROLE_CREATE", role(state.guild, MANAGE_GUILD));
    expect(await isAdmin()).toBe(true);
  });

  it("follows the ownership of the server", async () => {
    const bot = await start();
    const { gateway, state } = bot.discord;
    const ann = bot.discord.person("ann");
    expect((await mention(bot, ann))?.isAdmin).toBe(false);
    gateway.emit("GUILD_UPDATE", { ...guildPayload(state, state.guild), owner_id: ann });
    expect((await mention(bot, ann))?.isAdmin).toBe(true);
  });

  it("outlives an outage of the server, and not the bot's removal", async () => {
    const bot = await start();
    const { gateway, state } = bot.discord;
    const eve = bot.discord.person("eve", { isAdmin: true });
    gateway.emit("GUILD_DELETE", { id: state.guild, unavailable: true });
    expect((await mention(bot, eve))?.isAdmin).toBe(true);
    gateway.emit("GUILD_CREATE", { id: state.guild, unavailable: true });
    expect((await mention(bot, eve))?.isAdmin).toBe(true);
    expect(bot.logs()).not.toContain("could not be read");
    bot.discord.removeBot();
    expect((await mention(bot, eve))?.isAdmin).toBe(false);
    gateway.emit("GUILD_CREATE", guildPayload(state, state.guild));
    expect((await mention(bot, eve))?.isAdmin).toBe(true);
  });
});

describe("whether a message stands in a thread", () => {
  it("is known of threads that were there before, are opened, shown to the bot, closed or deleted", async () => {
    const bot = await start();
    const { gateway, state } = bot.discord;
    const ann = bot.discord.person("ann");
    const thread = bot.discord.openThread("opt-out");
    const guild_id = state.guild;
    const kind = async () => (await mention(bot, ann, thread))?.place.kind;
    expect(await kind()).toBe("thread");
    gateway.emit("THREAD_UPDATE", { id: thread.id, guild_id, thread_metadata: { archived: true } });
    expect(await kind()).toBe("channel");
    gateway.emit("THREAD_UPDATE", { id: thread.id, guild_id, thread_metadata: { archived: false } });
    expect(await kind()).toBe("thread");
    gateway.emit("THREAD_DELETE", { id: thread.id, guild_id });
    expect(await kind()).toBe("channel");
    gateway.emit("THREAD_LIST_SYNC", { guild_id, threads: [{ id: thread.id }] });
    expect(await kind()).toBe("thread");
    gateway.emit("GUILD_UPDATE", guildPayload(state, guild_id));
    expect(await kind()).toBe("thread");
    gateway.emit("GUILD_CREATE", guildPayload(state, guild_id));
    expect(await kind()).toBe("thread");
  });
});

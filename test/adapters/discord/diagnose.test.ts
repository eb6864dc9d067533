import { describe, expect, it, onTestFinished } from "vitest";
import { diagnoseDiscord } from "../../../src/adapters/discord/diagnose.ts";
import { registerDiscordCommands } from "../../../src/adapters/discord/register.ts";
import { DISCORD_TOKEN, startDiscord } from "../../emulators/discord.ts";
import { COMMANDS, discordParts } from "./parts.ts";

/** A Discord that knows the bot's commands, and what is found there as `name: problem`. */
async function start() {
  const discord = await startDiscord();
  onTestFinished(() => discord.stop());
  const { say } = discordParts({});
  const whole = { token: DISCORD_TOKEN, apiUrl: discord.apiUrl };
  await registerDiscordCommands(whole, COMMANDS, say);
  discord.state.calls.length = 0;
  const look = (access: { token?: string; publicKey?: string } = {}) =>
    diagnoseDiscord({ access: { ...whole, ...access }, commands: COMMANDS, say, now: Date.now });
  const problems = async (access?: { token?: string; publicKey?: string }) =>
    Object.fromEntries((await look(access)).flatMap(({ what, problem }) => (problem === undefined ? [] : [[what, problem]])));
  return { discord, state: discord.state, look, problems };
}

describe("a look at Discord", () => {
  it("finds all well, and changes nothing", async () => {
    const { discord, look } = await start();
    expect(await look()).toEqual([
      { what: "Discord, token" },
      { what: "Discord, gateway", note: "999 starts left today" },
      { what: "Discord, intents" },
      { what: "Discord, commands" },
      { what: "clock, against Discord's" },
    ]);
    expect(discord.state.calls.filter(({ route }) => !route.startsWith("GET "))).toEqual([]);
    expect(discord.gateway.counts.identified).toBe(0);
  });

  it("says that the token is refused, or that Discord is not reached", async () => {
    const { discord, problems } = await start();
    expect(await problems({ token: "wrong" })).toEqual({ "Discord, token": expect.stringMatching(/refuses the token\. Copy a fresh one/) });
    await discord.stop();
    expect(await problems()).toEqual({ "Discord, token": expect.stringMatching(/cannot be reached .*check the network/) });
  });

  it("finds a key of another application, and an address that was not entered", async () => {
    const { state, look, problems } = await start();
    expect(await problems({ publicKey: "0".repeat(64) })).toEqual({
      "Discord, HTTP": expect.stringContaining("copy both from one application"),
    });
    const publicKey = state.keys.publicKey.toUpperCase();
    expect(await problems({ publicKey })).toEqual({ "Discord, HTTP": expect.stringContaining("enter Interactions Endpoint URL") });
    state.endpoint = "https://bot.example/discord/interactions";
    expect(await look({ publicKey })).toContainEqual({ what: "Discord, HTTP", note: `Discord sends to ${state.endpoint}` });
  });

  it("finds that commands are sent elsewhere although the bot opens a connection, and that it may open none today", async () => {
    const { state, problems } = await start();
    state.startsLeft = 0;
    expect(await problems()).toEqual({
      "Discord, gateway": expect.stringMatching(/^Discord lets the bot connect no more for 240 minutes/),
    });
    state.endpoint = "https://old.example/";
    expect(await problems()).toEqual({
      "Discord, gateway": expect.stringMatching(/^Discord sends commands to https:\/\/old\.example\/ and not/),
    });
  });

  it("finds commands of another version", async () => {
    const { state, problems } = await start();
    state.commands = state.commands.slice(1);
    expect(await problems()).toEqual({ "Discord, commands": expect.stringContaining("npm run discord:register") });
  });

  it("notes intents that are on and not needed", async () => {
    const { state, look } = await start();
    state.applicationFlags = 1 << 19;
    expect(await look()).toContainEqual({ what: "Discord, intents", note: expect.stringContaining("switch them off") });
  });

  it("finds a clock that is ten minutes off", async () => {
    const { state, problems } = await start();
    state.clock = () => Date.now() + 10 * 60_000;
    expect(await problems()).toEqual({ "clock, against Discord's": expect.stringMatching(/ s behind: /) });
  });
});

import { describe, expect, it } from "vitest";
import { createDiscordAdapter } from "../../../src/adapters/discord/app.ts";
import type { CommandDefinition } from "../../../src/core/command-definitions.ts";
import { runToEnd } from "../../e2e/run-bot.ts";
import { DISCORD_TOKEN, startDiscord } from "../../emulators/discord.ts";
import { COMMANDS, discordParts, everywhere } from "./parts.ts";
import { createBot } from "./start-bot.ts";

const writes = (calls: readonly { route: string }[]): number => calls.filter(({ route }) => route.startsWith("PUT /applications")).length;

/** Starts the bot with these commands on Discords that it met before. */
async function startsWith(...starts: (readonly CommandDefinition[])[]) {
  const discord = await startDiscord();
  const counts: number[] = [];
  for (const commands of starts) {
    const adapter = createDiscordAdapter({ token: DISCORD_TOKEN, apiUrl: discord.apiUrl }, discordParts({ commands }));
    await adapter.start();
    await adapter.stop();
    counts.push(writes(discord.state.calls));
  }
  const failures = discord.failures();
  await discord.stop();
  return { counts, failures, commands: discord.state.commands };
}

const setup: CommandDefinition = {
  name: "setup",
  names: everywhere("setup"),
  descriptions: everywhere("Sets up"),
  audience: "admins",
  options: [
    {
      name: "setting",
      names: everywhere("setting"),
      descriptions: everywhere("x"),
      required: false,
      choices: [{ value: "a", names: everywhere("A") }],
    },
    { name: "topic", names: everywhere("topic"), descriptions: everywhere("x"), required: false, suggest: "topic" },
  ],
};

describe("registering the commands", () => {
  it("writes at the first start, and not again while nothing changed", async () => {
    expect(await startsWith([...COMMANDS, setup], [...COMMANDS, setup], [...COMMANDS, setup])).toMatchObject({
      counts: [1, 1, 1],
      failures: [],
    });
  });

  it.each<[string, CommandDefinition]>([
    ["a description", { ...setup, descriptions: everywhere("Sets all up") }],
    ["a name in one language", { ...setup, names: { ...everywhere("setup"), de: "einrichten" } }],
    ["a choice", { ...setup, options: setup.options.map((option) => ({ ...option, ...(option.choices ? { choices: [] } : {}) })) }],
    ["an option that must be given", { ...setup, options: setup.options.map((option) => ({ ...option, required: true })) }],
    ["suggestions", { ...setup, options: setup.options.map(({ suggest: _, ...option }) => option) }],
    ["who may use it", { ...setup, audience: "everyone" }],
  ])("writes when %s changed", async (_, changed) => {
    expect((await startsWith([...COMMANDS, setup], [...COMMANDS, changed])).counts).toEqual([1, 2]);
  });

  it("leaves out what the application cannot be installed for, because Discord would refuse it all", async () => {
    const bot = await createBot(() => undefined, { prepare: ({ state }) => Object.assign(state, { installs: [0] }) });
    await bot.adapter.start();
    expect(bot.discord.state.commands.map((command) => command["integration_types"])).toEqual([[0], [0]]);
    expect(bot.logs()).toContain('"userInstall":false');
    expect(bot.discord.failures()).toEqual([]);
  });

  it("may be done without a start, and says what came of it", { timeout: 30_000 }, async () => {
    const discord = await startDiscord();
    const variables = { DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl };
    const run = (...more: string[]) => runToEnd(["src/cli/register-discord.ts", ...more], { variables });
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining("knows the commands now") });
    expect(await run()).toMatchObject({ code: 0, stdout: "Discord knew these commands already.\n" });
    expect(writes(discord.state.calls)).toBe(1);
    expect(JSON.parse((await run("--print")).stdout).map(({ name }: { name: string }) => name)).toEqual(
      discord.state.commands.map(({ name }) => name),
    );
    expect(await runToEnd(["src/cli/register-discord.ts"], { variables: { ...variables, DISCORD_TOKEN: "wrong" } })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("DISCORD_TOKEN"),
    });
    await discord.stop();
  });

  it("by two processes at once ends with the same commands", async () => {
    const discord = await startDiscord();
    const adapters = [1, 2].map(() => createDiscordAdapter({ token: DISCORD_TOKEN, apiUrl: discord.apiUrl }, discordParts({})));
    await Promise.all(adapters.map((adapter) => adapter.start()));
    expect(discord.state.commands.map(({ name }) => name)).toEqual(["linkedin-ai", "Check this message"]);
    await Promise.all(adapters.map((adapter) => adapter.stop()));
    expect(discord.failures()).toEqual([]);
    await discord.stop();
  });
});

import { pino } from "pino";
import { onTestFinished } from "vitest";
import { createDiscordAdapter, type DiscordAdapter, type DiscordOptions, type DiscordParts } from "../../../src/adapters/discord/app.ts";
import type { Outcome } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";
import { DISCORD_TOKEN, type DiscordEmulator, type EmulatorOptions, seenMessage, startDiscord } from "../../emulators/discord.ts";
import type { Channel } from "../../emulators/discord-state.ts";
import { discordParts } from "./parts.ts";

/** The adapter on the emulator, with everything that a test looks at. */
export interface Bot {
  discord: DiscordEmulator;
  adapter: DiscordAdapter;
  /** What reached the core. */
  requests: Request[];
  /** What the adapter called fatal. */
  fatal: string[];
  logs(): string;
  /** What a person sees in a channel, as plain words with the labels under them; `(private)` where nobody else sees it. */
  seen(person: string, channel?: Channel): string[];
  /** {@link Bot.seen} once there are so many messages. */
  seenOnce(count: number, person: string, channel?: Channel): Promise<string[]>;
}

/** How a test's bot differs from the usual one. */
export interface BotOptions {
  options?: Partial<DiscordOptions>;
  parts?: Partial<DiscordParts>;
  emulator?: EmulatorOptions;
  /** Called before the adapter starts. */
  prepare?(discord: DiscordEmulator): void;
}

/** The real adapter on a fresh emulator, not started yet; both are stopped when the test ends. */
export async function createBot(
  answer: (request: Request) => Outcome | undefined | Promise<Outcome | undefined>,
  { options = {}, parts = {}, emulator = {}, prepare }: BotOptions = {},
): Promise<Bot> {
  const discord = await startDiscord(emulator);
  prepare?.(discord);
  const requests: Request[] = [];
  const fatal: string[] = [];
  const lines: string[] = [];
  const dispatch = async (request: Request): Promise<Outcome | undefined> => {
    requests.push(request);
    return answer(request);
  };
  const onFatal = (message: string): void => void fatal.push(message);
  const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
  const adapter = createDiscordAdapter(
    { token: DISCORD_TOKEN, apiUrl: discord.apiUrl, ...options },
    discordParts({ dispatch, onFatal, log, ...parts }),
  );
  onTestFinished(async () => {
    await adapter.stop();
    await discord.stop();
  });
  const seen = (person: string, channel = discord.general): string[] =>
    discord.visibleTo(person, channel).map((message) => {
      const { text, buttons, private: isPrivate } = seenMessage(discord.state, message);
      return [text, ...buttons.map((label) => `[${label}]`), ...(isPrivate ? ["(private)"] : [])].join(" ");
    });
  return {
    discord,
    adapter,
    requests,
    fatal,
    logs: () => lines.join(""),
    seen,
    seenOnce: async (count, person, channel) => {
      await discord.until(() => seen(person, channel).length >= count);
      return seen(person, channel);
    },
  };
}

/** {@link createBot}, started. */
export async function startBot(...parameters: Parameters<typeof createBot>): Promise<Bot> {
  const bot = await createBot(...parameters);
  await bot.adapter.start();
  return bot;
}

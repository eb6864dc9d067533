import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DISCORD_TOKEN, startDiscord } from "../emulators/discord.ts";
import { median } from "./figures.ts";
import { type Start, start } from "./start.ts";

/** Servers that the bot is in. */
const GUILDS = [0, 500, 2_500, 10_000];

/** Discord wants at most so many servers on one connection. https://docs.discord.com/developers/events/gateway#sharding */
const GUILDS_A_SHARD = 2_500;

/** Starts of each program, in turns, so that a slow minute of the machine hits both. */
const ROUNDS = 3;

/** What a process holds that is in many servers, ours and the bare client, each with as many connections as Discord wants. Linux only. */
export async function benchGuilds(): Promise<object[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  const results: object[] = [];
  for (const guilds of GUILDS) {
    const advisedShards = Math.max(1, Math.ceil(guilds / GUILDS_A_SHARD));
    const ours: Start[] = [];
    const bare: Start[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await among(guilds, advisedShards, "test/bench/bare-discord.ts", {}));
      ours.push(await among(guilds, advisedShards, "src/main.js", { DATA_DIR: folder }));
    }
    const both = (what: string, read: (one: Start) => number) => ({
      [`${what}, ours`]: Math.round(median(ours.map(read))),
      [`${what}, bare`]: Math.round(median(bare.map(read))),
    });
    results.push({
      guilds,
      shards: advisedShards,
      ...both("ms to ready", ({ readyMs }) => readyMs),
      ...both("RSS MB", ({ rssMb }) => rssMb),
      ...both("heap MB", ({ heapMb }) => heapMb),
    });
  }
  rmSync(folder, { recursive: true });
  return results;
}

async function among(strangerGuilds: number, advisedShards: number, program: string, variables: Record<string, string>): Promise<Start> {
  const discord = await startDiscord();
  Object.assign(discord.state, { strangerGuilds, advisedShards });
  const measured = await start(
    program,
    { ...variables, DISCORD_TOKEN, DISCORD_API_URL: discord.apiUrl },
    () => discord.gateway.strangersTold() >= strangerGuilds,
  );
  await discord.stop();
  return measured;
}

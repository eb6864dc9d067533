/**
 * Close codes after which Discord refuses every further connection, with what to do about each.
 * discord.js falls silent on them and keeps the process alive: https://docs.discord.com/developers/topics/opcodes-and-status-codes
 */
const FATAL: Readonly<Record<number, string>> = {
  4004: "Discord refuses the token. Copy a fresh one from the Developer Portal (your application, Bot, Reset Token) into DISCORD_TOKEN.",
  4010: "Discord refuses the shard number that the bot gave.",
  4011: "The bot is in too many servers for one connection: Discord asks for sharding.",
  4012: "Discord no longer speaks the version of its API that this release uses. Install a newer release.",
  4013: "Discord does not know the gateway intents that the bot asks for. Install a newer release.",
  4014: "Discord refuses the gateway intents that the bot asks for. Check the bot's intents in the Developer Portal (your application, Bot).",
};

/** What to tell the operator when the connection was closed for good; undefined when discord.js connects again by itself. */
export function fatalClose(code: number): string | undefined {
  const advice = FATAL[code];
  return advice === undefined ? undefined : `Discord closed the connection (code ${code}). ${advice}`;
}

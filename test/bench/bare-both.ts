/** Both bare bots in one process, as ours runs both platforms in one. */
await Promise.all([import("./bare-bolt.ts"), import("./bare-discord.ts")]);

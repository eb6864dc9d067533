import { Client, Events, GatewayIntentBits } from "discord.js";

/** The least that a Discord bot can be: logged in, a constant answer to every interaction. */
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  rest: { api: process.env["DISCORD_API_URL"] ?? "" },
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isChatInputCommand()) await interaction.reply("hello");
});
client.once(Events.ClientReady, () => process.stderr.write('"msg":"ready"\n'));
await client.login(process.env["DISCORD_TOKEN"]);

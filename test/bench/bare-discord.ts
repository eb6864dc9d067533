import { Client, ComponentType, Events, GatewayIntentBits, MessageFlags } from "discord.js";

/** The least that a Discord bot can be: logged in, a constant answer to every interaction. */
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  shards: "auto",
  rest: { api: process.env["DISCORD_API_URL"] ?? "" },
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  await interaction.reply({ components: [{ type: ComponentType.TextDisplay, content: "hello" }], flags: MessageFlags.IsComponentsV2 });
});
client.once(Events.ClientReady, () => process.stderr.write('"msg":"ready"\n'));
await client.login(process.env["DISCORD_TOKEN"]);

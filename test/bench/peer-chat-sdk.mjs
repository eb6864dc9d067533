// The peer of the bench: the Chat SDK with its Slack adapter over signed HTTP, answering a command with a constant. It is copied
// beside the packages, which are installed for the bench alone, and therefore is plain JavaScript.
import { createServer } from "node:http";
import { createMemoryState } from "@chat-adapter/state-memory";
import { createSlackAdapter } from "@chat-adapter/slack";
import { Chat } from "chat";

const { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, PORT } = process.env;
const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const bot = new Chat({
  userName: "bot",
  adapters: { slack: createSlackAdapter({ botToken, signingSecret, apiUrl, logger: quiet }) },
  state: createMemoryState(),
  logger: "silent",
});
bot.onSlashCommand("/linkedin-ai", async ({ channel, user }) => {
  await channel.postEphemeral(user, "No. LinkedIn says that it does not use private messages.", { fallbackToDM: false });
});
await bot.initialize();
const server = createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const request = new Request(`http://127.0.0.1${incoming.url}`, { method: "POST", headers: incoming.headers, body: Buffer.concat(chunks) });
  const response = await bot.webhooks.slack(request, { waitUntil: (task) => void task });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});
server.listen(Number(PORT), "127.0.0.1", () => process.stderr.write('{"msg":"ready"}\n'));

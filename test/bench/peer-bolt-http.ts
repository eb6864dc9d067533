import { App, HTTPReceiver } from "@slack/bolt";

// The peer of the bench: a Bolt app over signed HTTP that answers a command with a constant, as Bolt's own documents show it.
const signingSecret = process.env["SLACK_SIGNING_SECRET"] ?? "";
const receiver = new HTTPReceiver({ signingSecret });
const app = new App({
  receiver,
  authorize: async () => ({ botToken: process.env["SLACK_BOT_TOKEN"] ?? "", botId: "B1", botUserId: "U1" }),
});
app.command("/linkedin-ai", async ({ ack, respond }) => {
  await ack();
  await respond({ response_type: "ephemeral", text: "No. LinkedIn says that it does not use private messages." });
});
await app.start({ port: Number(process.env["PORT"]), host: "127.0.0.1" });
process.stderr.write('{"msg":"ready"}\n');

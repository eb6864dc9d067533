import bolt from "@slack/bolt";

/** The least that a Slack bot can be: one command with a constant answer. The peer that our own start is measured against. */
const app = new bolt.App({
  token: process.env["SLACK_BOT_TOKEN"] ?? "",
  appToken: process.env["SLACK_APP_TOKEN"] ?? "",
  socketMode: true,
  logLevel: bolt.LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env["SLACK_API_URL"] ?? "" },
});
app.command("/linkedin-ai", async ({ ack }) => ack("hello"));
await app.start();
process.stderr.write('"msg":"ready"\n');

import { pino } from "pino";
import { createSlackAdapter } from "../../../src/adapters/slack/app.ts";
import { startSlack } from "../../emulators/slack.ts";
import { memoryInstallations } from "./memory-installations.ts";

// Run as a process of its own: starts and stops the adapter both ways, and ends only if nothing is left open.
const slack = await startSlack();
for (const transport of [{ appToken: slack.appToken }, { signingSecret: "secret" }]) {
  const options = { botToken: slack.botToken, apiUrl: slack.apiUrl, ...transport };
  const adapter = createSlackAdapter(options, {
    dispatch: async () => undefined,
    installations: memoryInstallations(),
    say: () => String,
    log: pino({ level: "silent" }),
    now: Date.now,
  });
  await adapter.start();
  await adapter.stop();
}
await slack.close();
process.stdout.write("stopped\n");

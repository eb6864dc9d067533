import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { createBrowser } from "../adapters/slack/browser.ts";
import { startSlack } from "../emulators/slack.ts";
import { CLIENT_ID, CLIENT_SECRET } from "../emulators/slack-install.ts";
import type { SlackPost } from "../emulators/slack-state.ts";
import { visibleText } from "../emulators/slack-visible.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot } from "./run-bot.ts";

const SECRET = "signing-secret";
const words = (post: SlackPost): string => (post.blocks.length > 0 ? visibleText(post.blocks) : post.text);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it("is installed into two workspaces by their people, outlives a kill -9, and forgets the one that it leaves", async () => {
  using folder = temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const slack = await startSlack({ transport: { kind: "http", url, signingSecret: SECRET } });
  onTestFinished(() => slack.close());
  const variables = {
    SLACK_CLIENT_ID: CLIENT_ID,
    SLACK_CLIENT_SECRET: CLIENT_SECRET,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_TOKEN_KEY: Buffer.alloc(32, 7).toString("base64"),
    SLACK_API_URL: slack.apiUrl,
    PORT: String(port),
    DATA_DIR: folder.path,
  };
  const shows = (user: string, channel: string, text: string) =>
    slack.until(() => slack.visibleTo(user, channel).findLast((post) => words(post).includes(text)), 10_000);
  const first = await runBot(variables);
  for (const [team, user, channel] of [
    ["T1", "UANN", "C1"],
    ["T2", "UBEN", "C2"],
  ] as const) {
    const browser = createBrowser(url, "de");
    const asked = await browser.begin();
    slack.state.codes.set(`code-${team}`, team);
    const page = await (await browser.finish({ code: `code-${team}`, state: asked.get("state") ?? "" })).text();
    expect(page).toContain("<h1>Installiert</h1>");
    slack.state.user(user, { teamId: team, isAdmin: true });
    slack.state.channel(channel, { teamId: team });
    await slack.command(user, channel, "help");
    await shows(user, channel, "What I can do");
  }
  await first.kill();

  const second = await runBot(variables);
  await slack.command("UANN", "C1", "optout");
  await shows("UANN", "C1", "Step 1 of 5");
  const before = slack.visibleTo("UANN", "C1").length;
  await slack.command("UANN", "C1", "remind-me in 3 days");
  await slack.until(() => slack.visibleTo("UANN", "C1").length > before, 10_000);
  for (const [user, channel] of [
    ["UANN", "C1"],
    ["UBEN", "C2"],
  ] as const) {
    await slack.command(user, channel, "setup region uk");
    await shows(user, channel, "Saved.");
  }
  await slack.uninstall("T1");
  await expect.poll(() => second.log(), { timeout: 10_000 }).toContain("not installed in this workspace any more");
  await slack.command("UANN", "C1", "status");
  await shows("UANN", "C1", "I am not installed in this workspace any more");
  await slack.command("UBEN", "C2", "sources");
  await shows("UBEN", "C2", "Where my answers come from");
  expect(await second.stop()).toBe(0);

  const store = await openStore(path.join(folder.path, "bot.sqlite"), Date.now());
  expect((await store.installations("slack")).map(({ workspace }) => workspace)).toEqual(["T2"]);
  const [reminder] = await store.personalReminders({ platform: "slack", tenant: "T1", person: "UANN" });
  expect(reminder).toMatchObject({ status: "paused", pauseReason: "uninstalled" });
  expect(await store.settings({ platform: "slack", workspace: "T1" })).toEqual({});
  expect(await store.settings({ platform: "slack", workspace: "T2" })).toEqual({ region: "uk" });
  await store.close();
  // Neither the database nor what was written beside it, nor the log, shows a token.
  const files = readdirSync(folder.path).map((file) => readFileSync(path.join(folder.path, file)).toString("latin1"));
  for (const text of [...files, first.log(), second.log()]) expect(text).not.toContain("xoxb-");
  expect(slack.failures).toEqual([]);
});

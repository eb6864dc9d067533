import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSlack } from "../emulators/slack.ts";
import type { SlackPost } from "../emulators/slack-state.ts";
import { visibleText } from "../emulators/slack-visible.ts";
import { createDatabase, type PostgresServer, startPostgres } from "../postgres.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { runBot, startBot } from "./run-bot.ts";

const CHANNEL = "C1";
const ANN = "UANN";
const words = (post: SlackPost): string => (post.blocks.length > 0 ? visibleText(post.blocks) : post.text);

/** A Slack with a channel, and how Ann meets the bot there. */
async function startWorkspace() {
  const slack = await startSlack();
  slack.state.channel(CHANNEL);
  return {
    slack,
    variables: { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl },
    /** How many posts Ann sees that hold the text. */
    count: (text: string) => slack.visibleTo(ANN, CHANNEL).filter((post) => words(post).includes(text)).length,
    /** The newest post that holds the text, as soon as there are that many. */
    shows: (text: string, times = 1) =>
      slack.until(() => {
        const found = slack.visibleTo(ANN, CHANNEL).filter((post) => words(post).includes(text));
        return found.length >= times ? found.at(-1) : undefined;
      }, 15_000),
  };
}

describe("the bot in Slack with its SQLite file locked by another program", () => {
  it("acknowledges every request in time, answers, says that it cannot save, and recovers", async () => {
    using folder = temporaryFolder();
    const { slack, variables, shows } = await startWorkspace();
    const bot = await runBot({ ...variables, DATA_DIR: folder.path });
    await slack.command(ANN, CHANNEL, "optout");
    const first = await shows("Step 1 of 5");
    const other = new DatabaseSync(path.join(folder.path, "bot.sqlite"), { timeout: 5_000 });
    other.exec("begin immediate");
    // Both at once: the second must not wait for the first one's patience to end before it is acknowledged.
    const acknowledged = await Promise.all([
      slack.press(ANN, first, "On a computer"),
      slack.command(ANN, CHANNEL, "does linkedin read my private messages?"),
      wait(2_000).then(() => slack.command(ANN, CHANNEL, "help")),
    ]);
    expect(acknowledged.map(({ inTime }) => inTime)).toEqual([true, true, true]);
    await shows("No. ");
    await shows("I cannot save right now");
    other.exec("rollback");
    other.close();
    await slack.command(ANN, CHANNEL, "optout");
    await slack.press(ANN, await shows("Step 1 of 5"), "On a computer");
    await shows("Step 2 of 5");
    expect(await bot.stop()).toBe(0);
    expect(slack.failures).toEqual([]);
    await slack.close();
  });
});

describe("the bot in Slack with PostgreSQL", () => {
  let server: PostgresServer;
  let address: string;

  beforeAll(async () => {
    server = await startPostgres();
  });

  beforeEach(async () => {
    address = await createDatabase(server.url);
  });

  afterAll(() => server.remove());

  it("waits for a server that is down at the start, says so, and goes on by itself", async () => {
    const { slack, variables, shows } = await startWorkspace();
    await server.stop();
    const bot = startBot({ ...variables, DATABASE_URL: address });
    await bot.says("no server answers there: start it, or correct DATABASE_URL. Trying again in");
    await server.start();
    await bot.says('"msg":"ready"');
    await slack.command(ANN, CHANNEL, "optout");
    await shows("Step 1 of 5");
    expect(bot.log()).not.toContain(new URL(address).password);
    expect(await bot.stop()).toBe(0);
    expect(slack.failures).toEqual([]);
    await slack.close();
  });

  it("stays up when the server stops, answers, says that it cannot save, and has every acknowledged step afterwards", async () => {
    const { slack, variables, shows, count } = await startWorkspace();
    const bot = await runBot({ ...variables, DATABASE_URL: address });
    await slack.command(ANN, CHANNEL, "optout");
    await slack.press(ANN, await shows("Step 1 of 5"), "On a computer");
    const second = await shows("Step 2 of 5");
    // Nobody uses a connection now: the server breaks idle ones, and the bot must outlive that too.
    await server.stop();
    await bot.says("was lost");
    await slack.press(ANN, second, "Done, next");
    await shows("I cannot save right now");
    await slack.command(ANN, CHANNEL, "does linkedin read my private messages?");
    await shows("No. ");
    expect(bot.log()).toContain("no server answers there");
    await server.start();
    const before = count("Step 2 of 5");
    await slack.command(ANN, CHANNEL, "optout");
    await slack.press(ANN, await shows("Step 2 of 5", before + 1), "Done, next");
    await shows("Step 3 of 5");
    expect(await bot.stop()).toBe(0);
    expect(slack.failures).toEqual([]);
    await slack.close();
  });

  it("says on /healthz that the server is away, while nobody uses it, stays up, and is well again by itself", async () => {
    const { slack, variables } = await startWorkspace();
    const bot = await runBot({ ...variables, DATABASE_URL: address, PORT: "0" });
    const health = async () => {
      const response = await fetch(`${bot.url()}/healthz`);
      return [response.status, await response.json()];
    };
    const well = [200, { ok: true, trouble: [] }];
    expect(await health()).toEqual(well);
    await server.stop();
    expect(await health()).toEqual([503, { ok: false, trouble: ["database"] }]);
    const metrics = await (await fetch(`${bot.url()}/metrics`)).text();
    // What only the database knows is left out rather than told as zero.
    expect(metrics).not.toMatch(/^bot_deliveries_open\{/m);
    expect(metrics).toMatch(/^bot_stale_sources \d+$/m);
    await server.start();
    await expect.poll(health, { timeout: 10_000 }).toEqual(well);
    expect(await bot.stop()).toBe(0);
    await slack.close();
  });
});

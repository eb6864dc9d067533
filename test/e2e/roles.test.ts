import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Destination } from "../../src/core/reply.ts";
import type { Identity } from "../../src/core/request.ts";
import { openStore } from "../../src/store/open.ts";
import { dueReminder } from "../due-reminder.ts";
import { DISCORD_TOKEN, startDiscord } from "../emulators/discord.ts";
import { startSlack } from "../emulators/slack.ts";
import { DIALECTS } from "../store/dialects.ts";
import { runBot } from "./run-bot.ts";

const CHANNEL = "C1";
const OWNER: Identity = { platform: "slack", tenant: "T1", person: "UOWNER" };

/** How long the platforms take for half of a request, in milliseconds, where something must be under way for a while. */
const SLOW_MS = 700;

/** Both platforms with a channel each, and a database. */
async function stage({ create }: (typeof DIALECTS)[number]) {
  const database = await create();
  const slack = await startSlack();
  let latencyMs = 0;
  const discord = await startDiscord({ latency: () => pause(latencyMs) });
  slack.state.channel(CHANNEL);
  slack.state.user(OWNER.person);
  const store = await openStore(database.address, Date.now());
  onTestFinished(async () => {
    await store.close();
    await slack.close();
    await discord.stop();
    await database.remove();
  });
  const guild = discord.state.guild;
  const places: Destination[] = [
    { platform: "slack", workspace: "T1", place: { id: CHANNEL, kind: "channel" } },
    { platform: "discord", workspace: guild, place: { id: discord.general.id, kind: "channel" } },
  ];
  const maker = discord.person("maker");
  return {
    slack,
    discord,
    variables: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      DISCORD_TOKEN,
      DISCORD_API_URL: discord.apiUrl,
      PORT: "0",
      ...database.variables,
    },
    /** Makes a post due now on both platforms. */
    async remindBoth(): Promise<void> {
      for (const place of places) {
        const owner: Identity = place.platform === "slack" ? OWNER : { platform: "discord", tenant: "discord", person: maker };
        await store.saveReminder(dueReminder(owner, place, Date.now()), 0);
      }
    },
    slowDown(): void {
      latencyMs = SLOW_MS;
      slack.state.latency = () => pause(SLOW_MS);
    },
    /** The posts of the bot on Slack and on Discord. */
    posts: () => [
      slack.state.posts.filter(({ author }) => author === slack.botUser).length,
      discord.state.messages.filter(({ author, loading }) => author === discord.state.application && !loading).length,
    ],
    /** True once Slack was asked to post, which it does after a while where it was slowed down. */
    isPosting: () => slack.state.calls.some(({ method }) => /^chat\.post/.test(method)),
    states: async () => (await store.database.db.selectFrom("deliveries").select("state").execute()).map(({ state }) => state),
  };
}

describe.each(DIALECTS)("a worker on $name", (dialect) => {
  it("posts reminders on both platforms without a connection through which people could reach it", async () => {
    const { slack, discord, variables, remindBoth, posts, states } = await stage(dialect);
    const worker = await runBot(variables, "worker");
    await remindBoth();
    await expect.poll(posts, { timeout: 10_000 }).toEqual([1, 1]);
    await expect.poll(states, { timeout: 5_000 }).toEqual(["sent", "sent"]);
    expect(slack.sockets).toHaveLength(0);
    expect(discord.gateway.counts.identified).toBe(0);
    const ready = await fetch(`${worker.url()}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ok: true, trouble: [] }]);
    const metrics = await (await fetch(`${worker.url()}/metrics`)).text();
    expect(metrics).toMatch(/^bot_delivery_attempts_total\{outcome="sent"\} 2$/m);
    expect((await fetch(`${worker.url()}/slack/events`, { method: "POST" })).status).toBe(404);
    expect(await worker.stop()).toBe(0);
    expect([...slack.failures, ...discord.failures()]).toEqual([]);
  });

  it("that is told to stop finishes the posts that are under way, and records them", async () => {
    const { variables, remindBoth, posts, states, isPosting, slowDown } = await stage(dialect);
    const worker = await runBot(variables, "worker");
    slowDown();
    await remindBoth();
    await expect.poll(isPosting, { timeout: 10_000 }).toBe(true);
    expect(posts()[0]).toBe(0);
    const from = performance.now();
    expect(await worker.stop()).toBe(0);
    expect(performance.now() - from).toBeLessThan(20_000);
    const sent = (await states()).filter((state) => state === "sent").length;
    expect((await states()).filter((state) => state === "sending")).toEqual([]);
    expect(sent).toBe(posts().reduce((sum, count) => sum + count, 0));
    expect(sent).toBeGreaterThan(0);
  });
});

describe("a bot that is told to stop", () => {
  it("answers what it acknowledged, on both platforms, and ends with 0", async () => {
    const [dialect] = DIALECTS;
    if (!dialect) throw new Error("no database");
    const { slack, discord, variables, posts, isPosting, slowDown } = await stage(dialect);
    const bot = await runBot(variables);
    slowDown();
    const ann = discord.person("ann");
    discord.mention(ann, discord.general, "help");
    // A mention is acknowledged first and answered by a call afterwards.
    await slack.mention("UANN", CHANNEL, "help");
    await expect.poll(isPosting, { timeout: 5_000 }).toBe(true);
    expect(posts()[0]).toBe(0);
    // A command's acknowledgement waits for its answer, and must not be late for its connection's end.
    const command = slack.command("UBOB", CHANNEL, "help");
    await slack.until(() => slack.state.calls.some(({ method, args }) => method === "users.info" && args["user"] === "UBOB"));
    const from = performance.now();
    expect(await bot.stop()).toBe(0);
    expect(performance.now() - from).toBeLessThan(20_000);
    expect((await command).inTime).toBe(true);
    expect(posts()).toEqual([2, 1]);
    expect([...slack.failures, ...discord.failures()]).toEqual([]);
  });
});

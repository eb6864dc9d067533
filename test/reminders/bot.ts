import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { createDiscordAdapter } from "../../src/adapters/discord/app.ts";
import { createSlackAdapter } from "../../src/adapters/slack/app.ts";
import type { DeliveryStore } from "../../src/core/delivery.ts";
import type { Adapter } from "../../src/core/ports.ts";
import type { Reminder } from "../../src/core/reminder.ts";
import type { Destination } from "../../src/core/reply.ts";
import type { Platform } from "../../src/core/request.ts";
import { planDue } from "../../src/core/schedule/plan.ts";
import { createDeliver } from "../../src/reminders/deliver.ts";
import { RETRY_POLICY, type RetryPolicy } from "../../src/reminders/retry-policy.ts";
import { createRunner, type Runner } from "../../src/reminders/runner.ts";
import type { Database } from "../../src/store/database.ts";
import { createDeliveryStore } from "../../src/store/deliveries.ts";
import { type OpenStore, openStore } from "../../src/store/open.ts";
import { discordParts } from "../adapters/discord/parts.ts";
import { memoryInstallations } from "../adapters/slack/memory-installations.ts";
import { realKnowledge, START } from "../conversation.ts";
import { DISCORD_TOKEN, type DiscordEmulator, seenMessage, startDiscord } from "../emulators/discord.ts";
import type { Channel } from "../emulators/discord-state.ts";
import { type SlackEmulator, startSlack } from "../emulators/slack.ts";
import { visibleText } from "../emulators/slack-visible.ts";

/** Reminders of one platform on its emulator, at a time that the test sets. */
export interface ReminderBot {
  clock: { now: number };
  store: OpenStore;
  deliveries: DeliveryStore;
  runner: Runner;
  adapter: Adapter;
  events: { event: string; reason?: string }[];
  /** A channel reminder, saved. Without more it is an announcement that is due once, at the clock's time. */
  remind(about?: Partial<Reminder>): Promise<Reminder>;
  /** Does everything that is due now, to its end. */
  run(): Promise<void>;
  /** Lets time pass, and does what becomes due. */
  pass(ms: number): Promise<void>;
  /** Lets an hour pass, and does what becomes due in it when it does. */
  passAnHour(): Promise<void>;
  /** All rows of deliveries, the first due first. */
  rows(): Promise<Record<string, unknown>[]>;
  /** Another process on the same database and platform. */
  another(): ReminderBot;
}

/** The emulator of a platform, in words that hold for both. */
export interface Stage {
  platform: Platform;
  adapter: Adapter;
  /** The places that reminders go to. */
  channel(name: string): Destination;
  maker: Reminder["maker"];
  /** The texts that stand in a channel, or in the maker's direct messages. */
  texts(where: Destination | "maker"): string[];
  /** Makes the next posts fail. */
  fault(fault: StageFault): void;
  /** How many times the bot tried to post. */
  posts(): number;
  closeChannel(where: Destination, how: "gone" | "forbidden"): void;
  hideHistory(): void;
  failures(): readonly string[];
}

/** `lost`: taken, but the connection breaks before the answer. `refused`: the connection breaks before it is taken. */
export type StageFault = { kind: "held"; seconds: number; times?: number } | { kind: "lost" | "broken" | "error"; times?: number };

/** Slack's emulator with the real adapter, started. Its time is that of the test. */
export async function slackStage(clock: { now: number }): Promise<Stage> {
  const slack: SlackEmulator = await startSlack();
  slack.state.clock = () => clock.now;
  slack.state.user("UMAKER");
  for (const scope of ["channels:history", "im:write"]) slack.state.scopes.add(scope);
  const options = { botToken: slack.botToken, appToken: slack.appToken, apiUrl: slack.apiUrl };
  const adapter = createSlackAdapter(options, {
    dispatch: async () => undefined,
    installations: memoryInstallations(),
    say: () => String,
    log: pino({ level: "silent" }),
    now: Date.now,
  });
  await adapter.start();
  onTestFinished(async () => {
    await adapter.stop();
    await slack.close();
  });
  const idOf = (where: Destination | "maker"): string =>
    where === "maker" ? slack.direct("UMAKER") : "place" in where ? where.place.id : slack.direct(where.person);
  return {
    platform: "slack",
    adapter,
    maker: { platform: "slack", tenant: "T1", person: "UMAKER" },
    channel(name) {
      const id = `C${name.toUpperCase()}`;
      if (!slack.state.channels.has(id)) slack.state.channel(id);
      return { platform: "slack", workspace: "T1", place: { id, kind: "channel" } };
    },
    texts: (where) => slack.state.posts.filter(({ channel }) => channel === idOf(where)).map(({ blocks }) => visibleText(blocks)),
    fault({ times = 1, ...fault }) {
      const method = "chat.postMessage";
      if (fault.kind === "held") slack.fault({ method, status: 429, retryAfter: fault.seconds, times });
      else if (fault.kind === "error") slack.fault({ method, status: 500, times });
      else slack.fault({ method, hangUp: true, when: fault.kind === "lost" ? "after" : "before", times });
    },
    posts: () => slack.state.calls.filter(({ method }) => method === "chat.postMessage").length,
    closeChannel(where, how) {
      slack.state.channel(idOf(where), how === "gone" ? { isArchived: true } : { hasBot: false });
    },
    hideHistory() {
      slack.state.scopes.delete("channels:history");
    },
    failures: () => slack.failures,
  };
}

/** Discord's emulator with the real adapter, started. Its time is that of the test. */
export async function discordStage(clock: { now: number }): Promise<Stage> {
  const discord: DiscordEmulator = await startDiscord();
  discord.state.clock = () => clock.now;
  const maker = discord.person("maker");
  const adapter = createDiscordAdapter({ token: DISCORD_TOKEN, apiUrl: discord.apiUrl }, discordParts({}));
  await adapter.start();
  onTestFinished(async () => {
    await adapter.stop();
    await discord.stop();
  });
  const channels = new Map<string, Channel>();
  const route = /^POST \/channels/;
  const idOf = (where: Destination | "maker"): string =>
    where === "maker" ? discord.direct(maker).id : "place" in where ? where.place.id : discord.direct(where.person).id;
  return {
    platform: "discord",
    adapter,
    maker: { platform: "discord", tenant: "discord", person: maker },
    channel(name) {
      const known = channels.get(name);
      const channel = known ?? discord.addChannel(name);
      channels.set(name, channel);
      // An empty channel looks as if its history could not be read.
      if (!known) discord.say(maker, channel, "hello all");
      const { id } = channel;
      return { platform: "discord", workspace: discord.state.guild, place: { id, kind: "channel" } };
    },
    texts: (where) =>
      discord.state.messages
        .filter(({ channel, author }) => author === discord.state.application && channel === idOf(where))
        .map((message) => seenMessage(discord.state, message).text),
    fault({ times = 1, ...fault }) {
      if (fault.kind === "held") {
        const body = { message: "You are being rate limited.", retry_after: fault.seconds, global: false };
        discord.faults.push({ route, answer: { status: 429, body, headers: { "retry-after": String(fault.seconds) } }, times });
      } else if (fault.kind === "error") discord.faults.push({ route, answer: { status: 500 }, times });
      else discord.faults.push({ route, answer: "hang-up", accepted: fault.kind === "lost", times });
    },
    posts: () => discord.state.calls.filter((call) => route.test(call.route)).length,
    closeChannel(where, how) {
      if (how === "gone") discord.state.channels.delete(idOf(where));
      else
        discord.faults.push({
          route: new RegExp(`^POST /channels/${idOf(where)}`),
          answer: { status: 403, body: { message: "Missing Permissions", code: 50_013 } },
          times: 99,
        });
    },
    hideHistory() {
      discord.state.mayReadHistory = false;
    },
    failures: () => discord.failures(),
  };
}

/** Reminders on a stage and a database. */
export async function startReminders(stage: Stage, clock: { now: number }, address: string, policy = RETRY_POLICY): Promise<ReminderBot> {
  const store = await openStore(address, clock.now);
  onTestFinished(() => store.close());
  return botOver(stage, clock, store, policy);
}

function botOver(stage: Stage, clock: { now: number }, store: OpenStore, policy: RetryPolicy): ReminderBot {
  const events: { event: string; reason?: string }[] = [];
  const deliveries = createDeliveryStore(store.database);
  const deliver = createDeliver({
    deliveries,
    store,
    adapters: new Map([[stage.platform, stage.adapter]]),
    knowledge: realKnowledge(),
    clock: () => clock.now,
    policy,
    random: () => 0,
    report: (event, { reason }) => events.push({ event, ...(reason === undefined ? {} : { reason }) }),
  });
  const runner = createRunner({
    deliveries,
    deliver,
    plan: planDue,
    platforms: [stage.platform],
    queued: false,
    clock: () => clock.now,
    sleep: async () => {},
    onError: (error) => {
      throw error;
    },
  });
  const bot: ReminderBot = {
    clock,
    store,
    deliveries,
    runner,
    adapter: stage.adapter,
    events,
    async remind(about = {}) {
      const reminder: Reminder = {
        id: randomUUID(),
        maker: stage.maker,
        to: stage.channel("general"),
        kind: "announcement",
        language: "en",
        schedule: { start: new Date(clock.now).toISOString().slice(0, 16), timeZone: "UTC" },
        status: "on",
        nextAt: clock.now,
        posts: 0,
        createdAt: clock.now,
        updatedAt: clock.now,
        ...about,
      };
      await store.saveReminder(reminder, 0);
      return reminder;
    },
    async run() {
      // Each round tries what is ready and has a free place; done when a round finds nothing.
      for (let rows = "", before = " "; rows !== before; ) {
        before = rows;
        await runner.tick();
        await runner.settled();
        rows = JSON.stringify(await bot.rows());
      }
    },
    async pass(ms) {
      clock.now += ms;
      await bot.run();
    },
    async passAnHour() {
      for (const end = clock.now + HOUR; ; ) {
        await bot.run();
        const dueAt = (await deliveries.nextDueAt([stage.platform])) ?? end;
        if (dueAt >= end) break;
        clock.now = Math.max(dueAt, clock.now + 1);
      }
    },
    rows: () => rowsOf(store.database),
    another: () => botOver(stage, clock, store, policy),
  };
  return bot;
}

async function rowsOf({ db }: Database): Promise<Record<string, unknown>[]> {
  return (await db.selectFrom("deliveries").selectAll().orderBy("occurrence_at").orderBy("kind").execute()) as unknown as Record<
    string,
    unknown
  >[];
}

/** The time at which the tests begin: a Tuesday, 09:00 UTC. */
export const NOW = START;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Reminder } from "../../src/core/reminder.ts";
import { RETRY_POLICY } from "../../src/reminders/retry-policy.ts";
import { startReminders } from "../../src/reminders/start.ts";
import { createDeliveryStore } from "../../src/store/deliveries.ts";
import { openStore } from "../../src/store/open.ts";
import { realKnowledge } from "../conversation.ts";
import { runOn } from "../postgres.ts";
import { type Stage, slackStage } from "./bot.ts";
import { newFile, newServerDatabase } from "./databases.ts";

/** Quick enough for a test, and slow enough for a machine that runs others beside it. The emulator answers at once. */
const POLICY = { ...RETRY_POLICY, attemptMs: 4_000, settleMs: 1_000, firstPauseMs: 200 };

/** A running Slack whose clock is that of the machine, and a database. */
async function start(newDatabase: () => Promise<string>) {
  const address = await newDatabase();
  const clock = {
    get now() {
      return Date.now();
    },
    set now(_) {},
  };
  const stage = await slackStage(clock);
  const store = await openStore(address, Date.now());
  onTestFinished(() => store.close());
  const general = stage.channel("general");
  const lines: string[] = [];
  const run = async () => {
    const running = await startReminders({
      address,
      store: await openStoreOf(address),
      adapters: [stage.adapter],
      knowledge: realKnowledge(),
      clock: Date.now,
      log: pino({ level: "info" }, { write: (line: string) => void lines.push(line) }),
      policy: POLICY,
    });
    onTestFinished(() => running.stop());
    return running;
  };
  const remind = async (dueIn = 0, about: Partial<Reminder> = {}): Promise<Reminder> => {
    const nextAt = Date.now() + dueIn;
    const reminder: Reminder = {
      id: randomUUID(),
      maker: stage.maker,
      to: general,
      kind: "announcement",
      language: "en",
      schedule: { start: "2026-01-01T09:00", timeZone: "UTC" },
      status: "on",
      nextAt,
      posts: 0,
      createdAt: nextAt,
      updatedAt: nextAt,
      ...about,
    };
    await store.saveReminder(reminder, 0);
    return reminder;
  };
  const texts = () => stage.texts(general);
  return { address, stage, store, run, remind, texts, lines, until: (what: () => boolean) => until(what, stage) };
}

async function openStoreOf(address: string) {
  const store = await openStore(address, Date.now());
  onTestFinished(() => store.close());
  return store;
}

async function until(what: () => boolean, stage: Stage, patience = 15_000): Promise<void> {
  for (const from = Date.now(); !what(); await wait(10)) {
    if (Date.now() - from > patience) throw new Error(`waited in vain for ${what}; ${stage.failures()}`);
  }
}

describe.each([
  ["SQLite", newFile],
  ["PostgreSQL", newServerDatabase],
])("processes on %s", (database, newDatabase) => {
  it("post within a second of the due time, and stop in time", async () => {
    const bot = await start(newDatabase);
    const running = await bot.run();
    await bot.remind(1_500);
    await wait(1_400);
    expect(bot.texts()).toEqual([]);
    await bot.until(() => bot.texts().length === 1);
    await bot.until(() => bot.lines.some((line) => line.includes("was posted")));
    const { lateMs } = JSON.parse(bot.lines.find((line) => line.includes("was posted")) ?? "{}") as { lateMs: number };
    expect(lateMs).toBeLessThan(1_000);
    await running.stop();
    await bot.remind();
    await wait(300);
    expect(bot.texts()).toHaveLength(1);
  });

  it("share 60 deliveries and post each once, after waiting where the platform asks for it", async () => {
    const bot = await start(newDatabase);
    bot.stage.fault({ kind: "held", seconds: 1 });
    bot.stage.fault({ kind: "lost", times: 3 });
    for (let i = 0; i < 60; i++) await bot.remind();
    await Promise.all([bot.run(), bot.run(), bot.run()]);
    await bot.until(() => bot.texts().length >= 60);
    await wait(1_500);
    expect(bot.texts()).toHaveLength(60);
    expect(bot.stage.failures()).toEqual([]);
  });

  it("look for what a process left behind that died, and post what is not there", async () => {
    const bot = await start(newDatabase);
    await bot.remind();
    // Without a queue there is no job that would be tried again; the row alone must be enough.
    const dying = createDeliveryStore(bot.store.database);
    await dying.claimDue(Date.now(), 1, (_, now) => ({ post: now, skipped: [] }));
    const [id = ""] = await dying.ready(Date.now(), ["slack"], 1);
    const begun = Date.now();
    await dying.begin(id, begun, begun + POLICY.attemptMs);
    await bot.run();
    await bot.until(() => bot.texts().length === 1);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(POLICY.attemptMs);
  });

  it("finish what is under way when they are stopped", async () => {
    const bot = await start(newDatabase);
    for (let i = 0; i < 5; i++) await bot.remind();
    const running = await bot.run();
    await bot.until(() => bot.stage.posts() > 0);
    await running.stop();
    const open = await bot.store.database.db.selectFrom("deliveries").select("id").where("state", "=", "sending").execute();
    expect(open).toEqual([]);
    await bot.run();
    await bot.until(() => bot.texts().length === 5);
  });

  it.runIf(database === "PostgreSQL")("queue a delivery under its own id in the transaction that claims it, or not at all", async () => {
    const bot = await start(newDatabase);
    await (await bot.run()).stop();
    const jobs = async () => (await runOn(bot.address, "select id from pgboss.job where name = 'delivery-slack'")).rows.map(({ id }) => id);
    const { openDeliveryQueue } = await import("../../src/store/delivery-queue.ts");
    const queue = await openDeliveryQueue(bot.address, { attemptMs: 1_000, onTrouble: () => {}, onError: () => {} });
    onTestFinished(() => queue.stop(1_000));
    await bot.remind();
    const failing = createDeliveryStore(bot.store.database, {
      async send(transaction, sent) {
        await queue.send(transaction, sent);
        throw new Error("the process died here");
      },
    });
    await expect(failing.claimDue(Date.now(), 1, (_, now) => ({ post: now, skipped: [] }))).rejects.toThrow("died here");
    expect(await jobs()).toEqual([]);
    const deliveries = createDeliveryStore(bot.store.database, queue);
    await deliveries.claimDue(Date.now(), 1, (_, now) => ({ post: now, skipped: [] }));
    expect(await jobs()).toEqual(await deliveries.ready(Date.now(), ["slack"], 1));
  });
});

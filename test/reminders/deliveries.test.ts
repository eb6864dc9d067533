import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Reminder } from "../../src/core/reminder.ts";
import { RETRY_POLICY } from "../../src/reminders/retry-policy.ts";
import { DAY, discordStage, HOUR, MINUTE, NOW, type ReminderBot, type Stage, slackStage, startReminders } from "./bot.ts";
import { newFile, newServerDatabase } from "./databases.ts";

// The fourth pair, Discord on PostgreSQL, is tried with real processes in test/crash.
const CASES = [
  ["Slack", "SQLite", slackStage, newFile],
  ["Slack", "PostgreSQL", slackStage, newServerDatabase],
  ["Discord", "SQLite", discordStage, newFile],
] as const;

const daily = (about: Partial<Reminder> = {}): Partial<Reminder> => ({
  schedule: { start: "2026-11-24T09:00", timeZone: "UTC", rule: "FREQ=DAILY" },
  ...about,
});

describe.each(CASES)("reminders on %s over %s", (platform, _, startStage, newDatabase) => {
  async function start(): Promise<ReminderBot & { stage: Stage; general: ReturnType<Stage["channel"]> }> {
    const clock = { now: NOW };
    const stage = await startStage(clock);
    const bot = await startReminders(stage, clock, await newDatabase());
    return { ...bot, stage, general: stage.channel("general") };
  }
  const states = async (bot: ReminderBot): Promise<unknown[]> => (await bot.rows()).map(({ state }) => state);

  it("post when they are due, not before, and once", async () => {
    const bot = await start();
    const { id } = await bot.remind({ nextAt: NOW + MINUTE });
    await bot.run();
    expect(bot.stage.texts(bot.general)).toEqual([]);
    await bot.pass(MINUTE);
    await bot.pass(0);
    await bot.pass(HOUR);
    expect(bot.stage.texts(bot.general)).toEqual([expect.stringContaining("LinkedIn trains")]);
    expect(await bot.store.reminder(id)).toMatchObject({ status: "ended", posts: 1 });
    expect(bot.stage.failures()).toEqual([]);
  });

  it("go on by their schedule", async () => {
    const bot = await start();
    const { id } = await bot.remind(daily());
    for (let day = 0; day < 3; day++) {
      await bot.run();
      bot.clock.now += DAY;
    }
    expect(bot.stage.texts(bot.general)).toHaveLength(3);
    expect(await bot.store.reminder(id)).toMatchObject({ status: "on", posts: 3, nextAt: NOW + 3 * DAY });
  });

  it("make up for one missed occurrence after a downtime, and let go the others", async () => {
    const bot = await start();
    await bot.remind(daily());
    await bot.pass(3 * DAY + 11 * HOUR);
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
    expect(await states(bot)).toEqual(["skipped", "skipped", "skipped", "sent"]);
  });

  it("post nothing that is twelve hours late", async () => {
    const bot = await start();
    const { id } = await bot.remind(daily());
    await bot.pass(12 * HOUR);
    expect(bot.stage.texts(bot.general)).toEqual([]);
    expect(await states(bot)).toEqual(["skipped"]);
    expect(await bot.store.reminder(id)).toMatchObject({ status: "on", nextAt: NOW + DAY });
  });

  it("survive a clock that jumps a day ahead and an hour back", async () => {
    const bot = await start();
    await bot.remind(daily());
    await bot.pass(DAY);
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
    await bot.pass(-25 * HOUR);
    await bot.pass(HOUR);
    await bot.pass(24 * HOUR);
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
    await bot.pass(DAY);
    expect(bot.stage.texts(bot.general)).toHaveLength(2);
  });

  it("are not posted again by a clock that was set back before the reminder's next time was saved", async () => {
    const bot = await start();
    const saved = await bot.remind(daily());
    await bot.run();
    // As an older backup, or a change by hand, would have it.
    const { version, ...reminder } = (await bot.store.reminder(saved.id)) ?? { version: 0, ...saved };
    await bot.store.saveReminder({ ...reminder, nextAt: NOW }, version);
    await bot.pass(0);
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
  });

  it("wait as long as the platform asks for, and hold up nobody else", async () => {
    const bot = await start();
    bot.stage.fault({ kind: "held", seconds: 1 });
    await bot.remind();
    await bot.run();
    const before = bot.stage.posts();
    // Slack counts by workspace, Discord by channel.
    const elsewhere = bot.stage.channel("elsewhere");
    if (platform === "Discord") await bot.remind({ to: elsewhere, nextAt: NOW + 500 });
    await bot.remind({ nextAt: NOW + 500 });
    await bot.pass(900);
    expect(bot.stage.posts() - before).toBe(platform === "Discord" ? 1 : 0);
    expect(bot.stage.texts(elsewhere)).toHaveLength(platform === "Discord" ? 1 : 0);
    // discord.js keeps a count of its own, by the clock on the wall.
    await wait(platform === "Discord" ? 1_100 : 0);
    await bot.pass(300);
    expect(bot.stage.texts(bot.general)).toHaveLength(2);
    expect((await bot.rows()).map(({ failures }) => failures)).toEqual(platform === "Discord" ? [0, 0, 0] : [0, 0]);
  });

  it("are tried again after an error of the platform's, ever later", async () => {
    const bot = await start();
    bot.stage.fault({ kind: "error", times: 3 });
    await bot.remind();
    const at: number[] = [];
    for (let second = 0, known = 0; second < 90; second += 5) {
      await bot.pass(5_000);
      if (bot.stage.posts() > known) at.push(second);
      known = bot.stage.posts();
    }
    expect(at).toHaveLength(4);
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(pauses).toEqual([15, 15, 20]);
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
  });

  it("are given up after the last attempt, and their maker is told once", async () => {
    const bot = await start();
    bot.stage.fault({ kind: "error", times: RETRY_POLICY.attempts });
    const { id } = await bot.remind(daily());
    await bot.passAnHour();
    expect(bot.stage.texts(bot.general)).toEqual([]);
    expect(await states(bot)).toEqual(expect.arrayContaining(["failed", "sent"]));
    expect(bot.stage.texts("maker")).toEqual([expect.stringContaining("could not post it")]);
    expect(await bot.store.reminder(id)).toMatchObject({ status: "on" });
  });

  it("are posted once when the answer to a post is lost, or the connection breaks before it is taken", async () => {
    const bot = await start();
    bot.stage.fault({ kind: "lost" });
    await bot.remind();
    await bot.run();
    bot.stage.fault({ kind: "broken" });
    await bot.remind({ to: bot.stage.channel("elsewhere") });
    await bot.run();
    await bot.pass(MINUTE);
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
    expect(bot.stage.texts(bot.stage.channel("elsewhere"))).toHaveLength(1);
    expect(await states(bot)).toEqual(["sent", "sent"]);
  });

  it("are marked unknown where nobody can tell, and their maker is told instead of a second post", async () => {
    const bot = await start();
    bot.stage.hideHistory();
    bot.stage.fault({ kind: "lost" });
    await bot.remind();
    await bot.run();
    // On Discord the nonce would settle it for as long as it is remembered.
    await bot.pass(5 * MINUTE);
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
    expect(await states(bot)).toEqual(["unknown", "sent"]);
    expect(bot.stage.texts("maker")).toEqual([expect.stringContaining("cannot tell")]);
  });

  it.each([
    ["gone", "place-gone", "gone, archived or closed"],
    ["forbidden", "not-permitted", "not allowed to write"],
  ] as const)("are paused when the channel is %s, and their maker is told once", async (how, pauseReason, words) => {
    const bot = await start();
    const place = bot.stage.channel("doomed");
    const { id } = await bot.remind(daily({ to: place }));
    bot.stage.closeChannel(place, how);
    await bot.run();
    await bot.pass(DAY);
    expect(await bot.store.reminder(id)).toMatchObject({ status: "paused", pauseReason });
    expect((await bot.store.reminder(id))?.nextAt).toBeUndefined();
    expect(bot.stage.texts("maker")).toEqual([expect.stringContaining(words)]);
  });

  it("are told of in the maker's language", async () => {
    const bot = await start();
    await bot.store.savePreferences(bot.stage.maker, { language: "de" }, NOW);
    const place = bot.stage.channel("doomed");
    bot.stage.closeChannel(place, "gone");
    await bot.remind({ to: place });
    await bot.run();
    expect(bot.stage.texts("maker")).toEqual([expect.stringContaining("Ich habe die Erinnerung angehalten")]);
  });

  it("are told to nobody when their maker is forgotten or takes no messages, and are not paused for that", async () => {
    const bot = await start();
    const place = bot.stage.channel("doomed");
    const { id } = await bot.remind(daily({ to: place }));
    await bot.store.forget(bot.stage.maker);
    bot.stage.closeChannel(place, "gone");
    await bot.run();
    expect(await states(bot)).toEqual(["failed"]);
    expect(await bot.store.reminder(id)).toMatchObject({ status: "paused", pauseReason: "place-gone" });
    const gone = { ...bot.stage.maker, person: platform === "Slack" ? "UGONE" : "999999999999999999" };
    bot.stage.fault({ kind: "error", times: RETRY_POLICY.attempts });
    const other = await bot.remind(daily({ maker: gone }));
    await bot.passAnHour();
    expect((await bot.rows()).filter(({ reminder }) => reminder === other.id).map(({ state }) => state)).toEqual(["failed", "failed"]);
    expect(await bot.store.reminder(other.id)).toMatchObject({ status: "on" });
  });

  it("for a person arrive in their direct messages and are forgotten then", async () => {
    const bot = await start();
    const { workspace, platform: on } = bot.general;
    const { id } = await bot.remind({
      kind: "personal",
      subject: "facebook",
      to: { platform: on, workspace, person: bot.stage.maker.person },
    });
    await bot.run();
    expect(bot.stage.texts("maker")).toEqual([expect.stringContaining("Facebook")]);
    expect(await bot.store.reminder(id)).toBeUndefined();
    expect(await bot.rows()).toEqual([]);
  });

  it("that are paused between being due and being posted stay silent", async () => {
    const bot = await start();
    const saved = await bot.remind(daily());
    await bot.deliveries.claimDue(NOW, 10, () => ({ post: NOW, skipped: [], next: NOW + DAY }));
    const { version, ...reminder } = (await bot.store.reminder(saved.id)) ?? { version: 0, ...saved };
    await bot.store.saveReminder({ ...reminder, status: "paused" }, version);
    await bot.run();
    expect(bot.stage.texts(bot.general)).toEqual([]);
    expect(await states(bot)).toEqual(["skipped"]);
  });

  it("that cannot be made are given up without holding up the others", async () => {
    const bot = await start();
    await bot.remind({ kind: "nonsense" as Reminder["kind"] });
    await bot.remind({ to: bot.stage.channel("elsewhere"), nextAt: NOW + 1 });
    await bot.pass(1);
    expect(bot.stage.texts(bot.stage.channel("elsewhere"))).toHaveLength(1);
    await bot.passAnHour();
    // The notice about it cannot be made either, and nobody is told of that.
    expect(await states(bot)).toEqual(["failed", "failed", "sent"]);
    expect(bot.events.filter(({ event }) => event === "fault")).toHaveLength(2 * RETRY_POLICY.attempts);
  });

  it("are each posted by one of two processes", async () => {
    const bot = await start();
    const other = bot.another();
    await Promise.all(Array.from({ length: 60 }, () => bot.remind()));
    await Promise.all([bot.run(), other.run()]);
    // discord.js sends at most 50 a second, by the clock on the wall.
    for (let second = 0; platform === "Discord" && second < 2; second++) {
      await wait(1_000);
      await Promise.all([bot.pass(1_000), other.pass(1_000)]);
    }
    expect(bot.stage.texts(bot.general)).toHaveLength(60);
    expect(new Set(await states(bot))).toEqual(new Set(["sent"]));
  });

  it("that a process took and died with are looked for when no attempt can be under way any more", async () => {
    const bot = await start();
    await bot.remind();
    await bot.remind({ to: bot.stage.channel("elsewhere") });
    await bot.deliveries.claimDue(NOW, 10, () => ({ post: NOW, skipped: [] }));
    const [posted = "", lost = ""] = await bot.deliveries.ready(NOW, [bot.stage.platform], 10);
    // One died after the post, the other before it.
    const attempt = await bot.deliveries.begin(posted, NOW, NOW + RETRY_POLICY.attemptMs);
    await bot.deliveries.begin(lost, NOW, NOW + RETRY_POLICY.attemptMs);
    const { effectOf } = await import("../../src/core/reminder-notice.ts");
    const { realKnowledge } = await import("../conversation.ts");
    if (!attempt) throw new Error("not begun");
    await bot.adapter.post(effectOf(attempt, { knowledge: realKnowledge(), now: NOW, makerLanguage: "en" }));
    await bot.pass(RETRY_POLICY.attemptMs - 1);
    expect(await states(bot)).toEqual(["sending", "sending"]);
    await bot.pass(1);
    expect(await states(bot)).toEqual(["sent", "sent"]);
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
    expect(bot.stage.texts(bot.stage.channel("elsewhere"))).toHaveLength(1);
  });

  it("are not posted by a process that slept meanwhile, since another one may have taken over", async () => {
    const bot = await start();
    await bot.remind();
    const sleepy = bot.another();
    const { find } = bot.adapter;
    // Asleep between looking and posting, for longer than an attempt may take.
    await bot.deliveries.claimDue(NOW, 10, () => ({ post: NOW, skipped: [] }));
    const [id = ""] = await bot.deliveries.ready(NOW, [bot.stage.platform], 1);
    await bot.deliveries.begin(id, NOW, NOW + 1);
    bot.clock.now += 1;
    bot.adapter.find = async (...asked) => {
      const fate = await find(...asked);
      bot.clock.now += RETRY_POLICY.attemptMs;
      bot.adapter.find = find;
      await bot.run();
      return fate;
    };
    await sleepy.run();
    expect(bot.stage.texts(bot.general)).toHaveLength(1);
    expect(await states(bot)).toEqual(["sent"]);
  });
});

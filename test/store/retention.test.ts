import { randomUUID } from "node:crypto";
import path from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reminder } from "../../src/core/reminder.ts";
import type { Progress } from "../../src/core/walkthrough.ts";
import { HANDOFF_LIFETIME_MS } from "../../src/core/workspace.ts";
import { newDelivery } from "../../src/store/claim-due.ts";
import { type OpenStore, openStore } from "../../src/store/open.ts";
import {
  DELIVERIES_MS,
  DRAFT_MS,
  ENDED_PERSONAL_MS,
  PURGE_EVERY_MS,
  purge,
  startRetention,
  UNTOUCHED_MS,
} from "../../src/store/retention.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { DIALECTS, type EmptyDatabase } from "./dialects.ts";
import { fillWithPeople } from "./sample-data.ts";

const NOW = Date.parse("2026-11-24T09:00:00Z");
const DAY_MS = 24 * 3600_000;
const ann = { platform: "slack", tenant: "T", person: "ann" } as const;
const bob = { ...ann, person: "bob" };
const begun: Progress = {
  walkthrough: "linkedin",
  step: "device",
  aside: false,
  trail: [],
  chosen: {},
  status: "open",
  startedAt: 0,
  updatedAt: 0,
};

function reminder(change: Partial<Reminder>): Reminder {
  return {
    id: randomUUID(),
    maker: ann,
    to: { platform: "slack", workspace: "T", person: "ann" },
    kind: "personal",
    language: "en",
    schedule: { start: "2026-01-01T09:00", timeZone: "Europe/Paris" },
    status: "ended",
    posts: 1,
    createdAt: 0,
    updatedAt: 0,
    ...change,
  };
}

async function deliver({ database: { db } }: OpenStore, of: Reminder, state: string, updatedAt: number): Promise<void> {
  const row = { ...newDelivery(of.id, of.to.platform, "occurrence", updatedAt, updatedAt), state, attempts: 1, next_attempt_at: null };
  await db.insertInto("deliveries").values(row).execute();
}

describe.each(DIALECTS)("retention on $name", ({ create }) => {
  let database: EmptyDatabase;
  let store: OpenStore;

  beforeEach(async () => {
    database = await create();
    store = await openStore(database.address, NOW);
  });

  afterEach(async () => {
    await store.close();
    await database.remove();
  });

  it("forgets who asked a person after thirty days, and counts after two years", async () => {
    const asked = { platform: "slack", workspace: "T", asker: ann, language: "en", place: { id: "C", kind: "channel" } } as const;
    await store.saveHandoff({ ...asked, id: "old", createdAt: NOW - HANDOFF_LIFETIME_MS - 1 });
    await store.saveHandoff({ ...asked, id: "new", createdAt: NOW - HANDOFF_LIFETIME_MS });
    const counted = { platform: "slack", workspace: "T", event: "unknown", subject: "", count: 7 } as const;
    await store.addUsage([
      { ...counted, month: "2024-10" },
      { ...counted, month: "2024-11" },
    ]);
    expect(await purge(store.database.db, NOW)).toBe(2);
    expect((await store.handoffsOf(ann)).map(({ id }) => id)).toEqual(["new"]);
    expect(await store.usage({ platform: "slack", workspace: "T" }, "2024-11")).toHaveLength(1);
  });

  it("forgets handled deliveries after a day", async () => {
    await store.claimRequest("slack", "old", NOW - DAY_MS - 1);
    await store.claimRequest("slack", "new", NOW - DAY_MS);
    expect(await purge(store.database.db, NOW)).toBe(1);
    expect(await store.claimRequest("slack", "old", NOW)).toBe(true);
    expect(await store.claimRequest("slack", "new", NOW)).toBe(false);
  });

  it("erases what a person has not touched for 24 months, and nothing of somebody who has", async () => {
    const long = NOW - UNTOUCHED_MS;
    for (const [person, touched] of [
      [ann, long - 1],
      [bob, long],
    ] as const) {
      await store.savePreferences(person, { language: "fr" }, touched);
      await store.saveProgress(person, { ...begun, updatedAt: touched }, 0);
    }
    expect(await purge(store.database.db, NOW)).toBe(2);
    expect([await store.preferences(ann), await store.progress(ann)]).toEqual([{}, []]);
    expect(await store.preferences(bob)).toEqual({ language: "fr" });
    expect(await store.progress(bob)).toHaveLength(1);
  });

  it("erases a reminder that is over, but not before its last post went out", async () => {
    const over = reminder({ updatedAt: NOW - ENDED_PERSONAL_MS - 1 });
    const fresh = reminder({ updatedAt: NOW - ENDED_PERSONAL_MS });
    const waiting = reminder({ updatedAt: NOW - UNTOUCHED_MS });
    const running = reminder({ status: "on", nextAt: NOW + 1, updatedAt: NOW - 2 * UNTOUCHED_MS });
    const place = { platform: "slack", workspace: "T", place: { id: "C", kind: "channel" } } as const;
    const posted = reminder({ to: place, kind: "company-message", updatedAt: NOW - DELIVERIES_MS - 1 });
    const recent = reminder({ to: place, kind: "company-message", updatedAt: NOW - DELIVERIES_MS });
    const paused = reminder({ to: place, status: "paused", updatedAt: NOW - UNTOUCHED_MS - 1 });
    for (const each of [over, fresh, waiting, running, posted, recent, paused]) await store.saveReminder(each, 0);
    await deliver(store, waiting, "sending", NOW - UNTOUCHED_MS);
    expect(await purge(store.database.db, NOW)).toBe(3);
    const left = await Promise.all([over, fresh, waiting, running, posted, recent, paused].map(({ id }) => store.reminder(id)));
    expect(left.map((found) => found !== undefined)).toEqual([false, true, true, true, false, true, false]);
  });

  it("erases what was typed for a post and not saved after a day", async () => {
    const place = { platform: "slack", workspace: "T", place: { id: "C", kind: "channel" } } as const;
    const forgotten = reminder({ to: place, status: "paused", pauseReason: "draft", updatedAt: NOW - DRAFT_MS - 1 });
    const change = reminder({ to: place, status: "paused", pauseReason: "draft-of:x", updatedAt: NOW - DRAFT_MS - 1 });
    const draft = reminder({ to: place, status: "paused", pauseReason: "draft", updatedAt: NOW - DRAFT_MS });
    const paused = reminder({ to: place, status: "paused", pauseReason: "place-gone", updatedAt: NOW - DRAFT_MS - 1 });
    for (const each of [forgotten, change, draft, paused]) await store.saveReminder(each, 0);
    expect(await purge(store.database.db, NOW)).toBe(2);
    expect((await store.channelReminders("slack", "T")).map(({ id }) => id).sort()).toEqual([draft.id, paused.id].sort());
  });

  it("erases what became of a post after 90 days, but never a post that is still to be made", async () => {
    const running = reminder({ status: "on", nextAt: NOW + 1, updatedAt: NOW });
    await store.saveReminder(running, 0);
    const old = NOW - DELIVERIES_MS - 1;
    for (const [index, state] of ["sent", "failed", "unknown", "skipped", "pending", "sending"].entries()) {
      await deliver(store, running, state, old - index);
    }
    await deliver(store, running, "sent", NOW - DELIVERIES_MS);
    expect(await purge(store.database.db, NOW)).toBe(4);
    const left = await store.database.db.selectFrom("deliveries").select("state").orderBy("state").execute();
    expect(left.map(({ state }) => state)).toEqual(["pending", "sending", "sent"]);
  });

  it("erases more than one piece at a time", async () => {
    await fillWithPeople(store.database, 1_201);
    expect(await purge(store.database.db, NOW + 2 * UNTOUCHED_MS)).toBe(3 * 1_201 + 61);
  });
});

describe("retention", () => {
  it("looks for each kind of row by an index", async () => {
    using folder = temporaryFolder();
    const store = await openStore(path.join(folder.path, "bot.sqlite"), NOW);
    const { db } = store.database;
    for (const [table, condition] of [
      ["handled_requests", "claimed_at < 5"],
      ["preferences", "updated_at < 5"],
      ["progress", "updated_at < 5"],
      ["deliveries", "state not in ('pending', 'sending') and updated_at < 5"],
      ["reminders", "status = 'ended' and place is null and updated_at < 5"],
    ] as const) {
      const { rows } = await sql<{
        detail: string;
      }>`explain query plan select 1 from ${sql.table(table)} where ${sql.raw(condition)}`.execute(db);
      expect(rows.map(({ detail }) => detail).join()).toMatch(/^SEARCH .* INDEX/);
    }
    await store.close();
  });

  it("is done when the store is opened, every few hours after, and not after it was stopped", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "bot.sqlite");
    const first = await openStore(file, NOW);
    await first.savePreferences(ann, { language: "fr" }, NOW);
    await first.savePreferences(bob, { language: "fr" }, NOW + DAY_MS);
    await first.close();
    const store = await openStore(file, NOW + UNTOUCHED_MS + 1);
    expect(await store.preferences(ann)).toEqual({});
    const clock = { now: NOW + UNTOUCHED_MS + 1 };
    const timers: { ms: number; task: () => void }[] = [];
    const troubles: string[] = [];
    const stop = startRetention({
      database: store.database,
      clock: () => clock.now,
      every: (ms, task) => {
        timers.push({ ms, task });
        return () => void timers.pop();
      },
      onTrouble: (message) => troubles.push(message),
    });
    expect(timers.map(({ ms }) => ms)).toEqual([PURGE_EVERY_MS]);
    clock.now += DAY_MS;
    timers[0]?.task();
    await stop();
    expect(await store.preferences(bob)).toEqual({});
    expect(timers).toEqual([]);
    expect(troubles).toEqual([]);
    await store.close();
  });

  it("tells when it cannot be done, and goes on", async () => {
    using folder = temporaryFolder();
    const store = await openStore(path.join(folder.path, "bot.sqlite"), NOW);
    const troubles: string[] = [];
    let task = (): void => {};
    const stop = startRetention({
      database: store.database,
      clock: () => NOW,
      every: (_ms, given) => {
        task = given;
        return () => {};
      },
      onTrouble: (message) => troubles.push(message),
    });
    await sql`drop table deliveries`.execute(store.database.db);
    task();
    task();
    await stop();
    expect(troubles).toEqual(Array(2).fill(expect.stringMatching(/could not be erased: .*deliveries/)));
    await store.close();
  });
});

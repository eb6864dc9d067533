import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { Store } from "../../src/core/ports.ts";
import type { Reminder } from "../../src/core/reminder.ts";
import { keepRemovals } from "../../src/core/removals.ts";
import type { Workspace } from "../../src/core/workspace.ts";
import { type OpenStore, openStore } from "../../src/store/open.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { DIALECTS, type EmptyDatabase } from "./dialects.ts";

const guild: Workspace = { platform: "discord", workspace: "G1" };
const other: Workspace = { platform: "discord", workspace: "G2" };
const ann = { platform: "discord", tenant: "discord", person: "U1" } as const;

function reminderIn(workspace: Workspace, id: string): Reminder {
  return {
    id,
    maker: ann,
    to: { ...workspace, place: { id: "C1", kind: "channel" } },
    kind: "announcement",
    language: "en",
    schedule: { start: "2026-12-07T09:00", timeZone: "Europe/Warsaw", rule: "FREQ=WEEKLY;BYDAY=MO" },
    status: "on",
    nextAt: 2_000_000,
    posts: 0,
    createdAt: 1,
    updatedAt: 1,
  };
}

async function fill(store: Store, workspace: Workspace, number: number): Promise<void> {
  await store.saveSettings(workspace, { language: "de" }, 1);
  await store.saveNote(workspace, "resume-cv", "Ours", 1);
  await store.addManager(workspace, ann, 1);
  await store.knowChanges(workspace, ["one"], 1);
  const place = { id: "C1", kind: "channel" } as const;
  await store.saveHandoff({
    ...workspace,
    id: `00000000-0000-4000-9000-00000000000${number}`,
    asker: ann,
    language: "en",
    place,
    createdAt: 1,
  });
  await store.addUsage([{ ...workspace, month: "2026-11", event: "answer", subject: "resume-cv", count: 7 }]);
  await store.saveReminder(reminderIn(workspace, `00000000-0000-4000-8000-00000000000${number}`), 0);
}

async function keptFor(store: Store, workspace: Workspace) {
  return {
    settings: await store.settings(workspace),
    notes: await store.notedTopics(workspace),
    managers: await store.managers(workspace),
    usage: await store.usage(workspace, "2026-11"),
    handoffs: (await store.handoffsOf(ann)).filter(({ workspace: id }) => id === workspace.workspace).length,
    reminders: (await store.channelReminders("discord", workspace.workspace)).map(({ status, nextAt }) => [status, nextAt]),
  };
}

describe.each(DIALECTS)("removing a workspace in $name", ({ create }) => {
  let database: EmptyDatabase;
  let store: OpenStore;
  beforeEach(async () => {
    database = await create();
    store = await openStore(database.address, 0);
  });
  afterEach(async () => {
    await store.close();
    await database.remove();
  });

  it("erases what is kept for it, pauses its reminders, and touches no other, however often it is done", async () => {
    await fill(store, guild, 1);
    await fill(store, other, 2);
    await store.savePreferences(ann, { language: "pl" }, 1);
    const before = await keptFor(store, other);
    expect(await store.removeWorkspace(guild, 5_000, 5_000)).toBe(true);
    expect(await store.removeWorkspace(guild, 6_000, 6_000)).toBe(true);
    expect(await keptFor(store, guild)).toEqual({
      settings: {},
      notes: [],
      managers: [],
      usage: [],
      handoffs: 0,
      reminders: [["paused", undefined]],
    });
    expect(await keptFor(store, other)).toEqual(before);
    expect(before.reminders).toEqual([["on", 2_000_000]]);
    expect(await store.preferences(ann)).toEqual({ language: "pl" });
    expect(await store.claimChange(guild, "one", 7_000)).toBe(true);
  });

  it("does nothing where an installation is newer than the news, and everything where the token was lost before", async () => {
    await fill(store, guild, 1);
    await store.saveInstallation(guild, "sealed", 3_000);
    const before = await keptFor(store, guild);
    expect(await store.removeWorkspace(guild, 2_999, 5_000)).toBe(false);
    expect(await store.installation(guild)).toMatchObject({ sealed: "sealed" });
    expect(await keptFor(store, guild)).toEqual(before);

    expect(await store.loseInstallation(guild, 3_000, 6_000)).toBe(true);
    expect(await keptFor(store, guild)).toEqual({ ...before, reminders: [["paused", undefined]] });
    expect(await store.removeWorkspace(guild, 3_000, 7_000)).toBe(true);
    expect(await keptFor(store, guild)).toMatchObject({ settings: {}, notes: [], managers: [], usage: [], handoffs: 0 });
    // The other news comes second.
    expect(await store.loseInstallation(guild, 3_000, 8_000)).toBe(true);
  });

  it("erases all of it or nothing", async () => {
    await fill(store, guild, 1);
    await store.saveInstallation(guild, "sealed", 1_000);
    await store.database.db.schema.dropTable("usage").execute();
    await expect(store.removeWorkspace(guild, 5_000, 5_000)).rejects.toThrow();
    expect(await store.installation(guild)).toMatchObject({ sealed: "sealed" });
    expect(await store.settings(guild)).toEqual({ language: "de" });
    expect((await store.channelReminders("discord", "G1")).map(({ status }) => status)).toEqual(["on"]);
  });
});

it("a removal that the database could not take is tried again until it can, once", async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, "bot.sqlite");
  const store = await openStore(file, 0, { waitMs: 0, onTrouble: () => {}, busyPatienceMs: 0 });
  await fill(store, guild, 1);
  await fill(store, other, 2);
  const before = await keptFor(store, other);
  const removals = keepRemovals(store);

  const program = new DatabaseSync(file, { timeout: 5_000 });
  program.exec("begin immediate");
  await expect(removals.removeWorkspace(guild, 5_000, 5_000)).rejects.toThrow(StoreError);
  await removals.retry();
  expect(await store.settings(guild)).toEqual({ language: "de" });
  program.exec("rollback");
  program.close();
  await removals.retry();
  expect(await keptFor(store, guild)).toMatchObject({ settings: {}, notes: [], reminders: [["paused", undefined]] });
  expect(await keptFor(store, other)).toEqual(before);

  // Somebody took the bot in again, which the removal of before has nothing to do with.
  await store.saveSettings(guild, { language: "fr" }, 6_000);
  await removals.retry();
  expect(await store.settings(guild)).toEqual({ language: "fr" });
  await store.close();
});

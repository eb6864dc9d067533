import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import type { Reminder } from "../../src/core/reminder.ts";
import type { Workspace } from "../../src/core/workspace.ts";
import { openStore } from "../../src/store/open.ts";
import { DIALECTS, type EmptyDatabase } from "./dialects.ts";

const team: Workspace = { platform: "slack", workspace: "T1" };
const other: Workspace = { platform: "slack", workspace: "T2" };

const reminder: Reminder = {
  id: "00000000-0000-4000-8000-000000000001",
  maker: { platform: "slack", tenant: "T1", person: "U1" },
  to: { ...team, place: { id: "C1", kind: "channel" } },
  kind: "announcement",
  language: "en",
  schedule: { start: "2026-12-07T09:00", timeZone: "Europe/Warsaw", rule: "FREQ=WEEKLY;BYDAY=MO" },
  status: "on",
  nextAt: 2_000_000,
  posts: 0,
  createdAt: 1,
  updatedAt: 1,
};

describe.each(DIALECTS)("installations in $name", ({ create }) => {
  let database: EmptyDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await create();
    store = await openStore(database.address, 0);
  });
  afterEach(async () => {
    await store.close();
    await database.remove();
  });

  it("are kept per workspace, the latest one", async () => {
    expect(await store.installation(team)).toBeUndefined();
    await store.saveInstallation(team, "sealed 1", 1_000);
    await store.saveInstallation(other, "sealed 2", 2_000);
    await store.saveInstallation(team, "sealed 3", 3_000);
    expect(await store.installation(team)).toEqual({ workspace: "T1", sealed: "sealed 3", installedAt: 3_000 });
    expect((await store.installations("slack")).map(({ workspace }) => workspace)).toEqual(["T2", "T1"]);
    expect(await store.installations("discord")).toEqual([]);
  });

  it("are sealed anew only as long as they are what was read", async () => {
    await store.saveInstallation(team, "old", 1_000);
    expect(await store.resealInstallation(team, "old", "new")).toBe(true);
    expect(await store.resealInstallation(team, "old", "newer")).toBe(false);
    expect(await store.installation(team)).toEqual({ workspace: "T1", sealed: "new", installedAt: 1_000 });
  });

  it("are erased when the workspace is left, which pauses what is scheduled there and nowhere else", async () => {
    await store.saveInstallation(team, "sealed", 1_000);
    await store.saveReminder(reminder, 0);
    await store.saveReminder({ ...reminder, id: "elsewhere", to: { ...reminder.to, workspace: "T2" } }, 0);
    expect(await store.loseInstallation(team, 2_000, 3_000)).toBe(true);
    expect(await store.installation(team)).toBeUndefined();
    const paused = await store.reminder(reminder.id);
    expect(paused).toMatchObject({ status: "paused", pauseReason: "uninstalled", updatedAt: 3_000, version: 2 });
    expect(paused?.nextAt).toBeUndefined();
    expect(await store.reminder("elsewhere")).toMatchObject({ status: "on" });
    // Told twice, as platforms do.
    expect(await store.loseInstallation(team, 2_000, 4_000)).toBe(true);
    expect(await store.reminder(reminder.id)).toMatchObject({ version: 2 });
  });

  it("outlive late news of an earlier uninstallation", async () => {
    await store.saveInstallation(team, "sealed again", 5_000);
    await store.saveReminder(reminder, 0);
    expect(await store.loseInstallation(team, 4_999, 6_000)).toBe(false);
    expect(await store.installation(team)).toMatchObject({ sealed: "sealed again" });
    expect(await store.reminder(reminder.id)).toMatchObject({ status: "on", nextAt: 2_000_000 });
  });
});

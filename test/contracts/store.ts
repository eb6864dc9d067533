import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import type { Reminder } from "../../src/core/reminder.ts";
import type { Identity } from "../../src/core/request.ts";
import type { Progress } from "../../src/core/walkthrough.ts";
import { HANDOFF_LIFETIME_MS, type Handoff, type Workspace } from "../../src/core/workspace.ts";

/** A database that the store's contract is tried on. */
export interface StoreDialect {
  name: string;
  /** A store on an empty database; a second call in one test opens the same one, as another process would. */
  open(now: number): Promise<Store>;
  /** Removes the database. */
  clean(): Promise<void>;
}

const ann: Identity = { platform: "slack", tenant: "T1", person: "U1" };
const begun: Progress = {
  walkthrough: "linkedin",
  step: "web-open",
  aside: false,
  trail: ["device"],
  chosen: { device: "web" },
  status: "open",
  startedAt: 1_000,
  updatedAt: 2_000,
};

const weekly: Reminder = {
  id: "00000000-0000-4000-8000-000000000001",
  maker: ann,
  to: { platform: "slack", workspace: "T1", place: { id: "C1", kind: "channel" } },
  kind: "company-message",
  message: "**Please** read this \u{1F512}",
  language: "pl",
  region: "eu",
  schedule: { start: "2026-12-07T09:00", timeZone: "Europe/Warsaw", rule: "FREQ=WEEKLY;BYDAY=MO" },
  status: "on",
  nextAt: 1_796_630_400_000,
  posts: 0,
  createdAt: 1_000,
  updatedAt: 1_000,
};

const personal: Reminder = {
  ...omitFrom(weekly, "message", "region"),
  id: "00000000-0000-4000-8000-000000000002",
  to: { platform: "slack", workspace: "T1", person: "U1" },
  kind: "personal",
  subject: "linkedin",
  schedule: { start: "2026-12-01T09:00", timeZone: "Europe/Warsaw" },
};

const team: Workspace = { platform: "slack", workspace: "T1" };

const asked: Handoff = {
  ...team,
  id: "00000000-0000-4000-8000-000000000003",
  asker: ann,
  language: "it",
  place: { id: "C9", kind: "channel" },
  createdAt: 10_000,
};

function omitFrom<T extends object, K extends keyof T>(whole: T, ...keys: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(whole).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
}

/** What every database must do for the core. */
export function storeContract(dialect: StoreDialect): void {
  describe(`the store on ${dialect.name}`, () => {
    let store: Store;
    const opened: Store[] = [];
    const open = async (): Promise<Store> => {
      const another = await dialect.open(10_000);
      opened.push(another);
      return another;
    };

    beforeEach(async () => {
      store = await open();
    });

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
      await dialect.clean();
    });

    it("knows nothing about somebody new", async () => {
      expect(await store.preferences(ann)).toEqual({});
      expect(await store.progress(ann)).toEqual([]);
    });

    it("keeps each preference when another one changes", async () => {
      await store.savePreferences(ann, { language: "fr", labelLanguage: "de" }, 1);
      await store.savePreferences(ann, { region: "uk", timeZone: "Europe/London" }, 2);
      await store.savePreferences(ann, { device: "ios" }, 3);
      expect(await store.preferences(ann)).toEqual({
        language: "fr",
        region: "uk",
        device: "ios",
        labelLanguage: "de",
        timeZone: "Europe/London",
      });
    });

    it("keeps people of two platforms or two tenants apart", async () => {
      await store.savePreferences(ann, { language: "fr" }, 1);
      expect(await store.preferences({ ...ann, platform: "discord" })).toEqual({});
      expect(await store.preferences({ ...ann, tenant: "T2" })).toEqual({});
    });

    it("gives progress back as it was saved, with its version", async () => {
      expect(await store.saveProgress(ann, begun, 0)).toBe(true);
      const done: Progress = {
        ...begun,
        walkthrough: "facebook",
        step: "done",
        aside: true,
        status: "done",
        updatedAt: 3_000,
        doneAt: 3_000,
      };
      expect(await store.saveProgress(ann, done, 0)).toBe(true);
      expect(await store.progress(ann)).toEqual([
        { ...done, version: 1 },
        { ...begun, version: 1 },
      ]);
    });

    it("lets one of two saves of the same version win, whatever process they come from", async () => {
      const other = await open();
      await store.saveProgress(ann, begun, 0);
      expect(await other.saveProgress(ann, { ...begun, step: "other" }, 0)).toBe(false);
      const saves = await Promise.all([
        store.saveProgress(ann, { ...begun, step: "a" }, 1),
        other.saveProgress(ann, { ...begun, step: "b" }, 1),
        store.saveProgress(ann, { ...begun, step: "c" }, 1),
      ]);
      expect(saves.filter(Boolean)).toHaveLength(1);
      const [saved] = await other.progress(ann);
      expect(saved).toMatchObject({ version: 2, step: ["a", "b", "c"][saves.indexOf(true)] });
    });

    it("gives a delivery to one caller only", async () => {
      const other = await open();
      const claims = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? store : other).claimRequest("slack", "Ev1", 10_000)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await store.claimRequest("discord", "Ev1", 10_000)).toBe(true);
    });

    it("survives being opened again", async () => {
      await store.saveProgress(ann, begun, 0);
      const again = await open();
      expect(await again.progress(ann)).toHaveLength(1);
    });

    it("erases everything about a person and nothing about others", async () => {
      const bob = { ...ann, person: "U2" };
      for (const person of [ann, bob]) {
        await store.savePreferences(person, { language: "fr" }, 1);
        await store.saveProgress(person, begun, 0);
      }
      await store.forget(ann);
      expect(await store.preferences(ann)).toEqual({});
      expect(await store.progress(ann)).toEqual([]);
      expect(await store.preferences(bob)).toEqual({ language: "fr" });
      expect(await store.progress(bob)).toHaveLength(1);
    });

    it("gives reminders back as they were saved, those of a channel apart from those of a person", async () => {
      expect(await store.saveReminder(weekly, 0)).toBe(true);
      expect(await store.saveReminder(personal, 0)).toBe(true);
      expect(await store.channelReminders("slack", "T1")).toEqual([{ ...weekly, version: 1 }]);
      expect(await store.personalReminders(ann)).toEqual([{ ...personal, version: 1 }]);
      expect(await store.reminder(personal.id)).toEqual({ ...personal, version: 1 });
      expect(await store.channelReminders("discord", "T1")).toEqual([]);
      expect(await store.remindersMadeBy(ann)).toEqual([{ ...weekly, version: 1 }]);
      expect(await store.personalReminders({ ...ann, person: "U2" })).toEqual([]);
    });

    it("lets one of two changes of a reminder win, and deletes it", async () => {
      await store.saveReminder(weekly, 0);
      expect(await store.saveReminder(weekly, 0)).toBe(false);
      expect(await store.saveReminder({ ...omitFrom(weekly, "nextAt"), status: "paused", pauseReason: "place-gone" }, 1)).toBe(true);
      expect(await store.saveReminder(weekly, 1)).toBe(false);
      expect(await store.reminder(weekly.id)).toMatchObject({ status: "paused", pauseReason: "place-gone", version: 2 });
      await store.deleteReminder(weekly.id);
      expect(await store.reminder(weekly.id)).toBeUndefined();
    });

    it("erases a person's own reminders, and of those in channels only that they made them", async () => {
      await store.saveReminder(weekly, 0);
      await store.saveReminder(personal, 0);
      await store.forget(ann);
      expect(await store.personalReminders(ann)).toEqual([]);
      expect(await store.remindersMadeBy(ann)).toEqual([]);
      expect(await store.channelReminders("slack", "T1")).toEqual([{ ...weekly, maker: { ...weekly.maker, person: "" }, version: 2 }]);
      expect(await store.saveReminder(weekly, 1)).toBe(false);
    });

    it("keeps each setting of a workspace when another one changes, and takes one back", async () => {
      const place = { id: "C1", kind: "channel" } as const;
      await store.saveSettings(team, { language: "fr", privacyContact: "Ann <ann@example.com>" }, 1);
      await store.saveSettings(team, { handoffPlace: place, updatesPlace: { id: "C2", kind: "channel" }, region: "ch" }, 2);
      await store.saveSettings(team, { language: null, updatesPlace: null }, 3);
      expect(await store.settings(team)).toEqual({ region: "ch", privacyContact: "Ann <ann@example.com>", handoffPlace: place });
      expect(await store.settings({ ...team, workspace: "T2" })).toEqual({});
      expect(await store.settings({ ...team, platform: "discord" })).toEqual({});
    });

    it("keeps one note on each topic of a workspace", async () => {
      await store.saveNote(team, "resume-cv", "Old", 1);
      await store.saveNote(team, "resume-cv", "New \u{1F512}", 2);
      await store.saveNote(team, "inmail", "Other", 3);
      expect(await store.note(team, "resume-cv")).toBe("New \u{1F512}");
      expect(await store.notedTopics(team)).toEqual(["inmail", "resume-cv"]);
      expect(await store.note({ ...team, workspace: "T2" }, "resume-cv")).toBeUndefined();
      await store.saveNote(team, "resume-cv", undefined, 4);
      expect(await store.notedTopics(team)).toEqual(["inmail"]);
    });

    it("knows who was named to manage a workspace, and only that one", async () => {
      const bob = { ...ann, person: "U2" };
      await store.addManager(team, bob, 1);
      await store.addManager(team, ann, 2);
      await store.addManager(team, ann, 3);
      expect(await store.managers(team)).toEqual(["U2", "U1"]);
      expect(await store.isManager(team, ann)).toBe(true);
      expect(await store.isManager({ ...team, workspace: "T2" }, ann)).toBe(false);
      expect(await store.isManager(team, { ...ann, tenant: "T2" })).toBe(false);
      expect(await store.managedBy(ann)).toEqual(["T1"]);
      await store.removeManager(team, ann);
      expect(await store.managers(team)).toEqual(["U2"]);
      await store.forget(bob);
      expect(await store.managers(team)).toEqual([]);
    });

    it("finds who asked a handed-on question by its message, until it is forgotten", async () => {
      await store.saveHandoff(asked);
      expect(await store.handoff(asked.id)).toEqual(asked);
      await store.saveHandoff({ ...asked, message: "17.001" });
      expect(await store.handoffByMessage(team, "17.001")).toEqual({ ...asked, message: "17.001" });
      expect(await store.handoffByMessage({ ...team, workspace: "T2" }, "17.001")).toBeUndefined();
      expect(await store.handoffsOf(ann)).toHaveLength(1);
      await store.forget(ann);
      expect(await store.handoff(asked.id)).toBeUndefined();
      await store.saveHandoff(asked);
      await store.deleteHandoff(asked.id);
      expect(await store.handoffsOf(ann)).toEqual([]);
    });

    it("forgets who asked after thirty days", async () => {
      await store.saveHandoff({ ...asked, createdAt: 10_000 - HANDOFF_LIFETIME_MS });
      await store.saveHandoff({ ...asked, id: "older", createdAt: 9_999 - HANDOFF_LIFETIME_MS });
      const again = await open();
      expect((await again.handoffsOf(ann)).map(({ id }) => id)).toEqual([asked.id]);
    });

    it("lists the workspaces of a platform that want to be told of changes", async () => {
      const updatesPlace = { id: "C1", kind: "channel" } as const;
      await store.saveSettings(team, { updatesPlace, language: "nl" }, 1);
      await store.saveSettings({ ...team, workspace: "T2" }, { language: "fr" }, 1);
      await store.saveSettings({ platform: "discord", workspace: "G1" }, { updatesPlace }, 1);
      expect(await store.subscribers("slack")).toEqual([{ workspace: "T1", settings: { updatesPlace, language: "nl" } }]);
    });

    it("lets one caller announce a change to a workspace, whatever process it comes from", async () => {
      const other = await open();
      await store.knowChanges(team, ["old", "older"], 1);
      await store.knowChanges(team, ["old"], 2);
      const claims = await Promise.all([1, 2, 3, 4].map((n) => (n % 2 ? store : other).claimChange(team, "new", n)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await store.claimChange(team, "old", 5)).toBe(false);
      expect(await store.claimChange({ ...team, workspace: "T2" }, "new", 5)).toBe(true);
      await store.releaseChange(team, "new");
      expect(await other.claimChange(team, "new", 6)).toBe(true);
    });

    it("adds up what is counted, whatever process it comes from", async () => {
      const other = await open();
      const one = { ...team, month: "2026-11", event: "answer", subject: "inmail", count: 1 } as const;
      const two = { ...one, subject: "deadline-passed", count: 2 } as const;
      await Promise.all([store.addUsage([one, two]), other.addUsage([two, one]), store.addUsage([one])]);
      await store.addUsage([
        { ...one, month: "2026-12" },
        { ...one, workspace: "T2" },
      ]);
      expect(await store.usage(team, "2026-11")).toEqual([
        { month: "2026-11", event: "answer", subject: "deadline-passed", count: 4 },
        { month: "2026-11", event: "answer", subject: "inmail", count: 3 },
      ]);
      await store.addUsage([]);
    });

    it("keeps any text of an id apart from SQL", async () => {
      const odd = { ...ann, person: `x'"; drop table progress; --` };
      await store.saveProgress(odd, begun, 0);
      expect(await store.progress(odd)).toHaveLength(1);
    });
  });
}

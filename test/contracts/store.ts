import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import type { Reminder } from "../../src/core/reminder.ts";
import type { Identity } from "../../src/core/request.ts";
import type { Progress } from "../../src/core/walkthrough.ts";

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

    it("erases a person's own reminders and leaves those of the workspace", async () => {
      await store.saveReminder(weekly, 0);
      await store.saveReminder(personal, 0);
      await store.forget(ann);
      expect(await store.personalReminders(ann)).toEqual([]);
      expect(await store.channelReminders("slack", "T1")).toHaveLength(1);
    });

    it("keeps any text of an id apart from SQL", async () => {
      const odd = { ...ann, person: `x'"; drop table progress; --` };
      await store.saveProgress(odd, begun, 0);
      expect(await store.progress(odd)).toHaveLength(1);
    });
  });
}

import path from "node:path";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../src/core/languages.ts";
import type { Request } from "../../src/core/request.ts";
import { converse, realKnowledge } from "../conversation.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const ANN = { platform: "slack", tenant: "T1", person: "ann" } as const;
const BERLIN: Partial<Request> = { timeZone: "Europe/Berlin" };

async function withAnn(run: (ann: Awaited<ReturnType<typeof converse>>) => Promise<void>): Promise<void> {
  using folder = temporaryFolder();
  const ann = await converse(path.join(folder.path, "bot.sqlite"));
  await run(ann);
  expect(ann.reports).toEqual([]);
  await ann.close();
}

describe("a personal reminder", () => {
  it("is made in words, told with its date and zone, and can be cancelled", async () => {
    await withAnn(async (ann) => {
      await ann.say("remind me in 3 days at 14:30", BERLIN);
      expect(ann.text()).toContain("Friday, 27 November 2026 at 14:30 (Europe/Berlin)");
      const [reminder] = await ann.store.personalReminders(ANN);
      expect(reminder).toMatchObject({
        kind: "personal",
        subject: "linkedin",
        to: { platform: "slack", workspace: "T1", person: "ann" },
        schedule: { start: "2026-11-27T14:30", timeZone: "Europe/Berlin" },
        nextAt: Date.parse("2026-11-27T13:30Z"),
        status: "on",
      });
      await ann.press("Cancel it");
      expect(await ann.store.personalReminders(ANN)).toEqual([]);
    });
  });

  it.each([
    ["remind me tomorrow 9:00", "2026-11-25T09:00"],
    ["Rappelle-moi demain 9h", "2026-11-25T09:00"],
    ["Erinnere mich in 3 Tagen", "2026-11-27T10:00"],
    ["recuérdame mañana a las 9", "2026-11-25T09:00"],
    ["Ricordami domani alle 9", "2026-11-25T09:00"],
    ["herinner me volgende maandag", "2026-11-30T09:00"],
    ["Lembre-me amanhã às 9h", "2026-11-25T09:00"],
    ["przypomnij mi jutro o 9", "2026-11-25T09:00"],
    ["/linkedin-ai remind-me next monday", "2026-11-30T09:00"],
  ])("is understood as %s", async (text, start) => {
    await withAnn(async (ann) => {
      await ann.say(text, BERLIN);
      expect((await ann.store.personalReminders(ANN)).map(({ schedule }) => schedule.start)).toEqual([start]);
    });
  });

  it("is about the walkthrough that the person is in", async () => {
    await withAnn(async (ann) => {
      await ann.say("optout facebook");
      await ann.say("remind me tomorrow", BERLIN);
      expect((await ann.store.personalReminders(ANN))[0]?.subject).toBe("facebook");
    });
  });

  it("asks once for the time zone where the platform does not tell it, and loses nothing over it", async () => {
    await withAnn(async (ann) => {
      await ann.say("remind me tomorrow 9:00");
      expect(ann.text()).toContain("In which time zone are you?");
      expect(ann.labels()).toContain("Europe/Berlin, now 10:00");
      await ann.press("Europe/Berlin, now 10:00");
      expect(ann.text()).toContain("Wednesday, 25 November 2026 at 09:00 (Europe/Berlin)");
      await ann.say("remind me next monday");
      expect(ann.text()).toContain("Monday, 30 November 2026 at 09:00 (Europe/Berlin)");
      expect(await ann.store.preferences(ANN)).toEqual({ timeZone: "Europe/Berlin" });
    });
  });

  it("moves with the clock of a new time zone, unless it was said from now on", async () => {
    await withAnn(async (ann) => {
      const due = async () =>
        (await ann.store.personalReminders(ANN)).map(({ nextAt }) => new Date(nextAt ?? 0).toISOString().slice(0, 16));
      await ann.say("remind me tomorrow 9:00", BERLIN);
      await ann.press("Change time zone");
      await ann.press(/^America\/New_York/);
      expect(ann.text()).toContain("09:00 (America/New_York)");
      expect(await due()).toEqual(["2026-11-25T14:00"]);
      await ann.press("Cancel it");
      await ann.say("remind me in 2 hours");
      await ann.press("Change time zone");
      await ann.press(/^Asia\/Tokyo/);
      expect(ann.text()).toContain("20:00 (Asia/Tokyo)");
      expect(await due()).toEqual(["2026-11-24T11:00"]);
    });
  });

  it.each(LANGUAGES)("explains itself with examples that it understands itself in %s", async (language) => {
    const command = realKnowledge().commandWord("remind-me", language);
    const examplesIn = (key: string) =>
      [
        ...realKnowledge()
          .say(language)(`remind-me.${key}`, { command })
          .matchAll(/`([^`]+)`/g),
      ]
        .map(([, found = ""]) => found)
        .filter((found) => found.includes(" "));
    const explained = ["not-understood", "past", "unknown-zone", "only-once"].flatMap((key) => examplesIn(key));
    const examples = [...examplesIn("how"), ...explained.map((example) => `${command} ${example}`)];
    expect(examples).toHaveLength(9);
    await withAnn(async (ann) => {
      for (const example of examples) {
        await ann.say(example, { ...BERLIN, locale: language });
        expect(ann.labels(), example).toHaveLength(2);
      }
    });
  });

  it("is not made of nonsense, of what is past, of what repeats, or beyond ten", async () => {
    await withAnn(async (ann) => {
      await ann.say("remind me to feed the cat", BERLIN);
      expect(ann.text()).toContain("I did not understand when. Try for example");
      await ann.say("remind me to feed the cat");
      expect(ann.text()).toContain("I did not understand when. Try for example");
      await ann.say("remind me 2026-11-01", BERLIN);
      expect(ann.text()).toContain("That time is past");
      await ann.say("remind me every monday", BERLIN);
      expect(ann.text()).toContain("only once at a time");
      await ann.say("remind me tomorrow 9:00 Mars/Olympus", BERLIN);
      expect(ann.text()).toContain("I do not know that time zone");
      for (let day = 1; day <= 11; day++) await ann.say(`remind me in ${day} days`, BERLIN);
      expect(ann.text()).toContain("You already have 10 reminders");
      expect(await ann.store.personalReminders(ANN)).toHaveLength(10);
    });
  });

  it("of one person is nobody else's to see, move or cancel", async () => {
    using folder = temporaryFolder();
    const file = path.join(folder.path, "bot.sqlite");
    const ann = await converse(file);
    const bob = await converse(file, { person: "bob" });
    await ann.say("remind me tomorrow", BERLIN);
    const [reminder] = await ann.store.personalReminders(ANN);
    for (const [verb, subject] of [
      ["cancel", reminder?.id ?? ""],
      ["zone", `Asia/Tokyo w/${reminder?.id}`],
    ] as const) {
      await bob.send({ kind: "press", action: { command: "remind-me", verb, subject }, private: true });
      expect(bob.text()).toContain("That reminder no longer exists");
    }
    expect(await ann.store.personalReminders(ANN)).toHaveLength(1);
    await bob.say("remind-me", BERLIN);
    expect(bob.text()).toContain("You have no reminders");
    await ann.close();
    await bob.close();
  });
});

describe("a walkthrough", () => {
  it("that is put off offers to remind of it", async () => {
    await withAnn(async (ann) => {
      await ann.say("optout linkedin", BERLIN);
      await ann.press("Later", BERLIN);
      expect(ann.labels()).toEqual(["In 1 hour", "Tomorrow 9:00", "Next Monday", "Another time", "Resume"]);
      await ann.press("In 1 hour", BERLIN);
      expect(ann.text()).toContain("Tuesday, 24 November 2026 at 11:00 (Europe/Berlin)");
      await ann.say("optout linkedin", BERLIN);
      await ann.press("Later", BERLIN);
      await ann.press("Another time", BERLIN);
      expect(ann.form()?.fields.map(({ name }) => name)).toEqual(["when"]);
      await ann.submit({ when: "in two weeks" }, BERLIN);
      expect(ann.text()).toContain("Tuesday, 8 December 2026 at 10:00");
      expect(await ann.store.personalReminders(ANN)).toHaveLength(2);
    });
  });

  it("that is done offers one look again in half a year", async () => {
    await withAnn(async (ann) => {
      await ann.say("optout linkedin", BERLIN);
      await ann.press("On a computer", BERLIN);
      for (let step = 0; step < 3; step++) await ann.press("Done, next", BERLIN);
      await ann.press("Off", BERLIN);
      await ann.press("Remind me in six months", BERLIN);
      expect(ann.text()).toContain("Monday, 24 May 2027 at 09:00 (Europe/Berlin)");
      await ann.say("optout linkedin", BERLIN);
      await ann.press("Remind me in six months", BERLIN);
      const reminders = await ann.store.personalReminders(ANN);
      expect(reminders.map(({ kind, subject }) => [kind, subject])).toEqual([["recheck", "linkedin"]]);
    });
  });
});

describe("a person's own reminders", () => {
  it("stand in the status, in the copy of their data, and go when they are forgotten", async () => {
    await withAnn(async (ann) => {
      await ann.say("remind me tomorrow 9:00", BERLIN);
      await ann.say("status");
      expect(ann.text()).toContain("Wednesday, 25 November 2026 at 09:00 (Europe/Berlin)");
      await ann.press("My reminders", BERLIN);
      expect(ann.labels()[0]).toMatch(/^Cancel: /);
      await ann.say("my-data");
      expect(ann.text()).toContain('"start": "2026-11-25T09:00"');
      await ann.say("forget-me");
      expect(ann.text()).toContain("your own reminders");
      await ann.press("Erase everything");
      expect(await ann.store.personalReminders(ANN)).toEqual([]);
    });
  });

  it("follow the time zone that the person writes, by its name or a city", async () => {
    await withAnn(async (ann) => {
      await ann.say("time-zone");
      expect(ann.text()).toContain("In which time zone are you?");
      await ann.say("time-zone São Paulo");
      expect(ann.text()).toContain("America/Sao_Paulo");
      await ann.say("fuseau-horaire europe/paris");
      expect(await ann.store.preferences(ANN)).toEqual({ timeZone: "Europe/Paris" });
      await ann.say("time-zone Atlantis");
      expect(ann.text()).toContain("I do not know that time zone");
    });
  });
});

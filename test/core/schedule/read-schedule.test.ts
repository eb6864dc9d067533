import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANGUAGES, type Language } from "../../../src/core/languages.ts";
import { presetSchedule } from "../../../src/core/schedule/presets.ts";
import { readSchedule } from "../../../src/core/schedule/read-schedule.ts";
import { realKnowledge, START } from "../../conversation.ts";
import { PHRASES } from "./phrases.ts";

const knowledge = realKnowledge();

function read(text: string, language: Language, timeZone = "UTC", now = START): string {
  const schedule = readSchedule(text, [knowledge.timeLexicon(language)], now, timeZone);
  return typeof schedule === "string" ? schedule : [schedule.start, schedule.rule].filter(Boolean).join(" ");
}

describe("words for a time", () => {
  for (const language of LANGUAGES) {
    it(`are understood in ${language}`, () => {
      const phrases = Object.keys(PHRASES[language]);
      expect(phrases.length).toBeGreaterThanOrEqual(20);
      expect(Object.fromEntries(phrases.map((phrase) => [phrase, read(phrase, language)]))).toEqual(PHRASES[language]);
    });
  }

  it("are understood in whatever language they are written", () => {
    const lexicons = LANGUAGES.map((language) => knowledge.timeLexicon(language));
    expect(readSchedule("co 2 tygodnie we wtorek o 10", lexicons, START, "UTC")).toMatchObject({ start: "2026-11-24T10:00" });
    expect(readSchedule("gestern", lexicons, START, "UTC")).toBe("not-understood");
  });

  it("mean the person's own clock, or that of the zone that is named", () => {
    expect(read("9:30", "en", "Europe/Berlin")).toBe("2026-11-25T09:30");
    expect(read("10:30", "en", "Europe/Berlin")).toBe("2026-11-24T10:30");
    const named = readSchedule("tomorrow 9:00 america/new_york", [knowledge.timeLexicon("en")], START, "Europe/Berlin");
    expect(named).toEqual({ start: "2026-11-25T09:00", timeZone: "America/New_York" });
  });

  it("from now on are never early, nor past, in the hour that autumn repeats", () => {
    const second = Date.parse("2026-10-25T01:05:20Z");
    expect(read("in 10 minutes", "en", "Europe/Berlin", second)).toBe("2026-10-25T03:16");
    expect(presetSchedule("hour", Date.parse("2026-10-25T00:10Z"), "Europe/Berlin").start).toBe("2026-10-25T03:10");
    expect(read("in 10 minutes", "en", "Europe/Berlin", Date.parse("2026-10-25T00:05:20Z"))).toBe("2026-10-25T02:16");
    expect(read("in 2 hours", "en", "Europe/Berlin", Date.parse("2026-03-29T00:30Z"))).toBe("2026-03-29T04:30");
  });

  it("that lie in the past, are none, or name no zone are told apart", () => {
    expect(read("2026-11-23 09:00", "en")).toBe("past");
    expect(read("today 8:00", "en")).toBe("past");
    expect(read("every day until 2026-11-20", "en")).toBe("past");
    expect(read("tomorrow 9:00 Europe/Nowhere", "en")).toBe("unknown-zone");
    for (const nonsense of [
      "",
      "soon",
      "yesterday",
      "last friday",
      "31 february",
      "25:00",
      "tomorrow 9:00 10:00",
      "in 3 days monday",
      "every",
      "every minute",
      "every 2 hours",
      "every year",
      "5 times",
      "3/12/2026",
      "in 9999 months",
      "what LinkedIn does with my data",
      "monday tuesday",
      "every 0 weeks on monday",
    ]) {
      expect(read(nonsense, "en"), nonsense).toBe("not-understood");
    }
  });

  // Slack takes messages of 40,000 characters. What takes time with the square of that takes longer here than a test may.
  it.each(["a", "a ", "1 ", "a'", "every ", "Europe/", "9:00,"])("may be %j 50,000 times, and do not hold up everybody", (unit) => {
    expect(read(unit.repeat(50_000), "en")).not.toMatch(/^\d/);
  });

  it("never make it fall over, whatever is typed", () => {
    const words = Object.keys(PHRASES.en).flatMap((phrase) => phrase.split(" "));
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(fc.constantFrom(...words), { maxLength: 8 }).map((some) => some.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const found = readSchedule(text, [knowledge.timeLexicon("en")], START, "Europe/Berlin");
        expect(typeof found === "string" || /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(found.start)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

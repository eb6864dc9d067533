import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/core/languages.ts";
import type { Schedule } from "../../../src/core/reminder.ts";
import { localTimeOf } from "../../../src/core/schedule/local-time.ts";
import { nextOccurrence } from "../../../src/core/schedule/occurrences.ts";
import { readSchedule } from "../../../src/core/schedule/read-schedule.ts";
import { formatRule, parseRule, type Rule, WEEKDAYS } from "../../../src/core/schedule/rule.ts";
import { sayWhen } from "../../../src/core/schedule/say-schedule.ts";
import { realKnowledge, START } from "../../conversation.ts";

const knowledge = realKnowledge();

const interval = fc.integer({ min: 1, max: 30 });
const end = fc.option(
  fc.oneof(
    fc.integer({ min: 1, max: 99 }).map((count) => ({ count })),
    fc.integer({ min: 800, max: 1500 }).map((days) => ({ until: new Date(START + days * 86_400_000).toISOString().slice(0, 10) })),
  ),
  { nil: undefined },
);
const weekday = fc.constantFrom(...WEEKDAYS);
const pattern = fc.oneof(
  fc.record({ every: fc.constant("day" as const) }),
  fc.record({ every: fc.constant("week" as const), days: fc.subarray([...WEEKDAYS], { minLength: 1 }) }),
  fc.record({ every: fc.constant("month" as const), day: fc.constantFrom(-1, 1, 2, 3, 15, 22, 28) }),
  fc.record({ every: fc.constant("month" as const), nth: fc.constantFrom(-1, 1, 2, 3, 4), weekday }),
);
const rules: fc.Arbitrary<Rule> = fc
  .tuple(interval, pattern, end)
  .map(([every, what, until]) => ({ interval: every, ...what, ...(until ? { end: until } : {}) }) as Rule);
const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((pair) => pair.map((part) => String(part).padStart(2, "0")).join(":"));
const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "UTC");

describe("a schedule in words", () => {
  it("reads well", () => {
    const schedule = (rule?: string): Schedule => ({ start: "2026-12-01T09:00", timeZone: "Europe/Berlin", ...(rule ? { rule } : {}) });
    const words = (language: (typeof LANGUAGES)[number], rule?: string) =>
      sayWhen(schedule(rule), { language, say: knowledge.say(language) });
    expect(words("en")).toBe("Tuesday, 1 December 2026 at 09:00 (Europe/Berlin)");
    expect(words("en", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=5")).toBe("every 2 weeks on Tuesday at 09:00, 5 times (Europe/Berlin)");
    expect(words("en", "FREQ=MONTHLY;BYMONTHDAY=22")).toBe("every month on the 22nd at 09:00 (Europe/Berlin)");
    expect(words("de", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270131T235959")).toBe(
      "jeden Monat am letzten Freitag um 09:00 Uhr, bis 31. Januar 2027 (Europe/Berlin)",
    );
    expect(words("it", "FREQ=MONTHLY;BYDAY=1SU")).toBe("ogni mese la prima domenica alle 09:00 (Europe/Berlin)");
    expect(words("pl", "FREQ=WEEKLY;BYDAY=TU,WE")).toBe("co tydzień we wtorek i w środę o 09:00 (Europe/Berlin)");
  });

  it("is a rule that is read back from its RFC 5545 text", () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(parseRule(formatRule(rule))).toEqual(rule);
      }),
    );
  });

  for (const language of LANGUAGES) {
    it(`is understood as the same schedule in ${language}`, () => {
      const speaker = { language, say: knowledge.say(language) };
      fc.assert(
        fc.property(rules, times, zones, (rule, time, timeZone) => {
          const said = sayWhen({ start: `2026-11-25T${time}`, timeZone, rule: formatRule(rule) }, speaker);
          const read = readSchedule(said, [knowledge.timeLexicon(language)], START, "Asia/Tokyo");
          expect(read, said).toMatchObject({ timeZone, rule: formatRule(rule) });
          expect((read as Schedule).start.slice(11), said).toBe(time);
          // It begins with an occurrence of its own.
          const next = nextOccurrence(read as Schedule, START) ?? 0;
          expect(localTimeOf(next, timeZone).toString().slice(0, 10), said).toBe((read as Schedule).start.slice(0, 10));
        }),
        { numRuns: 150 },
      );
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 1_000 }), times, zones, (days, time, timeZone) => {
          const start = `${new Date(START + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
          const said = sayWhen({ start, timeZone }, speaker);
          expect(readSchedule(said, [knowledge.timeLexicon(language)], START, "Asia/Tokyo"), said).toEqual({ start, timeZone });
        }),
        { numRuns: 100 },
      );
    });
  }
});

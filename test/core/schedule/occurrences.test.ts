import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Schedule } from "../../../src/core/reminder.ts";
import { nextOccurrence, occurrencesAfter } from "../../../src/core/schedule/occurrences.ts";

const DAY = 24 * 60 * 60 * 1000;

function utc(schedule: Schedule, from: string, limit: number): string[] {
  return occurrencesAfter(schedule, Date.parse(from), limit).map((instant) => new Date(instant).toISOString().slice(0, 16));
}

describe("occurrences", () => {
  it("keep the wall-clock time over both changes of the clocks", () => {
    const monday = { start: "2026-03-23T09:00", timeZone: "Europe/Berlin", rule: "FREQ=WEEKLY;BYDAY=MO" };
    expect(utc(monday, "2026-03-01T00:00Z", 2)).toEqual(["2026-03-23T08:00", "2026-03-30T07:00"]);
    expect(utc(monday, "2026-10-20T00:00Z", 1)).toEqual(["2026-10-26T08:00"]);
  });

  it("go out at the first instant after a gap, and are right again the day after", () => {
    const night = { start: "2026-03-28T02:30", timeZone: "Europe/Berlin", rule: "FREQ=DAILY" };
    expect(utc(night, "2026-03-28T00:00Z", 3)).toEqual(["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"]);
    const lordHowe = { start: "2026-10-04T02:15", timeZone: "Australia/Lord_Howe" };
    expect(utc(lordHowe, "2026-10-01T00:00Z", 2)).toEqual(["2026-10-03T15:30"]);
    const midnight = { start: "2026-04-24T00:00", timeZone: "Africa/Cairo" };
    expect(utc(midnight, "2026-04-20T00:00Z", 2)).toEqual(["2026-04-23T22:00"]);
    const wholeDay = { start: "2011-12-30T09:00", timeZone: "Pacific/Apia" };
    expect(utc(wholeDay, "2011-12-01T00:00Z", 2)).toEqual(["2011-12-30T10:00"]);
  });

  it("happen once when the hour is repeated, also when looked for in between", () => {
    const night = { start: "2026-10-24T02:30", timeZone: "Europe/Berlin", rule: "FREQ=DAILY" };
    expect(utc(night, "2026-10-25T00:00Z", 2)).toEqual(["2026-10-25T00:30", "2026-10-26T01:30"]);
    expect(utc(night, "2026-10-25T00:30Z", 1)).toEqual(["2026-10-26T01:30"]);
  });

  it("keep the last day, the nth and the last weekday of the month without drifting", () => {
    const zone = { start: "2026-01-31T09:00", timeZone: "UTC" };
    expect(utc({ ...zone, rule: "FREQ=MONTHLY;BYMONTHDAY=-1" }, "2026-01-01T00:00Z", 3)).toEqual([
      "2026-01-31T09:00",
      "2026-02-28T09:00",
      "2026-03-31T09:00",
    ]);
    expect(utc({ ...zone, rule: "FREQ=MONTHLY;BYMONTHDAY=31" }, "2026-02-01T00:00Z", 2)).toEqual(["2026-03-31T09:00", "2026-05-31T09:00"]);
    expect(utc({ ...zone, rule: "FREQ=MONTHLY;BYDAY=1MO" }, "2026-01-01T00:00Z", 2)).toEqual(["2026-02-02T09:00", "2026-03-02T09:00"]);
    expect(utc({ ...zone, rule: "FREQ=MONTHLY;BYDAY=-1FR" }, "2026-02-01T00:00Z", 2)).toEqual(["2026-02-27T09:00", "2026-03-27T09:00"]);
  });

  it("count every second week from the start, whenever one asks", () => {
    const fortnight = { start: "2026-12-01T10:00", timeZone: "UTC", rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU" };
    expect(utc(fortnight, "2026-12-08T12:00Z", 2)).toEqual(["2026-12-15T10:00", "2026-12-29T10:00"]);
  });

  it("end with a count or at the end of a local day", () => {
    const daily = { start: "2026-12-01T23:30", timeZone: "America/New_York" };
    expect(utc({ ...daily, rule: "FREQ=DAILY;COUNT=2" }, "2026-01-01T00:00Z", 9)).toEqual(["2026-12-02T04:30", "2026-12-03T04:30"]);
    expect(utc({ ...daily, rule: "FREQ=DAILY;UNTIL=20261202T235959" }, "2026-01-01T00:00Z", 9)).toHaveLength(2);
    expect(nextOccurrence({ ...daily, rule: "FREQ=DAILY;COUNT=2" }, Date.parse("2026-12-03T04:30Z"))).toBeUndefined();
  });

  it("refuse a rule that the bot does not offer", () => {
    for (const rule of ["FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2", "FREQ=WEEKLY;BYDAY=XX", "nonsense", "FREQ=MONTHLY;BYMONTHDAY=99"]) {
      expect(() => occurrencesAfter({ start: "2026-12-01T09:00", timeZone: "UTC", rule }, 0, 1), rule).toThrow(RangeError);
    }
  });

  it("are after the instant asked for, in order, and the same however one gets there", () => {
    const schedules = fc.record({
      start: fc
        .date({ min: new Date("2026-01-01"), max: new Date("2028-12-31"), noInvalidDate: true })
        .map((day) => day.toISOString().slice(0, 16)),
      timeZone: fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Hong_Kong", "America/St_Johns"),
      rule: fc.constantFrom("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "FREQ=MONTHLY;BYMONTHDAY=30"),
    });
    fc.assert(
      fc.property(schedules, fc.integer({ min: -400, max: 900 }), (schedule, days) => {
        const after = Date.parse(`${schedule.start}Z`) + days * DAY;
        const many = occurrencesAfter(schedule, after, 6);
        let one = after;
        for (const instant of many) {
          expect(instant).toBeGreaterThan(one);
          expect(nextOccurrence(schedule, one)).toBe(instant);
          one = instant;
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("three years of every quarter of an hour around the changes of the clocks", () => {
  for (const timeZone of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Hong_Kong"]) {
    it(`agree with an independent library in ${timeZone}`, () => {
      const from = Date.parse("2026-01-01T12:00Z");
      const until = Date.parse("2029-01-01T12:00Z");
      for (const time of ["00:00", "00:30", "01:00", "01:45", "02:00", "02:15", "02:30", "02:45", "03:00", "09:00", "23:45"]) {
        const [hour, minute] = time.split(":").map(Number);
        const ours = occurrencesAfter({ start: `2025-12-20T${time}`, timeZone, rule: "FREQ=DAILY" }, from, 2_000).filter(
          (at) => at < until,
        );
        const cron = new Cron(`0 ${minute} ${hour} * * *`, { timezone: timeZone });
        const theirs: number[] = [];
        for (let at = cron.nextRun(new Date(from)); at && at.getTime() < until; at = cron.nextRun(at)) theirs.push(at.getTime());
        expect(ours.length).toBe(theirs.length);
        expect(ours.filter((at, index) => at !== theirs[index]).map((at) => new Date(at).toISOString())).toEqual([]);
      }
    });
  }
});

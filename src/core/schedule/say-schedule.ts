import { Temporal } from "temporal-polyfill";
import type { Language } from "../languages.ts";
import type { Say } from "../ports.ts";
import type { Schedule } from "../reminder.ts";
import { localTimeOf } from "./local-time.ts";
import { parseRule, type Rule, type Weekday, WORKDAYS } from "./rule.ts";

/** What it takes to say a time to somebody. */
export interface Speaker {
  language: Language;
  say: Say;
}

/**
 * A schedule in words, with its time zone: "every 2 weeks on Tuesday at 10:00, 5 times (Europe/Berlin)". The words are ones
 * that `readSchedule` reads as the same schedule.
 */
export function sayWhen(schedule: Schedule, speaker: Speaker): string {
  return speaker.say("schedule.in-zone", { when: sayLocally(schedule, speaker), zone: schedule.timeZone });
}

/** The same without the time zone. */
export function sayLocally(schedule: Schedule, speaker: Speaker): string {
  const start = Temporal.PlainDateTime.from(schedule.start);
  const rule = schedule.rule === undefined ? undefined : parseRule(schedule.rule);
  return rule ? sayRule(rule, timeOf(start), speaker) : sayMoment(start, speaker);
}

/** An instant (epoch milliseconds) as the clock of a zone shows it: "Monday 30 November 2026 at 09:00". */
export function sayInstant(instant: number, timeZone: string, speaker: Speaker): string {
  return sayMoment(localTimeOf(instant, timeZone), speaker);
}

/** What the clock of a zone shows at an instant: "14:05". */
export function sayClock(instant: number, timeZone: string): string {
  return timeOf(localTimeOf(instant, timeZone));
}

function sayMoment(at: Temporal.PlainDateTime, { language, say }: Speaker): string {
  return say("schedule.once", { day: dayIn(language, at.toPlainDate(), true), time: timeOf(at) });
}

function sayRule(rule: Rule, time: string, speaker: Speaker): string {
  const { language, say } = speaker;
  const when = sayPattern(rule, time, speaker);
  if (!rule.end) return when;
  if ("count" in rule.end) return say("schedule.times", { when, count: rule.end.count });
  return say("schedule.until", { when, day: dayIn(language, Temporal.PlainDate.from(rule.end.until), false) });
}

function sayPattern(rule: Rule, time: string, { language, say }: Speaker): string {
  const { interval } = rule;
  switch (rule.every) {
    case "day":
      return say("schedule.daily", { interval, time });
    case "week": {
      if (interval === 1 && isWorkdays(rule.days)) return say("schedule.workdays", { time });
      const days = rule.days.map((weekday) => say("schedule.weekday", { weekday }));
      return say("schedule.weekly", { interval, time, days: new Intl.ListFormat(language).format(days) });
    }
    case "month":
      if ("nth" in rule) {
        const which = say("schedule.which-weekday", { nth: String(rule.nth), weekday: rule.weekday });
        return say("schedule.monthly-weekday", { interval, time, which });
      }
      return rule.day === -1
        ? say("schedule.monthly-last-day", { interval, time })
        : say("schedule.monthly-day", { interval, time, date: rule.day });
  }
}

function isWorkdays(days: readonly Weekday[]): boolean {
  return days.length === WORKDAYS.length && WORKDAYS.every((day) => days.includes(day));
}

function timeOf(at: Temporal.PlainDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: "minute" });
}

function dayIn(language: Language, day: Temporal.PlainDate, withWeekday: boolean): string {
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    ...(withWeekday ? { weekday: "long" } : {}),
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(day.toZonedDateTime("UTC").epochMilliseconds);
}

import type { Temporal } from "temporal-polyfill";
import type { Schedule } from "../reminder.ts";
import { dateFrom, weekdayOf } from "./calendar-day.ts";
import { formatLocal, instantOf, localTimeFrom, localTimeOf } from "./local-time.ts";
import type { Time, TimeProblem } from "./read-tokens.ts";
import { WEEKDAYS, type Weekday } from "./rule.ts";
import { MORNING, type Said, timeOf } from "./said.ts";

/** What was said as one moment. */
export function readMoment(said: Said, now: number, timeZone: string): Schedule | TimeProblem {
  if (said.until || said.count !== undefined || said.interval !== undefined || said.days.length > 1) return "not-understood";
  const time = timeOf(said, true);
  if (time === "invalid") return "not-understood";
  const at = said.relative || said.unit ? relativeTime(said, time, now, timeZone) : dayTime(said, time, now, timeZone);
  if (typeof at === "string") return at;
  return instantOf(at, timeZone) > now ? { start: formatLocal(at), timeZone } : "past";
}

/** "in 3 days", "in an hour", "next week", "in 2 weeks at 10:00". */
function relativeTime(said: Said, time: Time | undefined, now: number, timeZone: string): Temporal.PlainDateTime | TimeProblem {
  const { relative, unit, next, date, dayOffset, days } = said;
  if (date || dayOffset !== undefined || days.length > 0 || (relative && unit) || (unit && !next && !said.in)) return "not-understood";
  const { count, unit: step } = relative ?? { count: 1, unit: unit ?? "day" };
  if (step === "hour" || step === "minute") {
    // A minute begun counts as a whole one, so that it never comes early.
    const exact = now + count * (step === "hour" ? 3_600_000 : 60_000);
    return time === undefined ? localTimeFrom(exact, timeZone) : "not-understood";
  }
  const day = localTimeOf(now, timeZone).add({ [`${step}s`]: count });
  const told = time ?? (next ? MORNING : undefined);
  // To the minute, as everything is; "in 3 days" means this time of day.
  return told ? day.toPlainDate().toPlainDateTime(told) : day.round({ smallestUnit: "minute", roundingMode: "ceil" });
}

/** "tomorrow 9:00", "next Monday", "3 December", "9:00". */
function dayTime(said: Said, time: Time | undefined, now: number, timeZone: string): Temporal.PlainDateTime | TimeProblem {
  const today = localTimeOf(now, timeZone).toPlainDate();
  const isAhead = (day: Temporal.PlainDate) => instantOf(day.toPlainDateTime(time ?? MORNING), timeZone) > now;
  const day = dayOf(said, time !== undefined, today, isAhead);
  return day ? day.toPlainDateTime(time ?? MORNING) : "not-understood";
}

/** The one day that was said; undefined when it was none, or two that differ. */
function dayOf(
  { date, dayOffset, days: [weekday], next }: Said,
  hasTime: boolean,
  today: Temporal.PlainDate,
  isAhead: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate | undefined {
  if (date) {
    const day = dateFrom(date, today, isAhead);
    const isOther = weekday !== undefined && weekdayOf(day) !== weekday;
    return isOther || dayOffset !== undefined || next ? undefined : day;
  }
  if (weekday) return dayOffset === undefined ? weekdayAhead(weekday, next, today, isAhead) : undefined;
  if (next) return undefined;
  if (dayOffset !== undefined) return today.add({ days: dayOffset });
  if (!hasTime) return undefined;
  return isAhead(today) ? today : today.add({ days: 1 });
}

function weekdayAhead(
  weekday: Weekday,
  next: boolean,
  today: Temporal.PlainDate,
  isAhead: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate {
  const ahead = (WEEKDAYS.indexOf(weekday) + 8 - today.dayOfWeek) % 7;
  const day = today.add({ days: ahead });
  return ahead === 0 && (next || !isAhead(day)) ? day.add({ days: 7 }) : day;
}

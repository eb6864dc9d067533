import type { Temporal } from "temporal-polyfill";
import type { Schedule } from "../reminder.ts";
import { dateFrom, weekdayOf } from "./calendar-day.ts";
import { formatLocal, localTimeOf } from "./local-time.ts";
import { firstLocalTime } from "./occurrences.ts";
import type { TimeProblem } from "./read-tokens.ts";
import { formatRule, isSound, type Rule, type Weekday, WORKDAYS } from "./rule.ts";
import { MORNING, type Said, timeOf } from "./said.ts";

/** What was said as a recurrence. It begins with the first occurrence after `now`. */
export function readRecurrence(told: Said, now: number, timeZone: string): Schedule | TimeProblem {
  // "Every second Monday" is one in two, "of the month" the second one in it.
  const isSecond = told.other && told.unit === "month" && told.days.length > 0;
  const said = isSecond ? { ...told, interval: 1, nth: 2 } : told;
  const today = localTimeOf(now, timeZone).toPlainDate();
  const pattern = patternOf(said, today);
  const time = timeOf(said, !(pattern?.every === "month" && "day" in pattern));
  if (!pattern || time === "invalid" || said.relative || said.dayOffset !== undefined || said.next) return "not-understood";
  const from = said.date ? dateFrom(said.date, today) : today;
  const end = endOf(said, from);
  const rule: Rule = { interval: said.interval ?? 1, ...pattern, ...(end ? { end } : {}) };
  if (!isSound(rule)) return "not-understood";
  // Every second week begins with the first one that there is, and what is past already does not count.
  const anyOf: Rule = { ...pattern, interval: 1, ...(end && "until" in end ? { end } : {}) };
  const firstOf = { start: formatLocal(from.toPlainDateTime(time ?? MORNING)), timeZone, rule: formatRule(anyOf) };
  const start = firstLocalTime(firstOf, now);
  return start ? { start: formatLocal(start), timeZone, rule: formatRule(rule) } : "past";
}

type Pattern =
  | { every: "day" }
  | { every: "week"; days: Weekday[] }
  | { every: "month"; day: number }
  | { every: "month"; nth: number; weekday: Weekday };

function patternOf(said: Said, today: Temporal.PlainDate): Pattern | undefined {
  const { unit, days, nth, bare, workdays, date } = said;
  if (workdays) return days.length > 0 || unit || nth !== undefined ? undefined : { every: "week", days: [...WORKDAYS] };
  if (nth !== undefined) return nthPattern(nth, said);
  if (unit === "week") return { every: "week", days: days.length > 0 ? days : [weekdayOf(today)] };
  if (days.length > 0) return unit === undefined ? { every: "week", days } : undefined;
  if (unit === "month") return { every: "month", day: date?.day ?? bare ?? today.day };
  return unit === "day" ? { every: "day" } : undefined;
}

function nthPattern(nth: number, { unit, days: [weekday, ...more], every }: Said): Pattern | undefined {
  // "Last Friday" alone is a day gone by.
  const isMonthly = unit === "month" || (unit === undefined && (nth > 0 || every));
  return weekday && more.length === 0 && isMonthly ? { every: "month", nth, weekday } : undefined;
}

function endOf({ until, count }: Said, from: Temporal.PlainDate): Rule["end"] {
  if (count !== undefined) return { count };
  return until === undefined ? undefined : { until: dateFrom(until, from).toString() };
}

import { Temporal } from "temporal-polyfill";
import type { DayOfYear } from "./read-tokens.ts";
import { WEEKDAYS, type Weekday } from "./rule.ts";

/**
 * The date; one without a year is the next one for which `isAhead` holds.
 * @throws {RangeError} for a date that does not exist.
 */
export function dateFrom(
  { year, month, day }: DayOfYear,
  today: Temporal.PlainDate,
  isAhead = (date: Temporal.PlainDate) => Temporal.PlainDate.compare(date, today) >= 0,
): Temporal.PlainDate {
  const inYear = (one: number) => Temporal.PlainDate.from({ year: one, month, day }, { overflow: "reject" });
  if (year !== undefined) return inYear(year);
  const date = inYear(today.year);
  return isAhead(date) ? date : inYear(today.year + 1);
}

/** The day of the week that a date is. */
export function weekdayOf(day: Temporal.PlainDate): Weekday {
  return WEEKDAYS[day.dayOfWeek - 1] ?? "MO";
}

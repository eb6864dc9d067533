/** The days of a week as RFC 5545 writes them, Monday first. */
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** One of {@link WEEKDAYS}. */
export type Weekday = (typeof WEEKDAYS)[number];

/** Monday to Friday. */
export const WORKDAYS: readonly Weekday[] = WEEKDAYS.slice(0, 5);

/** When it ends: after that local day, or after so many occurrences. */
export type End = { until: string } | { count: number };

/**
 * A recurrence that the bot offers: the part of RFC 5545 that can be said in words. All of it happens at most once a day, so
 * nothing denser than hourly can be written.
 */
export type Rule = { interval: number; end?: End } & (
  | { every: "day" }
  | { every: "week"; days: readonly Weekday[] }
  /** `day` counts from 1, or is -1 for the last day; a month that lacks the day is left out, as RFC 5545 has it. */
  | { every: "month"; day: number }
  /** `nth` is 1 to 4, or -1 for the last. */
  | { every: "month"; nth: number; weekday: Weekday }
);

/** Above these a rule is a slip of the keyboard. */
const MOST_INTERVAL = 99;
const MOST_COUNT = 999;

/** The rule as the value of an RRULE: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`. */
export function formatRule(rule: Rule): string {
  const parts = [`FREQ=${{ day: "DAILY", week: "WEEKLY", month: "MONTHLY" }[rule.every]}`];
  if (rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.every === "week") parts.push(`BYDAY=${WEEKDAYS.filter((day) => rule.days.includes(day)).join(",")}`);
  if (rule.every === "month") parts.push("day" in rule ? `BYMONTHDAY=${rule.day}` : `BYDAY=${rule.nth}${rule.weekday}`);
  if (rule.end) parts.push("until" in rule.end ? `UNTIL=${rule.end.until.replaceAll("-", "")}T235959` : `COUNT=${rule.end.count}`);
  return parts.join(";");
}

/** The rule in a text that {@link formatRule} wrote; undefined for anything else, so that no denser or stranger rule gets in. */
export function parseRule(text: string): Rule | undefined {
  const parts = new Map(text.split(";").map((part) => part.split("=", 2) as [string, string]));
  const interval = Number(parts.get("INTERVAL") ?? 1);
  const end = endOf(parts.get("UNTIL"), parts.get("COUNT"));
  const pattern = patternOf(parts.get("FREQ"), parts.get("BYDAY"), parts.get("BYMONTHDAY"));
  const rule = pattern && { interval, ...pattern, ...(end ? { end } : {}) };
  return rule && isSound(rule) && formatRule(rule) === text ? rule : undefined;
}

/** True when every number of a rule is one that the bot offers. */
export function isSound(rule: Rule): boolean {
  if (!isBetween(rule.interval, 1, MOST_INTERVAL)) return false;
  if (rule.end && "count" in rule.end && !isBetween(rule.end.count, 1, MOST_COUNT)) return false;
  if (rule.every === "week") return rule.days.length > 0;
  if (rule.every === "day") return true;
  return "day" in rule ? rule.day === -1 || isBetween(rule.day, 1, 31) : rule.nth === -1 || isBetween(rule.nth, 1, 4);
}

type Pattern =
  | { every: "day" }
  | { every: "week"; days: Weekday[] }
  | { every: "month"; day: number }
  | { every: "month"; nth: number; weekday: Weekday };

function patternOf(freq: string | undefined, byDay: string | undefined, byMonthDay: string | undefined): Pattern | undefined {
  if (freq === "DAILY") return { every: "day" };
  if (freq === "WEEKLY") return { every: "week", days: (byDay ?? "").split(",").filter(isWeekday) };
  if (freq !== "MONTHLY") return undefined;
  if (byMonthDay !== undefined) return { every: "month", day: Number(byMonthDay) };
  const weekday = byDay?.slice(-2) ?? "";
  return isWeekday(weekday) ? { every: "month", nth: Number(byDay?.slice(0, -2)), weekday } : undefined;
}

function endOf(until: string | undefined, count: string | undefined): End | undefined {
  if (until !== undefined) return { until: `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` };
  return count === undefined ? undefined : { count: Number(count) };
}

function isWeekday(text: string): text is Weekday {
  return (WEEKDAYS as readonly string[]).includes(text);
}

function isBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

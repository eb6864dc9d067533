import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import type { Schedule } from "../reminder.ts";
import { instantOf, localTimeOf } from "./local-time.ts";
import { parseRule, type Rule } from "./rule.ts";

/** No clock was ever put forward or back by more than a day, so local times that lie further apart keep their order. */
const SLACK_MS = 2 * 24 * 60 * 60 * 1000;

const FREQUENCIES = { day: "DAILY", week: "WEEKLY", month: "MONTHLY" } as const;

/**
 * The first occurrences strictly after an instant, at most `limit` of them, as epoch milliseconds in order. Each is computed
 * from the schedule's start, so that none drifts: neither over a short month nor over a change of the clocks.
 * @throws {RangeError} for a rule or time zone that a schedule cannot have.
 */
export function occurrencesAfter(schedule: Schedule, after: number, limit: number): number[] {
  const found: number[] = [];
  for (const local of localTimes(schedule, after)) {
    if (found.length >= limit) break;
    const instant = instantOf(local, schedule.timeZone);
    if (instant > after) found.push(instant);
  }
  return found;
}

/** The first occurrence strictly after an instant; undefined when there is none any more. */
export function nextOccurrence(schedule: Schedule, after: number): number | undefined {
  return occurrencesAfter(schedule, after, 1)[0];
}

/** The local time of the first occurrence strictly after an instant, as the schedule has it, be it in a gap or not. */
export function firstLocalTime(schedule: Schedule, after: number): Temporal.PlainDateTime | undefined {
  for (const local of localTimes(schedule, after)) if (instantOf(local, schedule.timeZone) > after) return local;
  return undefined;
}

/** Local times of the schedule from shortly before an instant on. */
function* localTimes(schedule: Schedule, after: number): Generator<Temporal.PlainDateTime> {
  const start = Temporal.PlainDateTime.from(schedule.start);
  if (schedule.rule === undefined) return yield start;
  const rule = parseRule(schedule.rule);
  if (!rule) throw new RangeError(`no schedule has the rule ${schedule.rule}`);
  const expansion = expand(rule, start);
  let from = Math.max(asIfUtc(localTimeOf(after, schedule.timeZone)) - SLACK_MS, asIfUtc(start) - 1);
  for (;;) {
    const next = expansion.next(new Date(from));
    if (!next) return;
    from = next.epochMilliseconds;
    yield localTimeOf(from, "UTC");
  }
}

/**
 * The rule over floating time, reckoned as UTC: RFC 5545 leaves out what falls into a gap of a real zone, and an announcement
 * must not be left out for that.
 */
function expand(rule: Rule, start: Temporal.PlainDateTime): RRuleTemporal {
  return new RRuleTemporal({
    freq: FREQUENCIES[rule.every],
    interval: rule.interval,
    dtstart: start.toZonedDateTime("UTC"),
    tzid: "UTC",
    ...(rule.every === "week" ? { byDay: [...rule.days] } : {}),
    ...(rule.every === "month" ? ("day" in rule ? { byMonthDay: [rule.day] } : { byDay: [`${rule.nth}${rule.weekday}`] }) : {}),
    ...endOf(rule),
  });
}

function endOf({ end }: Rule): { count?: number; until?: Temporal.ZonedDateTime } {
  if (end === undefined) return {};
  if ("count" in end) return { count: end.count };
  return { until: Temporal.PlainDate.from(end.until).toZonedDateTime({ timeZone: "UTC", plainTime: "23:59:59" }) };
}

function asIfUtc(local: Temporal.PlainDateTime): number {
  return local.toZonedDateTime("UTC").epochMilliseconds;
}

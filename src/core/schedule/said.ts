import { type DayOfYear, onTwelveHours, type Time } from "./read-tokens.ts";
import type { Weekday } from "./rule.ts";

/** A length of time that people count in. */
export type Unit = "minute" | "hour" | "day" | "week" | "month" | "year";

/** A time of day without a number, or what tells the two halves of a twelve-hour clock apart. */
export type PartOfDay = "am" | "pm" | "noon" | "morning" | "afternoon" | "evening";

/** What a text says about a time, piece by piece, in whatever order it said it. */
export interface Said {
  every: boolean;
  /** "Every second": of the month, it is the second one in it. */
  other: boolean;
  interval?: number;
  unit?: Unit;
  workdays: boolean;
  days: Weekday[];
  nth?: number;
  next: boolean;
  in: boolean;
  relative?: { count: number; unit: Unit };
  dayOffset?: number;
  date?: DayOfYear;
  time?: Time;
  part?: PartOfDay;
  /** A number by itself: the day of a month (-1 for the last), or the hour. */
  bare?: number;
  until?: DayOfYear;
  count?: number;
  timeZone?: string;
}

/** Without a time of day a reminder comes at the beginning of the working day. */
export const MORNING: Time = { hour: 9, minute: 0 };

/** The hours for a part of a day that is told without one. */
const HOURS: Readonly<Record<PartOfDay, number>> = { am: 9, morning: 9, noon: 12, afternoon: 14, pm: 14, evening: 18 };

/** The time of day that was said; undefined when none was. A number by itself is the hour if it is nothing else. */
export function timeOf({ time, part, bare }: Said, bareIsHour: boolean): Time | "invalid" | undefined {
  const told = time ?? (bareIsHour && bare !== undefined ? { hour: bare, minute: 0 } : undefined);
  if (told === undefined) return part && { hour: HOURS[part], minute: 0 };
  const hour = hourIn(part, told.hour);
  return hour >= 0 && hour < 24 ? { hour, minute: told.minute } : "invalid";
}

function hourIn(part: PartOfDay | undefined, hour: number): number {
  if (hour > 12) return hour;
  if (part === "am" || part === "pm") return onTwelveHours(hour, part);
  return (part === "afternoon" || part === "evening") && hour < 12 ? hour + 12 : hour;
}

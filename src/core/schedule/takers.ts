import type { DayOfYear, Token } from "./read-tokens.ts";
import { WEEKDAYS } from "./rule.ts";
import type { Said, Unit } from "./said.ts";
import type { TimeSymbol } from "./time-words.ts";

const UNITS: readonly string[] = ["minute", "hour", "day", "week", "month", "year"] satisfies Unit[];
const PARTS: readonly string[] = ["noon", "morning", "afternoon", "evening"];
const MONTHS: readonly string[] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** What a symbol says by itself. */
const ALONE: Partial<Record<TimeSymbol, Partial<Said>>> = {
  every: { every: true },
  "every-other": { every: true, other: true, interval: 2 },
  daily: { every: true, unit: "day" },
  weekly: { every: true, unit: "week" },
  monthly: { every: true, unit: "month" },
  workday: { workdays: true },
  in: { in: true },
  next: { next: true },
  today: { dayOffset: 0 },
  tonight: { dayOffset: 0, part: "evening" },
  tomorrow: { dayOffset: 1 },
  "day-after-tomorrow": { dayOffset: 2 },
  minute: { unit: "minute" },
  hour: { unit: "hour" },
  day: { unit: "day" },
  week: { unit: "week" },
  month: { unit: "month" },
  year: { unit: "year" },
  am: { part: "am" },
  pm: { part: "pm" },
  noon: { part: "noon" },
  morning: { part: "morning" },
  afternoon: { part: "afternoon" },
  evening: { part: "evening" },
  first: { nth: 1 },
  second: { nth: 2 },
  third: { nth: 3 },
  fourth: { nth: 4 },
  last: { nth: -1 },
};

/** Takes what it knows from the beginning of the tokens into `said`, and returns how many they were; 0 for none. */
export type Taker = (tokens: readonly Token[], said: Said) => number;

/** "until Sunday 31 January". A day of the week before the date only repeats what it says. */
const takeEnd: Taker = (tokens, said) => {
  if (symbolAt(tokens, 0) !== "until") return 0;
  const at = weekdayAt(tokens, 1) ? 2 : 1;
  const found = dateAt(tokens, at);
  return found ? add(said, { until: found.date }, at + found.length) : 0;
};

/** "3 December 2026", "December 3rd", "3.12." */
const takeDate: Taker = (tokens, said) => {
  const found = dateAt(tokens, 0);
  return found ? add(said, { date: found.date }, found.length) : 0;
};

/** "at 9", "at 9:00", "at noon". What else belongs to the hour is taken with it, or by itself afterwards. */
const takeAt: Taker = (tokens, said) => {
  if (symbolAt(tokens, 0) !== "at") return 0;
  const token = tokens[1];
  const next = symbolAt(tokens, 2);
  const used = next === "hour-mark" || next === "hour" ? 3 : 2;
  if (token?.kind === "time") return add(said, { time: token.time }, used);
  if (token?.kind === "number") return add(said, { time: { hour: token.value, minute: 0 } }, used);
  return PARTS.includes(symbolAt(tokens, 1) ?? "") ? 1 : 0;
};

/** "9:00", "9:30 Uhr", "9h"; but "in 2h" is no time of day. */
const takeClock: Taker = ([token, ...rest], said) => {
  if (token?.kind !== "time") return 0;
  if (token.unsure && said.in) return add(said, { relative: { count: token.time.hour, unit: "hour" } }, 1);
  return add(said, { time: token.time }, symbolAt(rest, 0) === "hour-mark" ? 2 : 1);
};

/** "9 o'clock", "9 am", and "9 hours" after a day. */
const takeHour: Taker = (tokens, said) => {
  const hour = numberAt(tokens, 0);
  if (hour === undefined || said.in) return 0;
  const next = symbolAt(tokens, 1);
  const time = { hour, minute: 0 };
  if (next === "am" || next === "pm") return add(said, { time }, 1);
  const isDayKnown = said.dayOffset !== undefined || said.days.length > 0 || said.date !== undefined;
  return next === "hour-mark" || (next === "hour" && isDayKnown) ? add(said, { time }, 2) : 0;
};

/** "2 weeks": how often after "every", else how far away. "5 times": when it ends. */
const takeAmount: Taker = (tokens, said) => {
  const count = numberAt(tokens, 0);
  const next = symbolAt(tokens, 1) ?? "";
  const unit = next === "hour-mark" ? "hour" : (next as Unit);
  if (count === undefined) return 0;
  if (next === "times") return add(said, { count }, 2);
  if (!UNITS.includes(unit)) return 0;
  return add(said, said.every ? { interval: count, unit } : { relative: { count, unit } }, 2);
};

/** "1st Monday", "15th": a number by itself. */
const takeNumber: Taker = (tokens, said) => {
  const [token] = tokens;
  if (token?.kind !== "number") return 0;
  const isNth = token.ordinal && token.value <= 4 && weekdayAt(tokens, 1);
  return add(said, isNth ? { nth: token.value } : { bare: token.value }, 1);
};

/** "last day" of the month, "día 15". */
const takeDayOfMonth: Taker = (tokens, said) => {
  const first = symbolAt(tokens, 0);
  if (first === "last" && symbolAt(tokens, 1) === "day") return add(said, { bare: -1 }, 2);
  const number = numberAt(tokens, 1);
  if (first !== "day" || number === undefined || (said.every && said.unit !== "month")) return 0;
  // "día 3 de diciembre": the word only introduces the date.
  return dateAt(tokens, 1) ? 1 : add(said, { bare: number }, 2);
};

const takeWeekday: Taker = (tokens, said) => {
  const day = weekdayAt(tokens, 0);
  if (!day) return 0;
  said.days = [...new Set([...said.days, day])];
  if (symbolAt(tokens, 0)?.startsWith("every-")) said.every = true;
  return 1;
};

const takeAlone: Taker = ([token], said) => {
  if (token?.kind === "zone") return add(said, { timeZone: token.timeZone }, 1);
  const what = token?.kind === "symbol" ? ALONE[token.symbol] : undefined;
  return what ? add(said, what, 1) : 0;
};

/** In the order in which they are asked: who looks further ahead comes first. */
export const TAKERS: readonly Taker[] = [
  takeEnd,
  takeDate,
  takeAt,
  takeClock,
  takeHour,
  takeAmount,
  takeNumber,
  takeDayOfMonth,
  takeWeekday,
  takeAlone,
];

/** Adds to what is said and returns `used`; 0, and nothing is added, when something else was said already. */
function add(said: Said, more: Partial<Said>, used: number): number {
  const contradicts = Object.entries(more).some(([key, value]) => {
    const known = said[key as keyof Said];
    return known !== undefined && known !== false && known !== value;
  });
  if (contradicts) return 0;
  Object.assign(said, more);
  return used;
}

function symbolAt(tokens: readonly Token[], at: number): TimeSymbol | undefined {
  const token = tokens[at];
  return token?.kind === "symbol" ? token.symbol : undefined;
}

function numberAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  return token?.kind === "number" ? token.value : undefined;
}

function weekdayAt(tokens: readonly Token[], at: number) {
  const code = symbolAt(tokens, at)
    ?.replace(/^every-/, "")
    .toUpperCase();
  return WEEKDAYS.find((day) => day === code);
}

function dateAt(tokens: readonly Token[], at: number): { date: DayOfYear; length: number } | undefined {
  const token = tokens[at];
  if (token?.kind === "date") return { date: token.date, length: 1 };
  const isDayFirst = token?.kind === "number";
  const month = MONTHS.indexOf(symbolAt(tokens, isDayFirst ? at + 1 : at) ?? "") + 1;
  const day = numberAt(tokens, isDayFirst ? at : at + 1);
  if (day === undefined || month === 0) return undefined;
  const year = numberAt(tokens, at + 2);
  return year !== undefined && year > 1000 ? { date: { year, month, day }, length: 3 } : { date: { month, day }, length: 2 };
}

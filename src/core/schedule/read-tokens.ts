import { timeZoneNamed } from "./local-time.ts";
import { isZoneLike, type Meaning, plainWords, type TimeLexicon } from "./time-words.ts";

/** A time of day. */
export interface Time {
  hour: number;
  minute: number;
}

/** A date whose year may be left open. */
export interface DayOfYear {
  year?: number;
  month: number;
  day: number;
}

/** One thing that a text about time says. */
export type Token =
  | { kind: "symbol"; symbol: Exclude<Meaning, number | "noise"> }
  | { kind: "number"; value: number; ordinal: boolean }
  | { kind: "time"; time: Time; unsure: boolean }
  | { kind: "date"; date: DayOfYear }
  | { kind: "zone"; timeZone: string };

/** Why a text could not be taken for a time. */
export type TimeProblem = "not-understood" | "past" | "unknown-zone";

/** A text of more words is no time. It is not looked into, which would cost ever more: the bot stands still meanwhile. */
const MOST_WORDS = 60;

/** The tokens of a text in the words of one language. A word that is not known makes the whole text not understood. */
export function readTokens(text: string, lexicon: TimeLexicon): Token[] | TimeProblem {
  const words = plainWords(text);
  if (words.length > MOST_WORDS) return "not-understood";
  const tokens: Token[] = [];
  for (let at = 0; at < words.length; ) {
    const phrase = longestPhrase(words, at, lexicon);
    if (phrase) {
      tokens.push(...tokenOf(phrase.meaning));
      at += phrase.length;
      continue;
    }
    const read = readWord(words[at] ?? "", lexicon);
    if (typeof read === "string") return read;
    tokens.push(...read);
    at += 1;
  }
  return tokens;
}

function longestPhrase(words: readonly string[], at: number, { meanings, longest }: TimeLexicon) {
  for (let length = Math.min(longest, words.length - at); length > 0; length--) {
    const meaning = meanings.get(words.slice(at, at + length).join(" "));
    if (meaning !== undefined) return { meaning, length };
  }
  return undefined;
}

function tokenOf(meaning: Meaning): Token[] {
  if (meaning === "noise") return [];
  return typeof meaning === "number" ? [{ kind: "number", value: meaning, ordinal: false }] : [{ kind: "symbol", symbol: meaning }];
}

/** A word with digits in it, or a time zone. */
function readWord(word: string, lexicon: TimeLexicon): Token[] | TimeProblem {
  if (isZoneLike(word) || word === "utc") {
    const timeZone = timeZoneNamed(word);
    return timeZone === undefined ? "unknown-zone" : [{ kind: "zone", timeZone }];
  }
  const token = readDate(word, lexicon) ?? readTime(word) ?? readNumber(word, lexicon);
  if (token) return token;
  // "3d", "5-mal": digits and a word in one.
  const [, digits = "", letters = ""] = /^(\d{1,4})-?(\p{L}+)$/u.exec(word) ?? [];
  const meaning = lexicon.meanings.get(letters);
  return meaning === undefined ? "not-understood" : [{ kind: "number", value: Number(digits), ordinal: false }, ...tokenOf(meaning)];
}

function readDate(word: string, { ambiguousDates }: TimeLexicon): Token[] | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:t(\d{2}):(\d{2}))?$/.exec(word)?.slice(1).map(Number);
  if (iso) {
    const [year = 0, month = 0, day = 0, hour = Number.NaN, minute = 0] = iso;
    const date: Token = { kind: "date", date: { year, month, day } };
    return Number.isNaN(hour) ? [date] : [date, ...(timeToken(hour, minute) ?? [])];
  }
  const parts = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})?$/.exec(word) ?? /^(\d{1,2})(\/)(\d{1,2})$/.exec(word);
  if (!parts) return undefined;
  const [, first, separator, second, year] = parts;
  if (ambiguousDates && separator === "/" && first !== second && Number(first) <= 12 && Number(second) <= 12) return undefined;
  // The day comes first, except where only the American order makes a date.
  const [day, month] = Number(second) > 12 ? [Number(second), Number(first)] : [Number(first), Number(second)];
  return [{ kind: "date", date: { month, day, ...(year === undefined ? {} : { year: Number(year) }) } }];
}

function readTime(word: string): Token[] | undefined {
  const [, hour, minute, half] = /^(\d{1,2})[:.h](\d{2})(am|pm)?$/.exec(word) ?? /^(\d{1,2})()(am|pm)$/.exec(word) ?? [];
  if (hour !== undefined) return timeToken(half === undefined ? Number(hour) : onTwelveHours(Number(hour), half), Number(minute));
  const bare = /^(\d{1,2})h$/.exec(word)?.[1];
  return bare === undefined ? undefined : timeToken(Number(bare), 0, true);
}

function readNumber(word: string, { ordinalSuffixes }: TimeLexicon): Token[] | undefined {
  const [, digits, suffix = ""] = /^(\d{1,4})(?:(\.)|-?(\p{L}+))?$/u.exec(word) ?? [];
  const letters = /\p{L}+$/u.exec(word)?.[0] ?? "";
  if (digits === undefined || (letters !== "" && !ordinalSuffixes.has(letters))) return undefined;
  return [{ kind: "number", value: Number(digits), ordinal: suffix !== "" || letters !== "" }];
}

/** An hour of the twelve-hour clock on the other one; `NaN` for one that it does not have. */
export function onTwelveHours(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half === "pm" ? 12 : 0);
}

function timeToken(hour: number, minute: number, unsure = false): Token[] | undefined {
  return hour >= 0 && hour < 24 && minute < 60 ? [{ kind: "time", time: { hour, minute }, unsure }] : undefined;
}

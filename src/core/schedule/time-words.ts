import { unaccented } from "../fold.ts";

/** What a word can mean in a text that says when. `noise` says nothing; `every-mo` is a day's name that means each of them. */
export const TIME_SYMBOLS = [
  ...(["in", "every", "every-other", "next", "today", "tonight", "tomorrow", "day-after-tomorrow"] as const),
  ...(["minute", "hour", "day", "week", "month", "year", "workday", "daily", "weekly", "monthly"] as const),
  ...(["at", "hour-mark", "am", "pm", "noon", "morning", "afternoon", "evening"] as const),
  ...(["first", "second", "third", "fourth", "last", "until", "times", "noise"] as const),
  ...(["mo", "tu", "we", "th", "fr", "sa", "su"] as const),
  ...(["every-mo", "every-tu", "every-we", "every-th", "every-fr", "every-sa", "every-su"] as const),
  ...(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] as const),
] as const;

/** One of {@link TIME_SYMBOLS}. */
export type TimeSymbol = (typeof TIME_SYMBOLS)[number];

/** `knowledge/times/<language>.yaml`. */
export interface TimeWords {
  numbers: Readonly<Record<string, readonly string[]>>;
  "ordinal-suffixes": readonly string[];
  words: Readonly<Record<TimeSymbol, readonly string[]>>;
  /** True where 3/12 is March to some and December to others; such a date is then not understood. */
  "ambiguous-dates"?: boolean | undefined;
}

/** What a phrase stands for. */
export type Meaning = TimeSymbol | number;

/** The words of a language, ready to be looked up. */
export interface TimeLexicon {
  /** By the phrase in the form of {@link plainWords}, its words joined by spaces. */
  meanings: ReadonlyMap<string, Meaning>;
  /** How many words the longest phrase has. */
  longest: number;
  ordinalSuffixes: ReadonlySet<string>;
  ambiguousDates: boolean;
}

/** Builds the lexicon. Of a phrase that stands twice the last meaning holds; the knowledge check reports it. */
export function timeLexicon({ numbers, words, ...rest }: TimeWords): TimeLexicon {
  const entries = [
    ...Object.entries(numbers).map(([value, phrases]) => [Number(value), phrases] as const),
    ...Object.entries(words).map(([symbol, phrases]) => [symbol as TimeSymbol, phrases] as const),
  ];
  const meanings = new Map<string, Meaning>();
  for (const [meaning, phrases] of entries) for (const phrase of phrases) meanings.set(plainWords(phrase).join(" "), meaning);
  const longest = Math.max(...[...meanings.keys()].map((phrase) => phrase.split(" ").length));
  const ordinalSuffixes = new Set(rest["ordinal-suffixes"].map(unaccented));
  return { meanings, longest, ordinalSuffixes, ambiguousDates: rest["ambiguous-dates"] ?? false };
}

/**
 * A text as folded words: small letters without accents, apart at apostrophes, commas and hyphens between letters ("un'ora",
 * "après-demain"), without the dots of abbreviations. Dates, times and time zones stay whole.
 */
export function plainWords(text: string): string[] {
  return text
    .split(/[\s,;()]+/)
    .flatMap((word) => (isZoneLike(word) ? [word] : unaccented(word).split(/['!?]|(?<=\p{L})-(?=\p{L})/u)))
    .map((word) => (/\d/.test(word) ? word : word.replaceAll(".", "")))
    .filter((word) => word !== "");
}

/** `Europe/Berlin`, but neither `3/12/2026` nor `t/m`. */
export function isZoneLike(word: string): boolean {
  return /^\p{L}{2}[\p{L}_+-]*\/\p{L}/u.test(word);
}

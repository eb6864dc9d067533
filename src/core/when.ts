import { LANGUAGES } from "./languages.ts";
import type { Context } from "./registry.ts";
import type { Schedule } from "./reminder.ts";
import { readSchedule } from "./schedule/read-schedule.ts";
import type { TimeProblem } from "./schedule/read-tokens.ts";

/** A time in words, first in the person's language and then in every other. */
export function readWhen(
  text: string,
  timeZone: string,
  { knowledge, language, clock }: Pick<Context, "knowledge" | "language" | "clock">,
): Schedule | TimeProblem {
  const languages = [language, ...LANGUAGES.filter((other) => other !== language)];
  const lexicons = languages.map((one) => knowledge.timeLexicon(one));
  return readSchedule(text, lexicons, clock(), timeZone);
}

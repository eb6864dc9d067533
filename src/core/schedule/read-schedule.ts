import { Temporal } from "temporal-polyfill";
import type { Schedule } from "../reminder.ts";
import { gather } from "./gather.ts";
import { localTimeOf } from "./local-time.ts";
import { readMoment } from "./read-moment.ts";
import { readRecurrence } from "./read-recurrence.ts";
import { readTokens, type TimeProblem } from "./read-tokens.ts";
import type { Said } from "./said.ts";
import type { TimeLexicon } from "./time-words.ts";

/** Further away than this is a slip of the keyboard. */
const MOST_YEARS = 5;

/**
 * Reads when something shall happen ("tomorrow 9:00", "every 2 weeks on tuesday 10:00, 5 times"). The languages are tried in
 * order, because people type in their own whatever the bot speaks with them.
 * @param timeZone the person's; the text may name another ("9:00 Europe/Berlin")
 */
export function readSchedule(text: string, lexicons: readonly TimeLexicon[], now: number, timeZone: string): Schedule | TimeProblem {
  let problem: TimeProblem = "not-understood";
  for (const lexicon of lexicons) {
    const read = readIn(text, lexicon, now, timeZone);
    if (typeof read !== "string") return read;
    // "In the past" and "no such zone" say more than "not in this language".
    if (problem === "not-understood") problem = read;
  }
  return problem;
}

function readIn(text: string, lexicon: TimeLexicon, now: number, timeZone: string): Schedule | TimeProblem {
  const tokens = readTokens(text, lexicon);
  const said = typeof tokens === "string" ? tokens : gather(tokens);
  if (typeof said === "string") return said;
  const zone = said.timeZone ?? timeZone;
  try {
    const schedule = isRecurring(said) ? readRecurrence(said, now, zone) : readMoment(said, now, zone);
    if (typeof schedule === "string") return schedule;
    const last = localTimeOf(now, zone).add({ years: MOST_YEARS });
    return Temporal.PlainDateTime.compare(schedule.start, last) > 0 ? "not-understood" : schedule;
  } catch (error) {
    // A date that does not exist, such as 31 February.
    if (error instanceof RangeError) return "not-understood";
    throw error;
  }
}

function isRecurring({ every, workdays, nth, bare }: Said): boolean {
  return every || workdays || nth !== undefined || bare === -1;
}

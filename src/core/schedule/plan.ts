import type { Reminder } from "../reminder.ts";
import { occurrencesAfter } from "./occurrences.ts";

/** An occurrence that is this late is still posted; a later one would surprise more than it helps. Milliseconds. */
export const LATEST_MS = 12 * 60 * 60 * 1000;

/** So many missed occurrences are noted one by one; more than two years of daily posts. */
const MOST_NOTED = 800;

/** What to do about a reminder whose time has come. Instants are epoch milliseconds. */
export interface Plan {
  /** The occurrence to post, if one is due and not too late. */
  post?: number;
  /** Occurrences that are let go, oldest first: too late, or overtaken by the one that is posted. */
  skipped: readonly number[];
  /** The next occurrence; absent when there is none any more. */
  next?: number;
}

/**
 * What is due of a reminder at `now`: of everything since `nextAt` at most the latest is posted, so that a downtime never ends
 * in a burst. `nextAt` counts as an occurrence whether or not it is one of the rule's: "post now" sets it to the present.
 */
export function planDue({ schedule, nextAt }: Pick<Reminder, "schedule" | "nextAt">, now: number): Plan {
  if (nextAt === undefined) return { skipped: [] };
  if (nextAt > now) return { skipped: [], next: nextAt };
  const due = [nextAt];
  let next: number | undefined;
  for (;;) {
    [next] = occurrencesAfter(schedule, due.at(-1) ?? nextAt, 1);
    if (next === undefined || next > now) break;
    due.push(next);
  }
  const latest = due.at(-1) ?? nextAt;
  const isTimely = now - latest < LATEST_MS;
  const skipped = (isTimely ? due.slice(0, -1) : due).slice(-MOST_NOTED);
  return { skipped, ...(isTimely ? { post: latest } : {}), ...(next === undefined ? {} : { next }) };
}

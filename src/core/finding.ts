/** One thing that a check of an installation looked at. */
export interface Finding {
  /** What was looked at, as the beginning of a line. */
  what: string;
  /** What is wrong and what to do about it. Absent where all is well. */
  problem?: string;
  /** What is worth knowing although nothing is wrong. */
  note?: string;
  /** Why it could not be looked at. */
  skipped?: string;
}

/** Signatures are refused beyond 300 s on both platforms, and a reminder is late by what the clock is: long before that it is a problem. */
const MOST_CLOCK_SKEW_MS = 60_000;

/**
 * Compares this machine's clock with what a platform said of the time in the `Date` header of an answer.
 * @param receivedAt when the answer came, epoch milliseconds
 */
export function clockFinding(platform: string, date: string | null | undefined, receivedAt: number): Finding {
  const what = `clock, against ${platform}'s`;
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return { what, skipped: `${platform} did not say what time it is` };
  const skew = receivedAt - theirs;
  if (Math.abs(skew) <= MOST_CLOCK_SKEW_MS) return { what };
  const seconds = Math.round(Math.abs(skew) / 1000);
  return {
    what,
    problem: `it is ${seconds} s ${skew > 0 ? "ahead" : "behind"}: set it by a time service (timedatectl set-ntp true), or requests are refused and reminders come at the wrong time`,
  };
}

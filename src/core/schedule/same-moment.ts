import { Temporal } from "temporal-polyfill";
import type { Schedule } from "../reminder.ts";
import { formatLocal, instantOf, localTimeOf } from "./local-time.ts";

/** The moment (epoch milliseconds) as something that happens once, on the clock of a zone. */
export function inZoneOf(instant: number, timeZone: string): Schedule {
  return { start: formatLocal(localTimeOf(instant, timeZone)), timeZone };
}

/** True for a time that does not depend on where it is read: "in 3 days", but not "tomorrow 9:00". */
export function isSameEverywhere(read: (timeZone: string) => Schedule | string): boolean {
  const [one, other] = ["Pacific/Honolulu", "Asia/Tokyo"].map((timeZone) => {
    const schedule = read(timeZone);
    return typeof schedule === "string" ? undefined : instantOf(Temporal.PlainDateTime.from(schedule.start), schedule.timeZone);
  });
  return one !== undefined && one === other;
}

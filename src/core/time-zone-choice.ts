import type { Action } from "./action.ts";
import type { Call, Context } from "./registry.ts";
import type { Block } from "./reply.ts";
import { sayClock } from "./schedule/say-schedule.ts";
import { COMMON_TIME_ZONES } from "./schedule/time-zones.ts";

/** The person's time zone: what they chose, else what the platform tells. Undefined where nobody said. */
export function timeZoneOf({ request }: Pick<Call, "request">, { preferences }: Pick<Context, "preferences">): string | undefined {
  return preferences.timeZone ?? request.timeZone;
}

/** The choice of a time zone: each with what its clock shows now, by which people find theirs. */
export function timeZoneChoice(actionFor: (timeZone: string) => Action, { say, clock, knowledge, language }: Context): Block[] {
  const options = COMMON_TIME_ZONES.map((timeZone) => ({
    label: say("time-zone.option", { zone: timeZone, time: sayClock(clock(), timeZone) }),
    action: actionFor(timeZone),
  }));
  return [
    { type: "select", placeholder: say("time-zone.choose"), options },
    { type: "note", text: say("time-zone.not-listed", { command: knowledge.commandWord("time-zone", language) }) },
  ];
}

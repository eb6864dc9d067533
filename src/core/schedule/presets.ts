import type { Schedule } from "../reminder.ts";
import { formatLocal, localTimeFrom, localTimeOf } from "./local-time.ts";
import { MORNING } from "./said.ts";

/** Times that are offered as buttons. */
export const PRESETS = ["hour", "tomorrow", "monday"] as const;

/** One of {@link PRESETS}, or when it is time to look again whether an opt-out still holds. */
export type Preset = (typeof PRESETS)[number] | "half-year";

/** The one occurrence that a preset stands for, from an instant (epoch milliseconds) in a time zone. */
export function presetSchedule(preset: Preset, now: number, timeZone: string): Schedule {
  const today = localTimeOf(now, timeZone).toPlainDate();
  switch (preset) {
    case "hour":
      return { start: formatLocal(localTimeFrom(now + 3_600_000, timeZone)), timeZone };
    case "tomorrow":
      return { start: formatLocal(today.add({ days: 1 }).toPlainDateTime(MORNING)), timeZone };
    case "monday":
      return { start: formatLocal(today.add({ days: 8 - today.dayOfWeek }).toPlainDateTime(MORNING)), timeZone };
    case "half-year":
      return { start: formatLocal(today.add({ months: 6 }).toPlainDateTime(MORNING)), timeZone };
  }
}

/** True for a preset that is offered as a button. */
export function isPreset(text: string): text is (typeof PRESETS)[number] {
  return (PRESETS as readonly string[]).includes(text);
}

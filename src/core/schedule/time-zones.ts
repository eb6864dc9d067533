import { unaccented } from "../fold.ts";
import { timeZoneNamed } from "./local-time.ts";

/** Offered in a list, from west to east: one for each offset where many people live. Any other can be typed. */
export const COMMON_TIME_ZONES: readonly string[] = [
  "America/Los_Angeles",
  "America/Denver",
  "America/Chicago",
  "America/Mexico_City",
  "America/New_York",
  "America/Bogota",
  "America/Halifax",
  "America/Sao_Paulo",
  "UTC",
  "Europe/Lisbon",
  "Europe/London",
  "Europe/Amsterdam",
  "Europe/Berlin",
  "Europe/Madrid",
  "Europe/Paris",
  "Europe/Rome",
  "Europe/Warsaw",
  "Europe/Zurich",
  "Europe/Athens",
  "Asia/Dubai",
  "Asia/Kolkata",
  "Asia/Singapore",
  "Asia/Hong_Kong",
  "Asia/Tokyo",
  "Australia/Sydney",
];

/** The time zone that somebody typed: its name, or the city in it ("Berlin", "são paulo"). Undefined for none. */
export function readTimeZone(text: string): string | undefined {
  const typed = text.trim();
  const named = timeZoneNamed(typed.replaceAll(" ", "_"));
  if (named !== undefined) return named;
  const city = unaccented(typed).replaceAll(" ", "_");
  return Intl.supportedValuesOf("timeZone").find((zone) => zone.toLowerCase().split("/").at(-1) === city);
}

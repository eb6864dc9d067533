import { Temporal } from "temporal-polyfill";

/**
 * The instant of a local time, epoch milliseconds. A time that daylight saving skips is the first instant after the gap, one
 * that it repeats is the first of the two.
 * @throws {RangeError} for an unknown time zone.
 */
export function instantOf(local: Temporal.PlainDateTime, timeZone: string): number {
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: "compatible" });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  // "compatible" would move 02:30 to 03:30; what is due in the gap is due as soon as the clock is past it.
  const before = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  return (before.getTimeZoneTransition("next") ?? zoned).epochMilliseconds;
}

/** The wall-clock time of an instant (epoch milliseconds) in a zone. */
export function localTimeOf(instant: number, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

/**
 * The first local time, to the minute, that a schedule can have and whose instant is not before the given one. In the hour that
 * is repeated in autumn that is the one after it, because a repeated time is due at its first occurrence.
 */
export function localTimeFrom(instant: number, timeZone: string): Temporal.PlainDateTime {
  const local = localTimeOf(instant, timeZone).round({ smallestUnit: "minute", roundingMode: "ceil" });
  return instantOf(local, timeZone) >= instant ? local : local.add({ hours: 1 });
}

/** ISO 8601 to the minute, without offset: the form of `Schedule.start`. */
export function formatLocal(local: Temporal.PlainDateTime): string {
  return local.toString({ smallestUnit: "minute" });
}

/** An IANA time zone under the name by which the system knows it (`europe/berlin` → `Europe/Berlin`); undefined for none. */
export function timeZoneNamed(name: string): string | undefined {
  // Intl also takes offsets such as +02:00, which know no daylight saving.
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

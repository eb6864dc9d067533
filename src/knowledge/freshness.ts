/** A source not checked for longer than this may be out of date, and answers say so. */
export const STALE_AFTER_DAYS = 180;

const DAY_MS = 24 * 60 * 60 * 1000;

/** True when more than {@link STALE_AFTER_DAYS} have passed since the ISO date `checked`. `now` is in epoch milliseconds. */
export function isStale(checked: string, now: number): boolean {
  return now - Date.parse(`${checked}T00:00:00Z`) > STALE_AFTER_DAYS * DAY_MS;
}

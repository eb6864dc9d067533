import { UserError } from "./errors.ts";
import type { Command } from "./registry.ts";
import type { Identity, Request } from "./request.ts";

/** A person may do this much in {@link RATE_WINDOW_MS}: far above what hands can do, far below what a loop does. */
export const RATE_LIMIT = 60;

/** The window of {@link RATE_LIMIT}, in milliseconds. */
export const RATE_WINDOW_MS = 60_000;

/** Beyond this many people at once the oldest counts are dropped, so that memory stays bounded. */
const MOST_COUNTED = 10_000;

/** @throws {UserError} when the command is for admins and the platform does not say that this person is one. */
export function checkPermission(command: Command, request: Request): void {
  if (command.audience === "admins" && !request.isAdmin) throw new UserError("errors.admins-only");
}

/** Counts requests per person in memory and refuses those beyond the limit. */
export function createRateGuard(): (identity: Identity, now: number) => void {
  const counts = new Map<string, { since: number; count: number }>();
  return (identity, now) => {
    const key = JSON.stringify([identity.platform, identity.tenant, identity.person]);
    const current = counts.get(key);
    if (current === undefined || now - current.since >= RATE_WINDOW_MS) {
      counts.delete(key);
      counts.set(key, { since: now, count: 1 });
      const oldest = counts.keys().next().value;
      if (counts.size > MOST_COUNTED && oldest !== undefined) counts.delete(oldest);
      return;
    }
    current.count += 1;
    if (current.count > RATE_LIMIT) throw new UserError("errors.too-fast");
  };
}

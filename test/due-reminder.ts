import { randomUUID } from "node:crypto";
import type { Reminder } from "../src/core/reminder.ts";
import type { Destination } from "../src/core/reply.ts";
import type { Identity } from "../src/core/request.ts";

/** An announcement in a channel that is due once, at a moment in epoch milliseconds. */
export function dueReminder(maker: Identity, to: Destination, at: number): Reminder {
  const nextAt = Math.round(at);
  return {
    id: randomUUID(),
    maker,
    to,
    kind: "announcement",
    language: "en",
    schedule: { start: new Date(nextAt).toISOString().slice(0, 16), timeZone: "UTC" },
    status: "on",
    nextAt,
    posts: 0,
    createdAt: nextAt,
    updatedAt: nextAt,
  };
}

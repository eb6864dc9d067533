import type { Attempted, Hold, Stored } from "./ports.ts";
import type { Reminder } from "./reminder.ts";
import type { Platform } from "./request.ts";
import type { Plan } from "./schedule/plan.ts";

/** Why the maker of a reminder is told about it, in a direct message. */
export type NoticeKind = "place-gone" | "not-permitted" | "failed" | "unknown";

/** What a delivery brings: an occurrence of a reminder, or a notice about one that went wrong. */
export type DeliveryKind = "occurrence" | NoticeKind;

/** A delivery that is being tried, and that nobody else tries until the time given to it is over. */
export interface Attempt {
  /** UUID; the key by which the platform or the adapter knows a repeat. */
  id: string;
  kind: DeliveryKind;
  reminder: Stored<Reminder>;
  /** When it was due, epoch milliseconds. */
  occurrenceAt: number;
  /** Counts the attempts; whoever settles names the one it made. */
  number: number;
  /** Attempts that failed so far. Those that the platform held up do not count. */
  failures: number;
  attempted: Attempted;
  /** True when an earlier attempt may have posted it: nobody recorded what became of it. */
  unsettled: boolean;
}

/** How an attempt ended. `reason` is for the log and for whoever looks into the database; it quotes no message. */
export type Settlement =
  | { state: "sent"; message: string }
  /** To be tried again: `pending` when nothing was posted, `sending` when that is not known. */
  | { state: "pending" | "sending"; nextAttemptAt: number; failed: boolean; reason: string; hold?: Hold }
  | { state: "failed" | "unknown"; reason: string; notice?: NoticeKind; pause?: "place-gone" | "not-permitted" };

/** What is due of a reminder at an instant (epoch milliseconds). */
export type PlanDue = (reminder: Reminder, now: number) => Plan;

/** Deliveries as the runner needs them, over all processes that share the database. Times are epoch milliseconds. */
export interface DeliveryStore {
  /**
   * Takes up to `limit` reminders whose time has come: notes what is to be posted and what is let go, and sets the next time.
   * Returns how many. Those that another process is taking are left to it.
   */
  claimDue(now: number, limit: number, plan: PlanDue): Promise<number>;
  /** Lets go what is too late to be posted, whoever could have posted it, and has what was forgotten called for again. */
  tidy(now: number): Promise<void>;
  /** Up to `limit` deliveries to these platforms that may be tried now, the longest due first. */
  ready(now: number, platforms: readonly Platform[], limit: number): Promise<readonly string[]>;
  /** When a reminder, or a delivery to one of these platforms, is due next; undefined when none is. */
  nextDueAt(platforms: readonly Platform[]): Promise<number | undefined>;
  /** Records that an attempt begins, which holds until `until`. Undefined when there is nothing to do, or not yet. */
  begin(id: string, now: number, until: number): Promise<Attempt | undefined>;
  /** Records how an attempt ended, and all that follows from it, at once. */
  settle(attempt: Attempt, settlement: Settlement, now: number): Promise<void>;
  /** How many deliveries are not over: not yet tried, or being tried. */
  openCounts(): Promise<{ pending: number; sending: number }>;
}

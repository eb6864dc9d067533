import type { Attempt, Settlement } from "../core/delivery.ts";
import type { Delivery, Fate } from "../core/ports.ts";
import { LATEST_MS } from "../core/schedule/plan.ts";
import { pauseAfter, type RetryPolicy } from "./retry-policy.ts";

/** What a decision depends on beside the platform's answer. `random` is between 0 and 1, `now` epoch milliseconds. */
export interface Circumstances {
  policy: RetryPolicy;
  now: number;
  random: number;
}

type Failed = Delivery & { ok: false };

/**
 * What follows from a post. `settled` is true when no earlier attempt can have posted it; otherwise even a clear refusal leaves
 * the fate of the earlier attempt open.
 */
export function afterPost(attempt: Attempt, result: Delivery, settled: boolean, around: Circumstances): Settlement {
  if (result.ok) return { state: "sent", message: result.message };
  const untried = settled ? "pending" : "sending";
  switch (result.failure) {
    case "place-gone":
    case "not-permitted":
      if (attempt.kind !== "occurrence") return { state: "failed", reason: result.reason };
      return { state: "failed", reason: result.reason, pause: result.failure, ...noticeOf(attempt, result.failure) };
    case "refused":
      return { state: "failed", reason: result.reason, ...noticeOf(attempt, "failed") };
    case "held":
      return wait(attempt, untried, result, around);
    case "down":
      if (!settled && isLast(attempt, around, 2)) return lose(attempt, result);
      return settled && isLast(attempt, around) ? giveUp(attempt, result) : again(attempt, untried, result, around);
    case "unclear":
      return again(attempt, "sending", result, around);
  }
}

/** What follows from looking for an earlier attempt's message; undefined when it is to be posted now. */
export function afterFind(attempt: Attempt, fate: Fate, around: Circumstances): Settlement | undefined {
  switch (fate.fate) {
    case "posted":
      return { state: "sent", message: fate.message };
    case "unknowable":
      return lose(attempt, fate);
    case "absent": {
      if (attempt.failures >= around.policy.attempts) return giveUp(attempt, { reason: "no attempt got through" });
      const isLate = attempt.kind === "occurrence" && around.now - attempt.occurrenceAt >= LATEST_MS;
      return isLate ? giveUp(attempt, { reason: "late" }) : undefined;
    }
    case "unanswered":
      // The limit of looking is another one than that of posting, so it holds up nobody else.
      if (fate.hold) return { state: "sending", nextAttemptAt: around.now + fate.hold.ms, failed: false, reason: fate.reason };
      return isLast(attempt, around, 2) ? lose(attempt, fate) : again(attempt, "sending", fate, around);
  }
}

function giveUp(attempt: Attempt, { reason }: { reason: string }): Settlement {
  return { state: "failed", reason, ...noticeOf(attempt, "failed") };
}

/** It may be there, and nobody can tell: not posted again, but told. */
function lose(attempt: Attempt, { reason }: { reason: string }): Settlement {
  return { state: "unknown", reason, ...noticeOf(attempt, "unknown") };
}

/** Waits as long as the platform asks for, which says nothing against the message. */
function wait(attempt: Attempt, state: "pending" | "sending", { reason, hold }: Pick<Failed, "reason" | "hold">, around: Circumstances) {
  if (!hold) return again(attempt, state, { reason }, around);
  return { state, nextAttemptAt: around.now + hold.ms, failed: false, reason, hold } as const;
}

function again(attempt: Attempt, state: "pending" | "sending", { reason }: { reason: string }, { policy, now, random }: Circumstances) {
  const pause = pauseAfter(attempt.failures + 1, policy, random);
  const nextAttemptAt = now + (state === "sending" ? Math.max(pause, policy.settleMs) : pause);
  return { state, nextAttemptAt, failed: true, reason } as const;
}

/** True when this attempt is the last that the policy allows; looking for a message is allowed `times` as often as posting it. */
function isLast({ failures }: Attempt, { policy }: Circumstances, times = 1): boolean {
  return failures + 1 >= policy.attempts * times;
}

/** A notice that cannot be delivered is not followed by another; a person who cannot be reached cannot be told so either. */
function noticeOf({ kind, reminder }: Attempt, notice: Exclude<Attempt["kind"], "occurrence">) {
  const unreachable = "person" in reminder.to && (notice === "place-gone" || notice === "not-permitted");
  return kind !== "occurrence" || unreachable ? {} : { notice };
}

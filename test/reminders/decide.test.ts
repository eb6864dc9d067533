import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attempt } from "../../src/core/delivery.ts";
import type { Delivery, Fate, PostFailure } from "../../src/core/ports.ts";
import { afterFind, afterPost } from "../../src/reminders/decide.ts";
import { pauseAfter, RETRY_POLICY as policy } from "../../src/reminders/retry-policy.ts";

const attempt = (about: Partial<Attempt> = {}): Attempt => ({
  id: "d",
  kind: "occurrence",
  reminder: {
    id: "r",
    maker: { platform: "slack", tenant: "T1", person: "U1" },
    to: { platform: "slack", workspace: "T1", place: { id: "C1", kind: "channel" } },
    kind: "announcement",
    language: "en",
    schedule: { start: "2026-12-07T09:00", timeZone: "UTC" },
    status: "ended",
    posts: 0,
    createdAt: 0,
    updatedAt: 0,
    version: 1,
  },
  occurrenceAt: 0,
  number: 1,
  failures: 0,
  attempted: { first: 0, now: 0 },
  unsettled: false,
  ...about,
});
const personal = (about: Partial<Attempt> = {}): Attempt => {
  const whole = attempt(about);
  return { ...whole, reminder: { ...whole.reminder, to: { platform: "slack", workspace: "T1", person: "U1" } } };
};
const around = { policy, now: 1_000, random: 0 };
const failed = (failure: PostFailure, more: object = {}): Delivery => ({ ok: false, failure, reason: "why", ...more });

describe("after a post", () => {
  it.each<[string, Attempt, Delivery, object]>([
    ["that is there", attempt(), { ok: true, message: "m" }, { state: "sent", message: "m" }],
    ["into a channel that is gone", attempt(), failed("place-gone"), { state: "failed", pause: "place-gone", notice: "place-gone" }],
    ["to somebody who takes none", personal(), failed("not-permitted"), { state: "failed", pause: "not-permitted", notice: undefined }],
    ["that is refused", attempt(), failed("refused"), { state: "failed", notice: "failed", pause: undefined }],
    ["of a notice that is refused", attempt({ kind: "failed" }), failed("refused"), { state: "failed", notice: undefined }],
    [
      "that is held up",
      attempt(),
      failed("held", { hold: { ms: 7, scope: "place" } }),
      { state: "pending", nextAttemptAt: 1_007, failed: false },
    ],
    [
      "of a notice to somebody who takes none",
      attempt({ kind: "failed" }),
      failed("not-permitted"),
      { notice: undefined, pause: undefined },
    ],
    ["that did not leave", attempt(), failed("down"), { state: "pending", nextAttemptAt: 6_000, failed: true }],
    ["that never leaves", attempt({ failures: policy.attempts - 1 }), failed("down"), { state: "failed", notice: "failed" }],
    ["whose answer is lost", attempt(), failed("unclear"), { state: "sending", nextAttemptAt: 1_000 + policy.settleMs }],
  ])("%s", (_, made, result, settlement) => {
    expect({ notice: undefined, pause: undefined, ...afterPost(made, result, true, around) }).toMatchObject(settlement);
  });
});

describe("after looking for an earlier attempt", () => {
  it.each<[string, Attempt, Fate, object | undefined]>([
    ["that is there", attempt(), { fate: "posted", message: "m" }, { state: "sent", message: "m" }],
    ["that is not there", attempt(), { fate: "absent" }, undefined],
    [
      "that is not there, after the last one",
      attempt({ failures: policy.attempts }),
      { fate: "absent" },
      { state: "failed", notice: "failed" },
    ],
    [
      "that is not there, too late",
      attempt({ occurrenceAt: 1_000 - 12 * 3_600_000 }),
      { fate: "absent" },
      { state: "failed", reason: "late" },
    ],
    ["that cannot be looked for", attempt(), { fate: "unknowable", reason: "scope" }, { state: "unknown", notice: "unknown" }],
    ["without an answer", attempt(), { fate: "unanswered", reason: "503" }, { state: "sending", failed: true }],
    ["that never gets an answer", attempt({ failures: 2 * policy.attempts }), { fate: "unanswered", reason: "503" }, { state: "unknown" }],
  ])("%s", (_, made, fate, settlement) => {
    const settled = afterFind({ ...made, unsettled: true }, fate, around);
    if (settlement === undefined) expect(settled).toBeUndefined();
    else expect(settled).toMatchObject(settlement);
  });
});

it("never forgets that an earlier attempt may have posted", () => {
  const failures = fc.constantFrom<PostFailure>("held", "down", "unclear");
  fc.assert(
    fc.property(failures, fc.nat(20), fc.boolean(), (failure, count, hasHold) => {
      const result = failed(failure, hasHold ? { hold: { ms: 5, scope: "place" } } : {});
      expect(["sending", "unknown"]).toContain(afterPost(attempt({ failures: count, unsettled: true }), result, false, around).state);
    }),
  );
});

it("pauses ever longer, up to a limit, and by chance a little more", () => {
  const pauses = Array.from({ length: 12 }, (_, index) => pauseAfter(index + 1, policy, 0));
  expect(pauses.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(pauses.at(-1)).toBe(policy.longestPauseMs);
  expect(pauseAfter(1, policy, 1)).toBe(6_250);
});

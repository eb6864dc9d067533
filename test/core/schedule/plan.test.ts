import { describe, expect, it } from "vitest";
import { LATEST_MS, planDue } from "../../../src/core/schedule/plan.ts";

const HOUR = 60 * 60 * 1000;
const daily = { start: "2026-12-01T09:00", timeZone: "UTC", rule: "FREQ=DAILY" };
const at = (iso: string) => Date.parse(`${iso}Z`);

describe("what is due", () => {
  it("is nothing before the time", () => {
    const nextAt = at("2026-12-01T09:00");
    expect(planDue({ schedule: daily, nextAt }, nextAt - 1)).toEqual({ skipped: [], next: nextAt });
    expect(planDue({ schedule: daily }, nextAt)).toEqual({ skipped: [] });
  });

  it("is one post, and the next day's after it", () => {
    const nextAt = at("2026-12-01T09:00");
    expect(planDue({ schedule: daily, nextAt }, nextAt)).toEqual({ post: nextAt, skipped: [], next: at("2026-12-02T09:00") });
  });

  it("is the latest of several after a downtime, the others being noted", () => {
    const plan = planDue({ schedule: daily, nextAt: at("2026-12-01T09:00") }, at("2026-12-04T10:00"));
    expect(plan.post).toBe(at("2026-12-04T09:00"));
    expect(plan.skipped).toEqual([at("2026-12-01T09:00"), at("2026-12-02T09:00"), at("2026-12-03T09:00")]);
    expect(plan.next).toBe(at("2026-12-05T09:00"));
  });

  it("is not posted from twelve hours on", () => {
    const nextAt = at("2026-12-01T09:00");
    expect(planDue({ schedule: daily, nextAt }, nextAt + LATEST_MS - 1).post).toBe(nextAt);
    expect(planDue({ schedule: daily, nextAt }, nextAt + LATEST_MS)).toEqual({ skipped: [nextAt], next: at("2026-12-02T09:00") });
  });

  it("ends when it was the only one", () => {
    const once = { start: "2026-12-01T09:00", timeZone: "UTC" };
    expect(planDue({ schedule: once, nextAt: at("2026-12-01T09:00") }, at("2026-12-01T09:05"))).toEqual({
      post: at("2026-12-01T09:00"),
      skipped: [],
    });
  });

  it("can be now, off the rule, and the rule goes on afterwards", () => {
    const now = at("2026-12-03T14:00");
    expect(planDue({ schedule: daily, nextAt: now }, now + HOUR)).toEqual({ post: now, skipped: [], next: at("2026-12-04T09:00") });
  });
});

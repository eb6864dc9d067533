import { describe, expect, it } from "vitest";
import { isStale, STALE_AFTER_DAYS } from "../../src/knowledge/freshness.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const checked = Date.parse("2026-08-22T00:00:00Z");

describe("isStale", () => {
  it("turns true after the last day of the term, and not before", () => {
    expect(isStale("2026-08-22", checked + STALE_AFTER_DAYS * DAY_MS)).toBe(false);
    expect(isStale("2026-08-22", checked + STALE_AFTER_DAYS * DAY_MS + 1)).toBe(true);
  });
});

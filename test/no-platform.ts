import type { Delivery, UsageStore } from "../src/core/ports.ts";
import { createUsageCounter, type UsageCounter } from "../src/core/usage.ts";

/** What dispatch needs of a platform, for tests in which nothing is posted. Counts that cannot be saved fail the test. */
export function noPlatform(store: UsageStore, clock: () => number): { usage: UsageCounter; post(): Promise<Delivery> } {
  const onTrouble = (error: unknown): void => {
    throw error;
  };
  return {
    usage: createUsageCounter(store, clock, onTrouble),
    post: async () => ({ ok: false, failure: "down", reason: "no platform in this test" }),
  };
}

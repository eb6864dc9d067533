import { describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { createRateGuard, RATE_LIMIT, RATE_WINDOW_MS } from "../../src/core/guards.ts";
import type { Identity } from "../../src/core/request.ts";

const ann: Identity = { platform: "slack", tenant: "T1", person: "ann" };

describe("the rate guard", () => {
  it("refuses one person's flood and leaves others alone, until the window is over", () => {
    const check = createRateGuard();
    for (let i = 0; i < RATE_LIMIT; i++) check(ann, i);
    expect(() => check(ann, RATE_LIMIT)).toThrow(UserError);
    expect(() => check({ ...ann, person: "bob" }, RATE_LIMIT)).not.toThrow();
    expect(() => check({ ...ann, tenant: "T2" }, RATE_LIMIT)).not.toThrow();
    expect(() => check(ann, RATE_WINDOW_MS)).not.toThrow();
  });
});

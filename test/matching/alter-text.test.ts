import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alterText } from "../../src/matching/alter-text.ts";
import { createRandom } from "../../src/matching/seeded-random.ts";

const QUESTION = "does LinkedIn train models on private messages";
const ASIDES = ["sorry to bother you", "I am a nurse"];

function alterOften(text: string, asides: readonly string[]): string[] {
  const random = createRandom(1);
  return Array.from({ length: 500 }, () => alterText(text, asides, random));
}

describe("alterText", () => {
  it("leaves words out, swaps, drops and doubles letters", () => {
    const altered = alterOften(QUESTION, []);
    expect(altered).toContain("LinkedIn train models on private messages");
    const words = new Set(altered.flatMap((text) => text.split(" ")));
    for (const slip of ["mdoels", "mdels", "moodels"]) expect(words).toContain(slip);
    expect(altered.filter((text) => text === QUESTION).length).toBeGreaterThan(50);
  });

  it("puts an aside before about a quarter of the texts and after a tenth", () => {
    const altered = alterOften("private messages", ASIDES);
    const share = (test: (text: string) => boolean): number => altered.filter(test).length / altered.length;
    expect(share((text) => ASIDES.some((aside) => text.startsWith(`${aside}. `)))).toBeCloseTo(0.245, 1);
    expect(share((text) => ASIDES.some((aside) => text.endsWith(`. ${aside}`)))).toBeCloseTo(0.105, 1);
  });

  it("keeps every word of a short text, and short words as they are", () => {
    expect(new Set(alterOften("is it off", []))).toEqual(new Set(["is it off"]));
  });

  it("never throws nor leaves nothing of a text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer(), (text, seed) => {
        const altered = alterText(text, [], createRandom(seed));
        return text.trim() === "" || altered.trim() !== "";
      }),
    );
  });
});

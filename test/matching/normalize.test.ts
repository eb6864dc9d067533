import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, foldText, MAX_QUESTION_LENGTH } from "../../src/matching/normalize.ts";

/** Any code units at all, lone surrogates included. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((units) => String.fromCharCode(...units)),
);

describe("cleanText", () => {
  it("keeps ordinary text, composed", () => {
    expect(cleanText("  Où sont   mes\nmessages ?\t")).toBe("Où sont mes messages ?");
    expect(cleanText("cafe\u0301")).toBe("café");
  });

  it.each([
    ["NUL and other controls", "a\u0000b\u0007c\u009fd", "abcd"],
    ["a right-to-left override", "evil\u202egnp.exe", "evilgnp.exe"],
    ["zero-width characters and the soft hyphen", "op\u200bt\u200d-o\u00adut\ufeff", "opt-out"],
    ["tag characters", "hi\u{e0041}\u{e0042}", "hi"],
  ])("removes %s", (_, raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  it("replaces lone surrogates", () => {
    expect(cleanText("a\ud800b")).toBe("a\ufffdb");
  });

  it("limits floods of combining marks", () => {
    expect(cleanText(`q${"\u0323\u0307".repeat(500)}`).length).toBeLessThanOrEqual(8);
  });

  it("keeps the start and the end of a text that is too long", () => {
    const clean = cleanText(`Are my messages used? ${"bla ".repeat(2_000)} And my photo?`);
    expect(clean.length).toBeLessThanOrEqual(MAX_QUESTION_LENGTH);
    expect(clean).toMatch(/^Are my messages used\?.*And my photo\?$/u);
  });

  it("never throws, is well-formed, bounded and idempotent on any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = cleanText(text);
        expect(once.isWellFormed()).toBe(true);
        expect(once.length).toBeLessThanOrEqual(MAX_QUESTION_LENGTH);
        expect(cleanText(once)).toBe(once);
      }),
    );
  });
});

describe("foldText", () => {
  it.each([
    ["Schließe das KONTO — größer!", "schliesse das konto grosser"],
    ["l'IA génère", "l ia genere"],
    ["wyłączyć żądanie", "wylaczyc zadanie"],
    ["see https://www.linkedin.com/help?x=1 or mail a.b@example.org", "see url or mail mailaddress"],
    ["opt-out", "opt out"],
    ["?!", ""],
  ])("%s → %s", (raw, folded) => {
    expect(foldText(raw)).toBe(folded);
  });

  it("is idempotent on any text", () => {
    fc.assert(fc.property(anyText, (text) => foldText(foldText(text)) === foldText(text)));
  });

  it.each([
    ["one letter", "a".repeat(40_000)],
    ["lone surrogates", "\udc00\ud800".repeat(20_000)],
    ["combining marks", "e\u0301\u0327".repeat(13_000)],
    ["ligatures that fold to many letters", "\ufdfa".repeat(40_000)],
    ["spaces", " ".repeat(40_000)],
  ])("takes 40,000 code units of %s in under 100 ms", (_, text) => {
    const start = performance.now();
    foldText(text);
    expect(performance.now() - start).toBeLessThan(100);
  });
});

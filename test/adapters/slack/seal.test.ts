import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSealer, SealError } from "../../../src/adapters/slack/seal.ts";

const first = randomBytes(32);
const second = randomBytes(32);

describe("a sealed text", () => {
  it("is opened to what it was, whatever it was, and looks different each time", () => {
    const sealer = createSealer([first]);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, about) => {
        const sealed = sealer.seal(text, about);
        expect(sealer.open(sealed, about)).toBe(text.toWellFormed());
        expect(sealer.seal(text, about)).not.toBe(sealed);
      }),
    );
  });

  it("does not open when a single bit of it was changed", () => {
    const sealer = createSealer([first]);
    const [format, id, iv = "", body = ""] = sealer.seal("xoxb-secret", "T1").split(".");
    fc.assert(
      fc.property(fc.constantFrom("iv", "body"), fc.nat(), (part, bit) => {
        const bytes = Buffer.from(part === "iv" ? iv : body, "base64url");
        const index = bit % (bytes.length * 8);
        bytes[index >> 3] = (bytes[index >> 3] ?? 0) ^ (1 << (index & 7));
        const changed = bytes.toString("base64url");
        const sealed = [format, id, part === "iv" ? changed : iv, part === "body" ? changed : body].join(".");
        expect(() => sealer.open(sealed, "T1")).toThrow(SealError);
      }),
    );
  });

  it("does not open for another workspace, with another key, cut short, or as something else", () => {
    const sealer = createSealer([first]);
    const sealed = sealer.seal("xoxb-secret", "T1");
    expect(() => sealer.open(sealed, "T2")).toThrow(SealError);
    expect(() => createSealer([second]).open(sealed, "T1")).toThrow(SealError);
    for (const broken of ["", sealed.slice(0, -4), sealed.slice(0, 20), sealed.replace(/^1/, "2"), "xoxb-secret"]) {
      expect(() => sealer.open(broken, "T1")).toThrow(SealError);
    }
  });

  it("is opened by an older key, and known to be sealed by it", () => {
    const sealed = createSealer([first]).seal("xoxb-secret", "T1");
    const both = createSealer([second, first]);
    expect(both.open(sealed, "T1")).toBe("xoxb-secret");
    expect(both.isCurrent(sealed)).toBe(false);
    expect(both.isCurrent(both.seal("xoxb-secret", "T1"))).toBe(true);
  });
});

it("a key of another length is refused", () => {
  expect(() => createSealer([])).toThrow(RangeError);
  expect(() => createSealer([first, randomBytes(16)])).toThrow(RangeError);
});

it("secrets for other purposes differ by purpose and key", () => {
  const secrets = [first, second].flatMap((key) => ["a", "b"].map((purpose) => createSealer([key]).secretFor(purpose)));
  expect(new Set(secrets).size).toBe(4);
});

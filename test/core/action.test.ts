import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTION_MAX_LENGTH, decodeAction, encodeAction } from "../../src/core/action.ts";

const word = fc.stringMatching(/^[a-z-]{1,20}$/);

describe("an action's text", () => {
  it("comes back as the action it was made from", () => {
    fc.assert(
      fc.property(word, word, fc.option(fc.stringMatching(/^[a-z/:-]{0,40}$/), { nil: undefined }), (command, verb, subject) => {
        const action = { command, verb, ...(subject === undefined ? {} : { subject }) };
        expect(decodeAction(encodeAction(action))).toEqual(action);
      }),
    );
  });

  it("is refused beyond the limit that Discord sets", () => {
    const fits = { command: "ask", verb: "topic", subject: "x".repeat(ACTION_MAX_LENGTH - "a:ask:topic:".length) };
    expect(encodeAction(fits)).toHaveLength(ACTION_MAX_LENGTH);
    expect(() => encodeAction({ ...fits, subject: `${fits.subject}x` })).toThrow(RangeError);
  });

  it("is not read from anything else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const action = decodeAction(text);
        expect(action === undefined || encodeAction(action) === text).toBe(true);
      }),
    );
    expect(decodeAction("b:ask:topic:inmail")).toBeUndefined();
    expect(decodeAction("a:ask")).toBeUndefined();
  });
});

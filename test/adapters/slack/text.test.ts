import fc from "fast-check";
import { expect, it } from "vitest";
import { escapeText, groupBySize, readTyped, shorten, splitText } from "../../../src/adapters/slack/text.ts";
import { readMrkdwn } from "../../emulators/slack-visible.ts";

const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.array(fc.constantFrom("a", " ", "👩‍👩‍👧‍👦", "e\u0301\u0301", "\ud83d\ude00")).map((units) => units.join("")),
);

it("escaped text reads as it was", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(readMrkdwn(escapeText(text))).toBe(text);
    }),
  );
  expect(escapeText("<!channel> & <@U1>")).toBe("&lt;!channel&gt; &amp; &lt;@U1&gt;");
});

it("what is typed comes back from what Slack delivers", () => {
  expect(readTyped(escapeText("a < b && c > d &lt;"))).toBe("a < b && c > d &lt;");
  expect(readTyped("<@U1> is <@UBOT>", "UBOT")).toBe("<@U1> is");
});

it("pieces join to the text and keep to the limit", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, limit) => {
      const pieces = splitText(text, limit);
      expect(pieces.join("")).toBe(text);
      for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(limit);
    }),
  );
});

it("breaks after white space where there is some, else between characters as people see them", () => {
  expect(splitText("one two three", 9)).toEqual(["one two ", "three"]);
  expect(splitText("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 13)).toEqual(["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"]);
  expect(splitText("😀😀", 3)).toEqual(["😀", "😀"]);
});

it("a single character larger than the limit is still cut", () => {
  const flood = `e${"\u0301".repeat(50)}`;
  expect(splitText(flood, 10).join("")).toBe(flood);
});

it.each([
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["ab 😀x", 5, "ab…"],
])("shortens %j to %i: %j", (text, limit, expected) => expect(shorten(text, limit)).toBe(expected));

it("groups by size and number", () => {
  expect(groupBySize([1, 2, 3, 4], (n) => n, 5, 9)).toEqual([[1, 2], [3], [4]]);
  expect(groupBySize([9, 1], (n) => n, 5, 9)).toEqual([[9], [1]]);
  expect(groupBySize([1, 1, 1], (n) => n, 5, 2)).toEqual([[1, 1], [1]]);
  expect(groupBySize([], (n: number) => n, 5, 2)).toEqual([]);
});

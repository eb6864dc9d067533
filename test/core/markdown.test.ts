import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channelLink, escapeLines, escapeMarkdown, parseMarkdown, personLink, stripMarkdown } from "../../src/core/markdown.ts";

describe("parseMarkdown", () => {
  it("reads the small Markdown of knowledge files", () => {
    expect(parseMarkdown("**No.** See [the *page*](https://a.example/x) and `code`.")).toEqual([
      {
        spans: [
          { text: "No.", bold: true },
          { text: " See " },
          { text: "the ", url: "https://a.example/x" },
          { text: "page", italic: true, url: "https://a.example/x" },
          { text: " and " },
          { text: "code", code: true },
          { text: "." },
        ],
      },
    ]);
  });

  it("gives list items their marker", () => {
    expect(parseMarkdown("- one\n- two").map((line) => line.marker)).toEqual(["•", "•"]);
    expect(parseMarkdown("3. one\n4. two").map((line) => line.marker)).toEqual(["3.", "4."]);
  });

  it("keeps what lies outside the subset as it was written", () => {
    expect(stripMarkdown("# Title\n\n<b>x</b> ![pic](https://a.example/p.png)")).toBe("# Title\n<b>x</b> ![pic](https://a.example/p.png)");
  });

  it("joins folded lines and keeps paragraphs apart", () => {
    expect(stripMarkdown("one\ntwo\n\nthree")).toBe("one two\nthree");
  });
});

describe("a channel or person", () => {
  it("is known by its id, whatever characters that has", () => {
    for (const id of ["C0CHANNEL", "100000000000000003", "privacy-team"]) {
      const spans = parseMarkdown(`In ${channelLink({ id, kind: "channel" })}.`)[0]?.spans;
      expect(spans).toEqual([{ text: "In " }, { text: `#${id}`, channel: id }, { text: "." }]);
      expect(parseMarkdown(personLink(id))[0]?.spans).toEqual([{ text: `@${id}`, person: id }]);
    }
    expect(stripMarkdown(channelLink({ id: "C1:1700.1", kind: "thread" }) + channelLink({ id: "#typed", kind: "channel" }))).toBe(
      "#C1#typed",
    );
  });

  it("cannot be made by a text that a user wrote", () => {
    const [line] = parseMarkdown(escapeMarkdown("[x](person:U1) <person:U1>"));
    expect(line?.spans).toEqual([{ text: "[x](person:U1) <person:U1>" }]);
  });
});

describe("escapeLines", () => {
  it("keeps lines and paragraphs of any text, without markup", () => {
    const text = escapeLines("One *line*\n    another\r\n===\n\n\n1. third\n- fourth");
    expect(stripMarkdown(text)).toBe("One *line*\nanother\n===\n1. third\n- fourth");
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/), { minLength: 1 }), (written) => {
        const lines = parseMarkdown(escapeLines(written.join("\n")));
        expect(lines.map(({ marker, spans }) => (marker ?? "") + spans.map((span) => span.text).join(""))).toEqual(written);
        expect(lines.flatMap(({ spans }) => spans.flatMap((span) => Object.keys(span))).every((key) => key === "text")).toBe(true);
      }),
    );
  });
});

describe("escapeMarkdown", () => {
  it("makes any text of a user come out as it went in, without markup", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/), (text) => {
        const lines = parseMarkdown(escapeMarkdown(text));
        const spans = lines.flatMap((line) => line.spans);
        expect(spans.every((span) => !span.bold && !span.italic && !span.code && span.url === undefined)).toBe(true);
        expect(spans.map((span) => span.text).join("")).toBe(text);
      }),
    );
  });
});

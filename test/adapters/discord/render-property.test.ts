import fc from "fast-check";
import { expect, it } from "vitest";
import { renderReply } from "../../../src/adapters/discord/render.ts";
import { parseMarkdown } from "../../../src/core/markdown.ts";
import type { Block, Button, Markdown } from "../../../src/core/reply.ts";
import { flatten, messageProblems } from "../../emulators/discord-message-rules.ts";
import { seen } from "../../emulators/discord-text.ts";
import { reply } from "./samples.ts";

const nasty = fc.constantFrom(
  "@everyone",
  "<@1> <#2>",
  "*a* _b_ ~~c~~ ||d||",
  "``` x ```",
  "`",
  "``",
  "# h\n> q\n-# s",
  "\ud800",
  "\\",
  "\u0000",
  "a\u202eb\u2066",
  "https://a.b",
  "\n- x\n2. y",
  "",
);
const long = fc
  .tuple(fc.constantFrom("x", "word ", "👩‍👩‍👧‍👦", "é", "*_", "`a` "), fc.integer({ min: 1, max: 1_500 }))
  .map(([unit, count]) => unit.repeat(count));
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme" }) },
  { weight: 4, arbitrary: nasty },
  { weight: 1, arbitrary: long },
);
const markdown = fc.oneof(
  text,
  fc
    .tuple(text, text, text)
    .map(([a, b, c]) => `**${a}**\`${c}\`*${b}* [${b}](https://example.org/${encodeURIComponent(b.toWellFormed()).slice(0, 80)})`),
);
const url = fc.oneof(fc.webUrl(), fc.constantFrom("javascript:1", "no address", `https://example.org/${"x".repeat(600)}`));
const action = fc.record({
  command: fc.constantFrom("ask", "optout"),
  verb: fc.constantFrom("next", "topic"),
  subject: fc.string({ maxLength: 70 }),
});
const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ label: text, action }),
  fc.record({ label: text, url, style: fc.constantFrom("primary" as const, "danger" as const) }),
);
const source = fc.record({ publisher: text, title: text, url, checked: fc.constant("2026-08-22"), label: text });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constantFrom("heading" as const, "copy" as const), text }),
  fc.record({ type: fc.constantFrom("text" as const, "note" as const), text: markdown }),
  fc.record({ type: fc.constant("facts" as const), rows: fc.array(fc.record({ label: text, value: markdown }), { maxLength: 12 }) }),
  fc.record({ type: fc.constant("sources" as const), title: text, items: fc.array(source, { maxLength: 12 }) }),
  fc.record({ type: fc.constant("progress" as const), label: text, current: fc.nat(), total: fc.nat() }),
  fc.record({ type: fc.constant("buttons" as const), buttons: fc.array(button, { maxLength: 12 }) }),
  fc.record({
    type: fc.constant("select" as const),
    placeholder: text,
    options: fc.array(fc.record({ label: text, description: text, action }), { minLength: 1, maxLength: 30 }),
  }),
);

it("renders any reply to messages that Discord takes, with every word in them, in order", () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
      const bodies = renderReply(reply(...blocks));
      for (const body of bodies) expect(messageProblems("create", body)).toEqual([]);
      const all = bodies.map((body) => squeeze(shownIn(body.components))).join("");
      let at = 0;
      for (const word of blocks.flatMap(wordsOf).map(squeeze)) {
        const found = all.indexOf(word, at);
        if (found < 0) throw new Error(`lost or out of order: ${JSON.stringify(word.slice(0, 200))}`);
        at = found;
      }
    }),
    { numRuns: 50 },
  );
});

/** All words of a message in the order in which they stand, the descriptions of options included. */
function shownIn(components: readonly unknown[]): string {
  return components
    .map((component) => {
      const options = flatten([component]).flatMap(({ options }) => (Array.isArray(options) ? options : []));
      const { text, buttons } = seen([component], true);
      return [text, ...(options.length > 0 ? options.map(({ label, description }) => `${label}${description ?? ""}`) : buttons)].join("");
    })
    .join("");
}

/**
 * Without what a renderer may choose: white space, control characters and those that turn the direction of writing, the zero-width
 * space that keeps markup apart, how often a split link says where it leads.
 */
function squeeze(words: string): string {
  return words
    .toWellFormed()
    .replace(/[\s\p{Cc}\u200b\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/\(https?:[^()]*\)/g, "");
}

/** Everything that a person is to read of a block. Of controls only that the words are somewhere is asked, by the first of them. */
function wordsOf(block: Block): string[] {
  switch (block.type) {
    case "heading":
    case "copy":
      return [block.text];
    case "text":
    case "note":
      return spansOf(block.text);
    case "facts":
      return block.rows.flatMap(({ label, value }) => [label, ...spansOf(value)]);
    case "sources":
      return [block.title, ...block.items.flatMap(({ publisher, title, label }) => [publisher, title, label])];
    case "progress":
      return [block.label];
    case "buttons":
      return spelledFirst(
        block.buttons,
        ({ label, ...rest }) => (label.length > 80 || ("url" in rest && !isButton(rest.url)) ? [label] : []),
        ({ label }) => [label],
      );
    case "select":
      return spelledFirst(
        block.options,
        ({ label, description = "" }) => (label.length > 100 || description.length > 100 ? [label, description] : []),
        ({ label, description = "" }) => [label, description],
      );
  }
}

/** What is spelled out stands above all controls of a block; the rest on them. */
function spelledFirst<T>(items: readonly T[], spelled: (item: T) => string[], words: (item: T) => string[]): string[] {
  return [...items.flatMap(spelled), ...items.flatMap((item) => (spelled(item).length > 0 ? [] : words(item)))];
}

function isButton(address: string): boolean {
  return /^https?:\/\/\S+$/.test(address) && address.length <= 512;
}

function spansOf(source: Markdown): string[] {
  return parseMarkdown(source).flatMap((line) => line.spans.map((span) => span.text));
}

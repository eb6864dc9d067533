import fc from "fast-check";
import { expect, it } from "vitest";
import { renderReply } from "../../../src/adapters/slack/render.ts";
import { isLinkable } from "../../../src/adapters/slack/rich-text.ts";
import { parseMarkdown } from "../../../src/core/markdown.ts";
import type { Block, Button, Markdown } from "../../../src/core/reply.ts";
import { validateMessage } from "../../emulators/slack-validate.ts";
import { pressables, visibleText } from "../../emulators/slack-visible.ts";
import { reply } from "./samples.ts";

const nasty = fc.constantFrom(
  "<!channel>",
  "<@U1> & <#C1|x>",
  "*a* _b_ ~c~",
  ":smile:",
  "> quote",
  "\ud800",
  "&amp;",
  "a|b",
  "\n\n- x\n- y",
  "4. z",
  "",
);
const long = fc
  .tuple(fc.constantFrom("x", "word ", "👩‍👩‍👧‍👦", "é", "&<"), fc.integer({ min: 1, max: 4_000 }))
  .map(([unit, count]) => unit.repeat(count));
const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: "grapheme" }) },
  { weight: 8, arbitrary: nasty },
  { weight: 1, arbitrary: long },
);
const markdown = fc.oneof(
  text,
  fc.tuple(text, text).map(([a, b]) => `**${a}** [${b}](https://example.org/${encodeURIComponent(b.toWellFormed()).slice(0, 80)})`),
);
const url = fc.oneof(fc.webUrl(), fc.constantFrom("javascript:1", "not an address", `https://example.org/${"x".repeat(3_100)}`));
const action = fc.record({
  command: fc.constantFrom("ask", "optout"),
  verb: fc.constantFrom("next", "topic"),
  subject: fc.string({ maxLength: 80, unit: "grapheme-ascii" }),
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
  fc.record({ type: fc.constant("buttons" as const), buttons: fc.array(button, { maxLength: 30 }) }),
  fc.record({
    type: fc.constant("select" as const),
    placeholder: text,
    options: fc.array(fc.record({ label: text, description: text, action }), { maxLength: 120 }),
  }),
);

it("renders any reply to messages that Slack takes, with every word in them", () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
      const messages = renderReply(reply(...blocks));
      for (const message of messages) expect(validateMessage(message)).toEqual({ invalid: [], careless: [] });
      const seen = messages.flatMap(({ blocks: rendered }) => rendered.map((one) => visibleText([one]) + labelsOf(one))).map(squeeze);
      const all = seen.join("");
      for (const word of blocks.flatMap(wordsOf).map(squeeze)) if (!all.includes(word)) throw new Error(`lost: ${word.slice(0, 200)}`);
    }),
    { numRuns: 60 },
  );
});

function labelsOf(rendered: unknown): string {
  const options = JSON.stringify(rendered).match(/"description":\{"type":"plain_text","text":"(?:[^"\\]|\\.)*"/g) ?? [];
  const descriptions = options.map((match) => (JSON.parse(`{${match}}}`) as { description: { text: string } }).description.text);
  return [...pressables([rendered]).map(({ label }) => label), ...descriptions].join("\n");
}

function squeeze(words: string): string {
  return words.toWellFormed().replace(/\s/g, "");
}

/** Everything that a person is to read of a block. */
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
      return [
        block.title,
        ...block.items.flatMap((item) => [item.publisher, item.title, item.label, ...(isLinkable(item.url) ? [] : [item.url ?? ""])]),
      ];
    case "progress":
      return [block.label];
    case "buttons":
      return block.buttons.flatMap((one) => [one.label, ...("url" in one && !isLinkable(one.url) ? [one.url] : [])]);
    case "select":
      return [
        ...(block.options.length === 0 ? [block.placeholder] : []),
        ...block.options.flatMap(({ label, description }) => [label, description ?? ""]),
      ];
  }
}

function spansOf(source: Markdown): string[] {
  return parseMarkdown(source).flatMap((line) => line.spans.map((span) => span.text));
}

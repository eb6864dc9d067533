import { describe, expect, it } from "vitest";
import type { MessageBody } from "../../../src/adapters/discord/pack.ts";
import { renderReply } from "../../../src/adapters/discord/render.ts";
import type { Block, Option } from "../../../src/core/reply.ts";
import { flatten, messageProblems } from "../../emulators/discord-message-rules.ts";
import { rawText, seen } from "../../emulators/discord-text.ts";
import { EVERY_BLOCK } from "../../fixtures/every-block.ts";
import { reply } from "./samples.ts";

const action = { command: "ask", verb: "topic", subject: "x" };
const topic = (index: number): Option => ({ label: `Topic ${index}`, action: { ...action, subject: `topic-${index}` } });

/** Renders and makes sure that Discord would take it. */
function render(...blocks: Block[]): MessageBody[] {
  const bodies = renderReply(reply(...blocks));
  for (const body of bodies) expect(messageProblems("create", body)).toEqual([]);
  return bodies;
}

function written(...blocks: Block[]): string {
  return render(...blocks)
    .map((body) => rawText(body.components))
    .join("\n");
}

function texts(...blocks: Block[]): number[] {
  return render(...blocks).map((body) => rawText(body.components).length);
}

function buttonsPerRow(body: MessageBody | undefined): number[] {
  return (body?.components ?? []).flatMap((component) => ("components" in component ? [component.components.length] : []));
}

describe("every kind of block", () => {
  it("is shown", async () => {
    const bodies = renderReply(EVERY_BLOCK);
    for (const body of bodies) expect(messageProblems("create", body)).toEqual([]);
    await expect(`${JSON.stringify(bodies, undefined, 2)}\n`).toMatchFileSnapshot("../../fixtures/golden/discord/every-block.json");
  });

  it.each<[Block, string]>([
    [{ type: "heading", text: "A *title*" }, "## A \\*title\\*"],
    [{ type: "text", text: "**Yes**, *all* of `it`." }, "**Yes**, *all* of `it`."],
    [{ type: "text", text: "One.\n\nTwo.\n\n- a\n- b\n\n1. c\n2. d" }, "One.\n\nTwo.\n- a\n- b\n1. c\n2. d"],
    [{ type: "text", text: "[here](https://a.example/x_(y))" }, "[here](<https://a.example/x_%28y%29>)"],
    [{ type: "text", text: "<https://a.example/x>" }, "<https://a.example/x>"],
    [{ type: "text", text: "[https://b.example](https://a.example)" }, "https\\://b.example (<https://a.example>)"],
    [{ type: "text", text: "[x](javascript:alert)" }, "x (javascript:alert)"],
    [{ type: "text", text: "**a***b*" }, "**a**\u200b*b*"],
    [{ type: "note", text: "Old.\n\nVery." }, "-# Old.\n-# Very."],
    [{ type: "facts", rows: [{ label: "Switch", value: "**off**" }] }, "- **Switch:** **off**"],
    [{ type: "progress", label: "Step 2 of 4", current: 2, total: 4 }, "**Step 2 of 4** ▰▰▱▱"],
    [{ type: "progress", label: "Step 9 of 40", current: 9, total: 40 }, "**Step 9 of 40** ▰▰▱▱▱▱▱▱▱▱"],
    [{ type: "copy", text: "I object.\n```" }, "```\nI object.\n``\u200b`\n```"],
  ])("%j is written %j", (block, markdown) => {
    expect(written(block)).toBe(markdown);
  });

  it("of which there is none still makes a message", () => {
    expect(written()).toBe("…");
    expect(written({ type: "buttons", buttons: [] }, { type: "text", text: " " })).toBe("…");
  });
});

it("keeps a line break apart from a new paragraph", () => {
  expect(written({ type: "text", text: "one\\\ntwo\n\nthree" })).toBe("one\ntwo\n\nthree");
});

describe("text that a person wrote", () => {
  it.each([
    "@everyone @here",
    "<@123456789012345678> <@&123456789012345678> <#1> <:x:1> <t:1>",
    "*a* _b_ ~~c~~ ||d|| `e` ```f```",
    "# title\n> quote\n- item\n-# small\n+ item\n1. item",
    "https://evil.example/x http://evil.example",
    "[click](https://evil.example)",
    "back\\slash \\* \\\\",
  ])("%j stays text and pings nobody", (text) => {
    const [body] = render({ type: "heading", text });
    expect(seen(body?.components, true).text.split(/\s+/)).toEqual(text.split(/\s+/));
    expect(rawText(body?.components)).not.toMatch(/(?<!\\)@|https?:\/\/|(?<!\\)</);
    expect(body?.allowed_mentions).toEqual({ parse: [], replied_user: false });
  });

  it("loses half of a character, but not the message", () => {
    expect(written({ type: "text", text: "a\ud800b" })).toBe("a\ufffdb");
  });

  it("loses what nobody sees and what would turn the writing around", () => {
    expect(written({ type: "heading", text: "a\u0000\u202eb\u2066\u0007c\td" })).toBe("## abc\td");
    expect(written({ type: "copy", text: "a\u001b\u202eb\n\tc" })).toBe("```\nab\n\tc\n```");
    expect(written({ type: "heading", text: "\u0000\u202e" })).toBe("…");
  });
});

describe("limits", () => {
  it.each([
    [3_999, [3_999]],
    [4_000, [4_000]],
    [4_001, [4_000, 1]],
    [9_000, [4_000, 4_000, 1_000]],
  ])("%i characters of text make messages of %j", (length, expected) => {
    expect(texts({ type: "text", text: "x".repeat(length) })).toEqual(expected);
  });

  it.each([
    [3_993, 1],
    [3_994, 2],
  ])("%i characters in a code block make %i messages", (length, expected) => {
    expect(render({ type: "copy", text: "x".repeat(length - 1) })).toHaveLength(expected);
  });

  it("splits at block edges first, then between words", () => {
    expect(texts({ type: "text", text: "a".repeat(2_500) }, { type: "text", text: "b".repeat(2_500) })).toEqual([2_500, 2_500]);
    const split = render({ type: "text", text: "word ".repeat(1_000) }).map((body) => rawText(body.components));
    expect(
      split.map((text) =>
        text
          .trim()
          .split(" ")
          .every((word) => word === "word"),
      ),
    ).toEqual([true, true]);
  });

  it("keeps a title with what follows it", () => {
    const bodies = render(
      { type: "text", text: "a".repeat(3_900) },
      { type: "heading", text: "Title" },
      { type: "text", text: "b".repeat(200) },
    );
    expect(bodies.map((body) => rawText(body.components).slice(0, 8))).toEqual(["aaaaaaaa", "## Title"]);
  });

  it("sends no message of spaces that were left over", () => {
    expect(render({ type: "heading", text: `${"x".repeat(3_997)}${" ".repeat(20)}` })).toHaveLength(1);
  });

  it("repeats the markup where a styled text is split", () => {
    const split = render({ type: "text", text: `**${"bold ".repeat(900).trim()}**` }).map((body) => rawText(body.components));
    expect(split.map((text) => /^\*\*bold .* ?bold\*\*\s?$/.test(text))).toEqual([true, true]);
  });

  it.each(["👩‍👩‍👧‍👦", "é", "🇫🇷"])("never tears %s", (character) => {
    const split = render({ type: "text", text: character.repeat(4_000) }).map((body) => rawText(body.components));
    expect(split.every((text) => text.replaceAll(character, "") === "")).toBe(true);
  });

  it("tears a letter under thousands of accents rather than fail", () => {
    expect(texts({ type: "text", text: `e${"\u0301".repeat(5_000)}` })).toEqual([4_000, 1_001]);
  });

  it.each([
    [4, [4]],
    [5, [5]],
    [6, [5, 1]],
  ])("%i buttons make rows of %j", (count, rows) => {
    const buttons = Array.from({ length: count }, (_, index) => topic(index));
    expect(buttonsPerRow(render({ type: "buttons", buttons })[0])).toEqual(rows);
  });

  it.each([
    [40, 1],
    [41, 2],
  ])("%i components make %i messages", (count, messages) => {
    const blocks = Array.from({ length: count }, (_, index): Block => ({ type: "text", text: `${index}` }));
    expect(render(...blocks)).toHaveLength(messages);
  });

  it.each([
    [79, "x".repeat(79), ""],
    [80, "x".repeat(80), ""],
    [81, `${"x".repeat(79)}…`, `- ${"x".repeat(81)}`],
  ])("a label of %i characters on a button", (length, label, above) => {
    const [body] = render({ type: "buttons", buttons: [{ label: "x".repeat(length), action }] });
    expect(seen(body?.components, true).buttons).toEqual([label]);
    expect(rawText(body?.components)).toBe(above);
  });

  it.each([
    [511, 1],
    [512, 1],
    [513, 0],
  ])("an address of %i characters makes %i button", (length, count) => {
    const url = `https://a.example/${"x".repeat(length - 18)}`;
    const [body] = render({ type: "buttons", buttons: [{ label: "Open", url }] });
    expect(seen(body?.components, true).buttons).toHaveLength(count);
    expect(seen(body?.components, true).text.includes(url)).toBe(count === 0);
  });

  it.each([
    [24, [24]],
    [25, [25]],
    [26, [25, 1]],
    [60, [25, 25, 10]],
  ])("%i options make selects of %j", (count, expected) => {
    const [body] = render({ type: "select", placeholder: "Choose", options: Array.from({ length: count }, (_, index) => topic(index)) });
    const sizes = flatten(body?.components).flatMap(({ options }) => (Array.isArray(options) ? [options.length] : []));
    expect(sizes).toEqual(expected);
  });

  it.each([
    [99, 99],
    [100, 100],
    [101, 100],
  ])("an option's label and description of %i characters are shown with %i, and nothing is lost", (length, shown) => {
    const [label, description] = ["x".repeat(length), "y".repeat(length)];
    const [body] = render({ type: "select", placeholder: "", options: [{ label, description, action }] });
    const [option] = flatten(body?.components)
      .flatMap(({ options }) => options as { label: string; description: string }[])
      .filter(Boolean);
    expect([option?.label.length, option?.description.length]).toEqual([shown, shown]);
    expect(rawText(body?.components)).toBe(length > 100 ? `- ${label}: ${description}` : "");
  });

  it.each([
    [149, 149],
    [150, 150],
    [151, 150],
  ])("a placeholder of %i characters is shown with %i", (length, shown) => {
    const [body] = render({ type: "select", placeholder: "p".repeat(length), options: [topic(1)] });
    expect(flatten(body?.components).find(({ placeholder }) => placeholder)?.["placeholder"]).toHaveLength(shown);
    expect(rawText(body?.components)).toBe(length > 150 ? `- ${"p".repeat(length)}` : "");
  });

  it("lets no id stand twice in a message", () => {
    const twice = [
      { label: "A", action },
      { label: "B", action },
    ];
    expect(render({ type: "buttons", buttons: twice }).map((body) => seen(body.components, true).buttons)).toEqual([["A"], ["B"]]);
    const [body] = render({ type: "select", placeholder: "", options: twice });
    expect(seen(body?.components, true).buttons).toEqual(["A", "B"]);
  });
});

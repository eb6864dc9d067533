import { describe, expect, it } from "vitest";
import * as limits from "../../../src/adapters/slack/limits.ts";
import { renderReply, type SlackMessage } from "../../../src/adapters/slack/render.ts";
import { channelLink, personLink } from "../../../src/core/markdown.ts";
import type { Block, Button, Option } from "../../../src/core/reply.ts";
import { validateMessage } from "../../emulators/slack-validate.ts";
import { pressables, visibleSize, visibleText } from "../../emulators/slack-visible.ts";
import { everyBlock, reply } from "./samples.ts";

const render = (...blocks: Block[]): SlackMessage[] => renderReply(reply(...blocks));
const types = (...blocks: Block[]): string[] => render(...blocks).flatMap((message) => message.blocks.map((block) => block.type));
const shown = (messages: readonly SlackMessage[]): string => messages.map(({ blocks }) => visibleText(blocks)).join("\n");
const labels = (messages: readonly SlackMessage[]): string[] =>
  messages.flatMap(({ blocks }) => pressables(blocks).map(({ label }) => label));
const button = (label: string): Button => ({ label, action: { command: "menu", verb: "more" } });
const option = (label: string): Option => ({ label, action: { command: "menu", verb: "more" } });
const expectValid = (messages: readonly SlackMessage[], isPrivate = false): void => {
  for (const message of messages) expect(validateMessage(message, isPrivate)).toEqual({ invalid: [], careless: [] });
};

it("shows every block type", async () => {
  const messages = renderReply(everyBlock);
  expectValid(messages);
  await expect(`${JSON.stringify(messages, null, 2)}\n`).toMatchFileSnapshot("../../fixtures/golden/slack/every-block.json");
});

describe("headings", () => {
  it.each([-1, 0])("of %i characters beyond the limit are headers", (more) => {
    expect(types({ type: "heading", text: "x".repeat(limits.HEADER_TEXT + more) })).toEqual(["header"]);
  });
  it("beyond the limit are bold text, whole", () => {
    const text = "x".repeat(limits.HEADER_TEXT + 1);
    const messages = render({ type: "heading", text });
    expect(messages[0]?.blocks[0]?.type).toBe("rich_text");
    expect(shown(messages)).toBe(text);
  });
  it("that are blank are left out", () => expect(render({ type: "heading", text: " " })).toEqual([]));
});

describe("text", () => {
  it.each([-1, 0, 1])("of the limit%+i characters is whole", (more) => {
    const text = "x".repeat(limits.BLOCK_TEXT - 2 + more);
    const messages = render({ type: "text", text });
    expect(messages[0]?.blocks).toHaveLength(more > 0 ? 2 : 1);
    expect(shown(messages).replaceAll("\n", "")).toBe(text);
    expectValid(messages);
  });
  it("shows all that it holds: nothing that turns the direction of writing, and no control characters", () => {
    const text = "Ann\u202e\u2066\u200f wrote\u0007 \u001b[31mthis\ud800";
    const button: Button = { label: text, action: { command: "menu", verb: "more" } };
    const messages = render(
      { type: "heading", text },
      { type: "text", text },
      { type: "note", text },
      { type: "copy", text },
      { type: "buttons", buttons: [button] },
    );
    expectValid(messages);
    expect(JSON.stringify(messages)).not.toMatch(/\\u(200f|202e|2066|0007|001b|d800)|[\u200f\u202e\u2066]/);
    expect(labels(messages)).toEqual(["Ann wrote [31mthis\ufffd"]);
  });
  it("keeps a line break apart from a new paragraph", () => {
    expect(shown(render({ type: "text", text: "one\\\ntwo\n\nthree" }))).toBe("one\ntwo\n\nthree");
  });
  it("becomes a further message beyond the characters of one", () => {
    const text = Array.from({ length: 8 }, (_, i) => `${i}`.repeat(1_900)).join("\n\n");
    const messages = render({ type: "text", text });
    expect(messages.length).toBe(2);
    for (const { blocks } of messages) expect(visibleSize(blocks)).toBeLessThanOrEqual(limits.CHARACTERS_PER_MESSAGE);
    expect(shown(messages).replaceAll("\n", "")).toBe(text.replaceAll("\n", ""));
  });
  it("goes on numbering a list that was split", () => {
    const text = Array.from({ length: 4 }, (_, i) => `${i + 1}. ${"x".repeat(1_400)}`).join("\n");
    const messages = render({ type: "text", text });
    expect(messages[0]?.blocks).toHaveLength(2);
    expect(shown(messages).match(/^\d+\./gm)).toEqual(["1.", "2.", "3.", "4."]);
  });
  it("is never cut inside a character", () => {
    const family = "👩‍👩‍👧‍👦";
    const messages = render({ type: "text", text: family.repeat(600) });
    for (const block of messages.flatMap(({ blocks }) => blocks)) expect(visibleText([block]).replaceAll(family, "")).toBe("");
    expectValid(messages);
  });
  it("writes out an address that is no link", () => {
    expect(shown(render({ type: "text", text: "see [here](javascript:alert(1))" }))).toBe("see here (javascript:alert(1))");
  });
  it("shows what looks like a ping or markup as it is written", () => {
    const evil = "<!channel> <@U1> @here *a* _b_ &amp;";
    const [message] = render({ type: "text", text: "\\<!channel> \\<@U1> @here \\*a\\* \\_b\\_ \\&amp;" });
    expect(visibleText(message?.blocks ?? [])).toBe(evil);
    expect(message?.text).toContain("&lt;!channel&gt;");
    expectValid(message ? [message] : []);
  });
});

describe("notes and sources", () => {
  it("are small print", () => expect(types({ type: "note", text: "See [the help](https://example.org/)." })).toEqual(["context"]));
  it.each(["a **bold** word", "a \\*star\\*", "at 10:30:00 o'clock", "\\> quote"])(
    "are normal text where small print would show %j wrongly",
    (text) => {
      const messages = render({ type: "note", text });
      expect(messages[0]?.blocks[0]?.type).toBe("rich_text");
      expectValid(messages);
    },
  );
  it.each([-1, 0, 1])("of the limit%+i characters are whole", (more) => {
    const text = "x".repeat(limits.BLOCK_TEXT + more);
    const messages = render({ type: "note", text });
    expect(messages[0]?.blocks[0]?.type).toBe(more > 0 ? "rich_text" : "context");
    expect(shown(messages).replaceAll("\n", "")).toBe(text);
    expectValid(messages);
  });
  it("count characters as they are escaped", () => {
    const messages = render({ type: "note", text: "\\&".repeat(limits.BLOCK_TEXT / 5 + 1) });
    expectValid(messages);
    expect(shown(messages)).toBe("&".repeat(limits.BLOCK_TEXT / 5 + 1));
  });
  it("keep a link whose address holds a bar", () => {
    const [message] = render({ type: "note", text: "[here](https://example.org/a|b?c=1&d=2)" });
    expect(JSON.stringify(message?.blocks)).toContain("<https://example.org/a%7Cb?c=1&amp;d=2|here>");
  });
});

describe("progress", () => {
  it("says it in words and shows a bar", () => {
    expect(shown(render({ type: "progress", label: "Step 2 of 4", current: 2, total: 4 }))).toBe("Step 2 of 4  ●●○○");
  });
  it.each([
    [0, 0],
    [500, 1_000],
    [9, 3],
  ])("stays a bar for %i of %i", (current, total) => {
    const messages = render({ type: "progress", label: "Step", current, total });
    expect(shown(messages)).toMatch(/^Step {2}[●○]{1,10}$/);
    expectValid(messages);
  });
});

it("copies are boxes, whole", () => {
  const text = `*as it is* <!here>\n${"x".repeat(limits.BLOCK_TEXT)}`;
  const messages = render({ type: "copy", text });
  expectValid(messages);
  expect(JSON.stringify(messages[0]?.blocks[0])).toContain("rich_text_preformatted");
  expect(shown(messages).replaceAll("\n", "")).toBe(text.replaceAll("\n", ""));
});

describe("buttons", () => {
  it.each([
    [24, 1],
    [25, 1],
    [26, 2],
  ])("%i need %i rows", (count, rows) => {
    const messages = render({ type: "buttons", buttons: Array.from({ length: count }, (_, i) => button(`b${i}`)) });
    expect(messages[0]?.blocks).toHaveLength(rows);
    expect(labels(messages)).toHaveLength(count);
    expectValid(messages);
  });
  it.each([-1, 0, 1])("show a label of the limit%+i characters in full somewhere", (more) => {
    const label = "x".repeat(limits.BUTTON_TEXT + more);
    const messages = render({ type: "buttons", buttons: [button(label)] });
    expectValid(messages);
    if (more > 0) expect(shown(messages)).toBe(`• ${label}`);
    else expect(labels(messages)).toEqual([label]);
    expect(labels(messages)[0]?.length).toBeLessThanOrEqual(limits.BUTTON_TEXT);
  });
  it.each([-1, 0, 1])("write out an address of the limit%+i characters if it is too long for a link", (more) => {
    const url = `https://example.org/${"x".repeat(limits.URL_LENGTH - 20 + more)}`;
    const messages = render({ type: "buttons", buttons: [{ label: "Open", url }] });
    expectValid(messages);
    expect(labels(messages)).toEqual(more > 0 ? [] : ["Open"]);
    if (more > 0) expect(shown(messages).replaceAll("\n", "")).toBe(`• Open (${url})`);
  });
});

describe("selects", () => {
  it.each([
    [99, 1],
    [100, 1],
    [101, 2],
  ])("of %i options are %i selects", (count, selects) => {
    const messages = render({ type: "select", placeholder: "Choose", options: Array.from({ length: count }, (_, i) => option(`o${i}`)) });
    expect(messages[0]?.blocks).toHaveLength(selects);
    expect(labels(messages)).toHaveLength(count);
    expectValid(messages);
  });
  it("with full lines fit into messages", () => {
    const options = Array.from({ length: 100 }, (_, i) => ({ ...option(`${i}`.padEnd(75, "l")), description: "d".repeat(75) }));
    const messages = render({ type: "select", placeholder: "Choose", options });
    expect(labels(messages)).toHaveLength(100);
    expectValid(messages);
  });
  it.each([-1, 0, 1])("show long labels, descriptions and placeholders of the limit%+i in full somewhere", (more) => {
    const label = "l".repeat(limits.OPTION_TEXT + more);
    const description = "d".repeat(limits.OPTION_DESCRIPTION + more);
    const placeholder = "p".repeat(limits.PLACEHOLDER_TEXT + more);
    const messages = render({ type: "select", placeholder, options: [{ ...option(label), description }] });
    expectValid(messages);
    expect(shown(messages)).toBe(more > 0 ? `• ${placeholder}\n• ${label}\n• ${description}` : "");
  });
  it("without options say what would be chosen", () => {
    expect(shown(render({ type: "select", placeholder: "Nothing to choose", options: [] }))).toBe("Nothing to choose");
  });
});

describe("messages", () => {
  it.each([
    [49, 1],
    [50, 1],
    [51, 2],
  ])("%i blocks are %i messages", (count, expected) => {
    const messages = render(...Array.from({ length: count }, (_, i): Block => ({ type: "heading", text: `h${i}` })));
    expect(messages).toHaveLength(expected);
    expectValid(messages);
  });
  it.each([-1, 0, 1])("of the character limit%+i", (more) => {
    const size = limits.CHARACTERS_PER_MESSAGE / 5;
    const copies = Array.from({ length: 5 }, (_, i): Block => ({ type: "copy", text: "x".repeat(size + (i === 4 ? more : 0)) }));
    expect(render(...copies)).toHaveLength(more > 0 ? 2 : 1);
  });
  it.each([-1, 0, 1])("have a fallback text of at most the limit, here%+i", (more) => {
    const [message] = render(
      { type: "copy", text: "x".repeat(2_000) },
      { type: "copy", text: "y".repeat(limits.FALLBACK_TEXT - 2_001 + more) },
    );
    expect(message?.text.length).toBe(limits.FALLBACK_TEXT + Math.min(more, 0));
    expect(message?.text.endsWith("…")).toBe(more > 0);
  });
  it("have a fallback text even for buttons alone", () => {
    expect(render({ type: "buttons", buttons: [button("Next")] })[0]?.text).not.toBe("");
  });
});

describe("people and channels", () => {
  const block: Block = {
    type: "facts",
    rows: [{ label: "Set by", value: `${personLink("U0ANN")} for ${channelLink({ id: "C0PRIVACY", kind: "channel" })}` }],
  };
  it("are named in what only the reader sees", () => {
    const messages = render(block);
    expectValid(messages, true);
    expect(shown(messages)).toBe("• Set by: @U0ANN for #C0PRIVACY");
  });
  it("ping nobody in what all can see, and are text where they are no ids", () => {
    const messages = renderReply({ ...reply(block, { type: "text", text: personLink("no person") }), audience: "place" });
    expectValid(messages);
    expect(JSON.stringify(messages)).not.toContain('"user"');
    expect(shown(messages)).toContain("Set by: @U0ANN for #C0PRIVACY");
    expect(shown(render({ type: "text", text: channelLink({ id: "no channel", kind: "channel" }) }))).toBe("#no channel");
  });
});

import type { types } from "@slack/bolt";
import { encodeAction } from "../../core/action.ts";
import { type Line, parseMarkdown } from "../../core/markdown.ts";
import { printable } from "../../core/printable.ts";
import type { Block, Button, Markdown, Option, Reply, SourceLine } from "../../core/reply.ts";
import { CHOICE_ID, LINK_ID, PRESS_ID } from "./action-ids.ts";
import {
  ACTIONS_ELEMENTS,
  BLOCKS_PER_MESSAGE,
  BUTTON_TEXT,
  CHARACTERS_PER_MESSAGE,
  CHARACTERS_PER_SELECT,
  FALLBACK_TEXT,
  HEADER_TEXT,
  OPTION_DESCRIPTION,
  OPTION_TEXT,
  PLACEHOLDER_TEXT,
  SELECT_OPTIONS,
} from "./limits.ts";
import { quietParts } from "./quiet-text.ts";
import { isLinkable, type Part, preformattedParts, richTextParts } from "./rich-text.ts";
import { ELLIPSIS, escapeText, groupBySize, shorten } from "./text.ts";

/** What one message holds. `text` is read by notifications and screen readers. */
export interface SlackMessage {
  text: string;
  blocks: types.KnownBlock[];
}

/** Cells of the bar that shows how far a walkthrough is; a longer walkthrough is shown in proportion. */
const MOST_CELLS = 10;

type NextId = (kind: string) => string;

/**
 * A reply as the messages that show it: one, unless it exceeds what Slack allows in a message.
 * Nothing is dropped: what does not fit goes into the next block or message, and a label that had to be shortened is also written out.
 */
export function renderReply(reply: Reply): SlackMessage[] {
  let used = 0;
  // Slack wants action ids to differ within a block; counting through the whole reply makes that plain.
  const nextId: NextId = (kind) => `${kind}-${used++}`;
  const parts = reply.blocks.flatMap((block) => {
    if (block.type === "buttons") return buttonParts(block.buttons, nextId);
    return block.type === "select" ? selectParts(block.placeholder, block.options, nextId) : renderOnce(block, reply.audience);
  });
  return groupBySize(parts, (part) => part.size, CHARACTERS_PER_MESSAGE, BLOCKS_PER_MESSAGE).map(messageOf);
}

function messageOf(parts: readonly Part[]): SlackMessage {
  const words = parts.map((part) => part.plain).filter((plain) => plain.trim() !== "");
  return { text: fallbackText(words.join("\n") || ELLIPSIS), blocks: parts.map((part) => part.block) };
}

/** Escaping lengthens, and an entity must not be cut in two, so the text is shortened until its escaped form fits. */
function fallbackText(plain: string): string {
  const whole = printable(plain);
  for (let limit = FALLBACK_TEXT; ; limit = Math.floor(limit * 0.8)) {
    const text = escapeText(shorten(whole, limit));
    if (text.length <= FALLBACK_TEXT) return text;
  }
}

/** In a message for others, too, a person's name would ping them: their id is said instead. */
function parseUnnamed(text: Markdown): Line[] {
  return parseMarkdown(text).map((line) => ({ ...line, spans: line.spans.map(({ person: _, ...span }) => span) }));
}

type Words = Exclude<Block, { type: "select" | "buttons" }>;

/** What blocks were rendered to. What the knowledge says comes as the same block each time, and is most of what is rendered. */
const rendered = { person: new WeakMap<Words, readonly Part[]>(), place: new WeakMap<Words, readonly Part[]>() };

function renderOnce(block: Words, audience: Reply["audience"]): readonly Part[] {
  const parts = rendered[audience].get(block) ?? renderWords(block, audience === "person" ? parseMarkdown : parseUnnamed);
  rendered[audience].set(block, parts);
  return parts;
}

function renderWords(block: Words, parse: (text: Markdown) => readonly Line[]): Part[] {
  switch (block.type) {
    case "heading":
      return headingParts(block.text);
    case "text":
      return richTextParts(parse(block.text));
    case "note":
      return quietParts(parse(block.text));
    case "facts":
      return richTextParts(block.rows.flatMap(({ label, value }) => factLines(label, parse(value))));
    case "sources":
      return quietParts([{ spans: [{ text: block.title }] }, ...block.items.map(sourceLine)]);
    case "progress":
      return progressParts(block);
    case "copy":
      return preformattedParts(block.text);
    default:
      return block satisfies never;
  }
}

function headingParts(text: string): Part[] {
  const whole = printable(text);
  if (whole.trim() === "") return [];
  if (whole.length > HEADER_TEXT) return richTextParts([{ spans: [{ text: whole, bold: true }] }]);
  // Without `emoji: false` a title that holds ":note:" would turn into a picture.
  return [{ block: { type: "header", text: { type: "plain_text", text: whole, emoji: false } }, plain: whole, size: whole.length }];
}

/** As a list, whose lines stand close together; paragraphs would have an empty line between each two. */
function factLines(label: string, [first, ...rest]: readonly Line[]): Line[] {
  const lead = first?.marker ? [{ text: `${first.marker} ` }] : [];
  return [{ marker: "•", spans: [{ text: `${label}: `, bold: true }, ...lead, ...(first?.spans ?? [])] }, ...rest];
}

function sourceLine({ publisher, title, url, label }: SourceLine): Line {
  const name = `${publisher}: ${title}`;
  return { marker: "•", spans: [url === undefined ? { text: name } : { text: name, url }, { text: ` · ${label}` }] };
}

/** A screen reader would read the bar out, cell by cell, and a notification has no room for it. */
function progressParts({ label, current, total }: Extract<Block, { type: "progress" }>): Part[] {
  return quietParts([{ spans: [{ text: `${label}  ${progressBar(current, total)}` }] }]).map((part) => ({ ...part, plain: label }));
}

function progressBar(current: number, total: number): string {
  const cells = Math.max(1, Math.min(total, MOST_CELLS));
  const filled = Math.max(0, Math.min(cells, Math.round((current / Math.max(1, total)) * cells)));
  return "●".repeat(filled) + "○".repeat(cells - filled);
}

function buttonParts(buttons: readonly Button[], nextId: NextId): Part[] {
  const [pressable, dead] = partition(buttons, (button) => "action" in button || isLinkable(button.url));
  const unlinked: Line[] = dead.map((button) => ({
    marker: "•",
    spans: [{ text: button.label, ...("url" in button && { url: button.url }) }],
  }));
  const elements = pressable.map((button) => buttonElement(button, nextId));
  const blocks = groupBySize(elements, () => 1, ACTIONS_ELEMENTS, ACTIONS_ELEMENTS).map((group): Part => {
    const labels = group.map((element) => element.text.text);
    return { block: { type: "actions", elements: group }, plain: "", size: labels.join("").length };
  });
  return [
    ...inFull(
      pressable.map((button) => button.label),
      BUTTON_TEXT,
    ),
    ...richTextParts(unlinked),
    ...blocks,
  ];
}

function buttonElement(button: Button, nextId: NextId): types.Button {
  const text = plainText(button.label, BUTTON_TEXT);
  const style = button.style ? { style: button.style } : {};
  if ("url" in button) return { type: "button", text, action_id: nextId(LINK_ID), url: button.url, ...style };
  return { type: "button", text, action_id: nextId(PRESS_ID), value: encodeAction(button.action), ...style };
}

function selectParts(placeholder: string, options: readonly Option[], nextId: NextId): Part[] {
  if (options.length === 0) return richTextParts([{ spans: [{ text: placeholder }] }]);
  const selects = groupBySize(options.map(optionObject), optionSize, CHARACTERS_PER_SELECT, SELECT_OPTIONS).map((group): Part => {
    const select: types.StaticSelect = { type: "static_select", action_id: nextId(CHOICE_ID), options: group };
    if (placeholder.trim() !== "") select.placeholder = plainText(placeholder, PLACEHOLDER_TEXT);
    const size = group.reduce((sum, option) => sum + optionSize(option), placeholder.length);
    return { block: { type: "actions", elements: [select] }, plain: "", size };
  });
  const labels = options.map((option) => option.label);
  const descriptions = options.map((option) => option.description ?? "");
  return [
    ...inFull([placeholder], PLACEHOLDER_TEXT),
    ...inFull(labels, OPTION_TEXT),
    ...inFull(descriptions, OPTION_DESCRIPTION),
    ...selects,
  ];
}

function optionObject({ label, description, action }: Option): types.PlainTextOption {
  const described = description?.trim() ? { description: plainText(description, OPTION_DESCRIPTION) } : {};
  return { text: plainText(label, OPTION_TEXT), value: encodeAction(action), ...described };
}

function optionSize(option: types.PlainTextOption): number {
  return option.text.text.length + (option.description?.text.length ?? 0);
}

/** The labels that are too long for where they stand, written out above it. */
function inFull(labels: readonly string[], limit: number): Part[] {
  const long = labels.filter((label) => printable(label).length > limit);
  return richTextParts(long.map((text) => ({ marker: "•", spans: [{ text }] })));
}

/** Slack refuses an empty label. */
function plainText(text: string, limit: number): types.PlainTextElement {
  return { type: "plain_text", text: shorten(printable(text), limit).trim() || ELLIPSIS, emoji: false };
}

function partition<T>(items: readonly T[], fits: (item: T) => boolean): [T[], T[]] {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}

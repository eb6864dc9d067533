import type { types } from "@slack/bolt";
import type { Line, Span } from "../../core/markdown.ts";
import { printable } from "../../core/printable.ts";
import { BLOCK_TEXT, URL_LENGTH } from "./limits.ts";
import { groupBySize, splitText } from "./text.ts";

type RichTextBlock = types.RichTextBlock;
type Element = types.RichTextElement;
/** `offset` is missing in @slack/types 3.2. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
type List = types.RichTextList & { offset?: number };

/** One block with what it says in plain words, and how many characters of the message it takes. */
export interface Part {
  block: types.KnownBlock;
  plain: string;
  size: number;
}

/**
 * Lines as rich text. Unlike `mrkdwn` it has no markup to escape: a text element shows `*`, `<!channel>` and `@here` as they are,
 * so a quoted text can neither style itself nor ping.
 */
export function richTextParts(lines: readonly Line[]): Part[] {
  const short = lines.filter((line) => line.marker || !isBlank(line)).flatMap(cutLine);
  return groupBySize(short, lineLength, BLOCK_TEXT, Number.POSITIVE_INFINITY).map((group) => ({
    block: { type: "rich_text", elements: elementsOf(group) },
    plain: group.map(plainLine).join("\n"),
    size: group.reduce((sum, line) => sum + lineLength(line), 0),
  }));
}

/** A text to be copied, in a box of its own. */
export function preformattedParts(text: string): Part[] {
  return splitText(printable(text), BLOCK_TEXT).map((piece) => ({
    block: { type: "rich_text", elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: piece }] }] },
    plain: piece,
    size: piece.length,
  }));
}

/** A line without its markup; addresses stand behind their labels. */
export function plainLine(line: Line): string {
  return (line.marker ? `${line.marker} ` : "") + line.spans.map(plainSpan).join("");
}

/** True for an address that Slack accepts as a link. */
export function isLinkable(url: string | undefined): url is string {
  return url !== undefined && url.length <= URL_LENGTH && /^(https?|mailto):/i.test(url) && URL.canParse(url);
}

function plainSpan(span: Span): string {
  return span.url !== undefined && span.url !== span.text ? `${span.text} (${span.url})` : span.text;
}

function isBlank(line: Line): boolean {
  return plainLine(line).trim() === "";
}

/** Visible characters, with two for the marker or line end. An address behind a label is not seen and not counted. */
function lineLength(line: Line): number {
  return line.spans.reduce((sum, span) => sum + span.text.length, 2);
}

/** A line as Slack takes it; one that is larger than a block goes on in lines without a marker. */
function cutLine(line: Line): Line[] {
  const spans = line.spans.flatMap((span) => showable(span));
  if (lineLength({ spans }) <= BLOCK_TEXT) return [{ ...line, spans }];
  const pieces = spans.flatMap((span) => splitText(span.text, BLOCK_TEXT - 2).map((text) => ({ ...span, text })));
  const groups = groupBySize(pieces, (span) => span.text.length, BLOCK_TEXT - 2, Number.POSITIVE_INFINITY);
  return groups.map((group, index) => (index === 0 ? { ...line, spans: group } : { spans: group }));
}

/** A span that Slack takes: nothing empty, and an address that is no link is written out. */
function showable(span: Span): Span[] {
  const { url, ...plain } = span;
  const text = printable(url === undefined || isLinkable(url) ? span.text : plainSpan(span));
  if (text === "") return [];
  return [isLinkable(url) ? { ...plain, text, url } : { ...plain, text }];
}

function elementsOf(lines: readonly Line[]): RichTextBlock["elements"] {
  const elements: RichTextBlock["elements"] = [];
  for (const line of lines) {
    const last = elements.at(-1);
    const kind = listKind(line.marker);
    if (kind) {
      if (last?.type === "rich_text_list" && continues(last, kind)) last.elements.push(section(line));
      else elements.push({ type: "rich_text_list", elements: [section(line)], ...kind });
    } else if (last?.type === "rich_text_section") {
      last.elements.push({ type: "text", text: line.below ? "\n" : "\n\n" }, ...section(line).elements);
    } else {
      elements.push(section(line));
    }
  }
  return elements;
}

/** What Slack takes as the ids of channels and people; for anything else it would refuse the whole message. */
const CHANNEL_ID = /^[CG][A-Z0-9]+$/;
const PERSON_ID = /^[UW][A-Z0-9]+$/;

type Kind = { style: List["style"]; offset?: number };

/** Slack numbers from 1; `offset` lets a list that was split, or starts elsewhere, go on. */
function listKind(marker: string | undefined): Kind | undefined {
  if (marker === undefined) return undefined;
  const number = Number.parseInt(marker, 10);
  if (!(number >= 1)) return { style: "bullet" };
  return number === 1 ? { style: "ordered" } : { style: "ordered", offset: number - 1 };
}

function continues(list: List, kind: Kind): boolean {
  return list.style === kind.style && (kind.style === "bullet" || (list.offset ?? 0) + list.elements.length === (kind.offset ?? 0));
}

function section(line: Line): types.RichTextSection {
  const elements = line.spans.map(elementOf);
  return { type: "rich_text_section", elements: elements.length > 0 ? elements : [{ type: "text", text: " " }] };
}

function elementOf({ text, url, bold, italic, code, channel, person }: Span): Element {
  if (channel !== undefined && CHANNEL_ID.test(channel)) return { type: "channel", channel_id: channel };
  if (person !== undefined && PERSON_ID.test(person)) return { type: "user", user_id: person };
  const style = { ...(bold && { bold }), ...(italic && { italic }), ...(code && { code }) };
  const styled = bold || italic || code ? { style } : {};
  return url === undefined ? { type: "text", text, ...styled } : { type: "link", url, text, ...styled };
}

import type { PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Markdown } from "./reply.ts";
import type { Place } from "./request.ts";

/**
 * A run of text with one style. `url` is set for links, `channel` or `person` for the platform's id of one; its text is then
 * the id behind `#` or `@`.
 */
export interface Span {
  text: string;
  channel?: string;
  person?: string;
  bold?: true;
  italic?: true;
  code?: true;
  url?: string;
}

/**
 * A paragraph, one list item, or what stands after a line break in one of them; `marker` is `•` or `1.` for items, `below` is set
 * where the line follows the one before without space between.
 */
export interface Line {
  marker?: string;
  below?: true;
  spans: readonly Span[];
}

type Style = Omit<Span, "text">;

/** A channel in Markdown: shown by its name, which only the platform knows. It pings nobody. */
export function channelLink({ id }: Place): Markdown {
  // A thread is shown as its channel: on Slack its id begins with the channel's.
  return `[\\#](<channel:${id.split(":", 1)[0]?.replace(/^#/, "")}>)`;
}

/** A person in Markdown: shown by their name in what only the reader sees, and by their id elsewhere, where a name would ping them. */
export function personLink(id: string): Markdown {
  return `[\\@](<person:${id}>)`;
}

/**
 * The small Markdown of knowledge files as lines of styled spans, which every renderer can write in its own syntax.
 * Whatever lies outside the subset (headings, tables, HTML, images) is kept as its source text, never dropped.
 */
export function parseMarkdown(text: Markdown): Line[] {
  return fromMarkdown(text).children.flatMap((node) => linesOf(node, text));
}

/** Markdown without its markup: what a screen reader or a terminal without styles shows. Links keep their address. */
export function stripMarkdown(text: Markdown): string {
  return parseMarkdown(text)
    .map((line) => {
      const words = line.spans.map((span) => (span.url && span.url !== span.text ? `${span.text} (${span.url})` : span.text));
      return (line.marker ? `${line.marker} ` : "") + words.join("");
    })
    .join("\n");
}

/** Text by a user, made safe to stand inside Markdown: every character with a meaning gets a backslash. */
export function escapeMarkdown(text: string): Markdown {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~&:@=]/g, "\\$&");
}

/** Text by a user with its lines and paragraphs kept, made safe to stand as Markdown of its own. */
export function escapeLines(text: string): Markdown {
  const lines = text.split(/\r\n?|\n/).map((line) => escapeMarkdown(line.trim()));
  return lines
    .join("\n")
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll("\n", "\\\n"))
    .join("\n\n");
}

function linesOf(node: RootContent, source: string): Line[] {
  switch (node.type) {
    case "paragraph":
      return splitAtBreaks(node.children.flatMap((child) => spansOf(child, {}, source)));
    case "list":
      return node.children.flatMap((item, index) => {
        const marker = node.ordered ? `${(node.start ?? 1) + index}.` : "•";
        return item.children.flatMap((child) => linesOf(child, source)).map((line, i) => (i === 0 ? { ...line, marker } : line));
      });
    default:
      return [{ spans: [{ text: sourceOf(node, source) }] }];
  }
}

function spansOf(node: PhrasingContent, style: Style, source: string): Span[] {
  switch (node.type) {
    case "text":
      // A line end inside a paragraph is only where the file was folded.
      return [{ text: node.value.replaceAll("\n", " "), ...style }];
    case "strong":
      return node.children.flatMap((child) => spansOf(child, { ...style, bold: true }, source));
    case "emphasis":
      return node.children.flatMap((child) => spansOf(child, { ...style, italic: true }, source));
    case "inlineCode":
      return [{ text: node.value, ...style, code: true }];
    case "link":
      if (node.url.startsWith("channel:")) return [named("channel", "#", node.url)];
      if (node.url.startsWith("person:")) return [named("person", "@", node.url)];
      return node.children.flatMap((child) => spansOf(child, { ...style, url: node.url }, source));
    case "break":
      return [{ text: "\n" }];
    default:
      return [{ text: sourceOf(node, source), ...style }];
  }
}

function named(kind: "channel" | "person", sign: string, url: string): Span {
  const id = url.slice(kind.length + 1);
  return { text: sign + id, [kind]: id };
}

function splitAtBreaks(spans: readonly Span[]): Line[] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    if (span.text === "\n") lines.push([]);
    else lines.at(-1)?.push(span);
  }
  return lines.map((line, index) => (index === 0 ? { spans: line } : { below: true, spans: line }));
}

function sourceOf(node: RootContent | PhrasingContent, source: string): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}

import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import type { Action } from "../../core/action.ts";
import { parseMarkdown, type Span } from "../../core/markdown.ts";
import type { Block, Button, Reply, SourceLine } from "../../core/reply.ts";

/** A reply as text, and what each number in it does. */
export interface Screen {
  text: string;
  /** The action of number 1 first. */
  actions: readonly Action[];
}

/** How to show it: `styled` for bold and colours, `columns` to wrap at (0: not at all). */
export interface ScreenOptions {
  styled: boolean;
  columns: number;
}

type Style = Parameters<typeof styleText>[0];

/** Shows a reply as text for a terminal or a pipe. Buttons and options that do something get a number, links their address. */
export function renderScreen(reply: Reply, options: ScreenOptions): Screen {
  const actions: Action[] = [];
  const paint = (style: Style, text: string) => (options.styled ? styleText(style, text, { validateStream: false }) : text);
  const number = (label: string, action: Action) => `${paint("cyan", `[${actions.push(action)}]`)} ${label}`;
  const parts = reply.blocks.map((block) => renderBlock(block, paint, number));
  const text = parts.filter((part) => part !== "").join("\n\n");
  return { text: options.columns > 0 ? wrapAnsi(text, options.columns, { trim: false }) : text, actions };
}

type Paint = (style: Style, text: string) => string;
type Numbering = (label: string, action: Action) => string;

function renderBlock(block: Block, paint: Paint, number: Numbering): string {
  switch (block.type) {
    case "heading":
      return paint("bold", block.text);
    case "text":
      return renderMarkdown(block.text, paint);
    case "note":
      return paint("dim", renderMarkdown(block.text, paint));
    case "facts":
      return block.rows.map((row) => `${paint("bold", row.label)}: ${renderMarkdown(row.value, paint)}`).join("\n");
    case "sources":
      return [`${block.title}:`, ...block.items.map((item) => renderSource(item, paint))].join("\n");
    case "progress":
      return `${block.label}  ${"█".repeat(block.current)}${"░".repeat(block.total - block.current)}`;
    case "copy":
      return block.text.replace(/^/gm, "    ");
    case "buttons":
      return block.buttons.map((button) => renderButton(button, number)).join("\n");
    case "select":
      return [`${block.placeholder}:`, ...block.options.map((option) => number(withDescription(option), option.action))].join("\n");
  }
}

function withDescription({ label, description }: { label: string; description?: string }): string {
  return description === undefined ? label : `${label} — ${description}`;
}

function renderButton(button: Button, number: Numbering): string {
  return "url" in button ? `→ ${button.label}: ${button.url}` : number(button.label, button.action);
}

function renderSource({ publisher, title, url, label }: SourceLine, paint: Paint): string {
  const address = url === undefined ? "" : `\n  ${paint("underline", url)}`;
  return `- ${publisher}: ${title} (${label})${address}`;
}

function renderMarkdown(text: string, paint: Paint): string {
  return parseMarkdown(text)
    .map(({ marker, spans }) => {
      const words = spans.map((span, index) => renderSpan(span, spans[index + 1]?.url, paint));
      return (marker ? `${marker} ` : "") + words.join("");
    })
    .join("\n");
}

/** A link's address follows its last span; `nextUrl` is that of the span behind. */
function renderSpan(span: Span, nextUrl: string | undefined, paint: Paint): string {
  let text = span.text;
  if (span.bold) text = paint("bold", text);
  if (span.italic) text = paint("italic", text);
  if (span.code) text = paint("yellow", text);
  if (span.url === undefined) return text;
  // An address that is its own text is not said twice.
  if (bare(span.url) === bare(span.text)) return paint("underline", span.url);
  return span.url === nextUrl ? text : `${text} (${paint("underline", span.url)})`;
}

function bare(address: string): string {
  return address.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}

import { type Line, parseMarkdown } from "../../core/markdown.ts";
import type { Block, Reply, SourceLine } from "../../core/reply.ts";
import { buttonUnits, selectUnits } from "./controls.ts";
import { MESSAGE_TEXT } from "./limits.ts";
import { type MessageBody, pack, textUnit, type Unit } from "./pack.ts";
import { plainLines, writeCode, writeLines } from "./write-markdown.ts";

/** Cells of a progress bar: short enough for one line of a phone. */
const PROGRESS_CELLS = 10;

/** Small, quiet text: https://support.discord.com/hc/en-us/articles/210298617 */
const SUBTEXT = "-# ";

/**
 * A reply as the bodies of one or more messages in Discord's Components V2. Nothing is lost: what does not fit
 * goes into a further message, and a label that is too long is spelled out above its button.
 */
export function renderReply(reply: Reply): MessageBody[] {
  let selects = 0;
  const units = reply.blocks.flatMap((block) => {
    if (block.type === "select") return selectUnits(block, () => selects++);
    return block.type === "buttons" ? buttonUnits(block.buttons) : renderOnce(block);
  });
  // Discord refuses a message without components.
  return pack(units.length > 0 ? units : [textUnit("…")]);
}

type Words = Exclude<Block, { type: "select" | "buttons" }>;

/** What blocks were rendered to. What the knowledge says comes as the same block each time, and is most of what is rendered. */
const rendered = new WeakMap<Words, readonly Unit[]>();

function renderOnce(block: Words): readonly Unit[] {
  const units = rendered.get(block) ?? renderWords(block);
  rendered.set(block, units);
  return units;
}

function renderWords(block: Words): Unit[] {
  switch (block.type) {
    case "heading":
      return writeLines(plainLines(block.text), MESSAGE_TEXT, "## ").map((text) => textUnit(text, true));
    case "text":
      return textUnits(writeLines(parseMarkdown(block.text), MESSAGE_TEXT));
    case "note":
      return textUnits(writeLines(parseMarkdown(block.text), MESSAGE_TEXT, SUBTEXT));
    case "facts":
      return textUnits(writeLines(block.rows.flatMap(factLines), MESSAGE_TEXT));
    case "sources":
      return textUnits(writeLines([labelLine(block.title), ...block.items.map(sourceLine)], MESSAGE_TEXT, SUBTEXT));
    case "progress":
      return textUnits(writeLines([{ spans: progressSpans(block) }], MESSAGE_TEXT));
    case "copy":
      return textUnits(writeCode(block.text, MESSAGE_TEXT));
  }
}

function textUnits(texts: readonly string[]): Unit[] {
  return texts.map((text) => textUnit(text));
}

function labelLine(text: string): Line {
  return { spans: [{ text, bold: true }] };
}

/** The label and the first line of the value share a line, marked as a list so that rows stand close together. */
function factLines({ label, value }: { label: string; value: string }): Line[] {
  const [first, ...rest] = parseMarkdown(value);
  const lead = first?.marker ? [{ text: `${first.marker} ` }] : [];
  return [{ marker: "•", spans: [{ text: `${label}:`, bold: true }, { text: " " }, ...lead, ...(first?.spans ?? [])] }, ...rest];
}

function sourceLine({ publisher, title, url, label }: SourceLine): Line {
  const name = { text: onOneLine(title), ...(url === undefined ? {} : { url }) };
  return { marker: "•", spans: [{ text: onOneLine(`${publisher}: `) }, name, { text: onOneLine(` · ${label}`) }] };
}

function onOneLine(text: string): string {
  return text.replace(/[\r\n]+/g, " ");
}

function progressSpans({ label, current, total }: { label: string; current: number; total: number }): Line["spans"] {
  const share = total > 0 ? Math.min(1, Math.max(0, current / total)) : 0;
  const cells = total > 0 ? Math.min(PROGRESS_CELLS, Math.ceil(total)) : 0;
  const full = Math.round(share * cells);
  return [{ text: label, bold: true }, { text: ` ${"▰".repeat(full)}${"▱".repeat(cells - full)}` }];
}

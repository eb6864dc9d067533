import type { Line, Span } from "../../core/markdown.ts";
import { printable } from "../../core/printable.ts";
import { longestFitting, tornFitting } from "./cut-text.ts";

/** A longer address is written as text: it could not be repeated in every part of a link that has to be split. */
const LINK_URL = 1_000;

/**
 * Lines as texts in Discord's Markdown, each of at most `limit` characters. A line that fits is not split; one that does not is
 * split between words, and each part carries its own markup. Every line begins with `prefix` (`## `, `-# `).
 */
export function writeLines(lines: readonly Line[], limit: number, prefix = ""): string[] {
  const texts: string[] = [];
  for (const line of lines.flatMap(atNewlines)) {
    if (line.spans.every((span) => span.text.trim() === "")) continue;
    const [first = "", ...further] = writeLine(line, limit, prefix);
    const joined = texts.length > 0 ? `${texts.at(-1)}${line.marker || line.below || prefix ? "\n" : "\n\n"}${first}` : first;
    if (texts.length > 0 && joined.length <= limit) texts[texts.length - 1] = joined;
    else texts.push(first);
    texts.push(...further);
  }
  return texts;
}

/** Text without markup as lines, to be written with {@link writeLines}. */
export function plainLines(text: string): Line[] {
  return [{ spans: [{ text }] }];
}

/** Text to be copied, as code blocks of at most `limit` characters each. */
export function writeCode(text: string, limit: number): string[] {
  // Three backticks end a code block, whatever stands before them; a zero-width space between keeps them text.
  let rest = printable(text).replace(/``(?=`)/g, "``\u200b");
  const blocks: string[] = [];
  while (rest.trim() !== "") {
    const fits = (head: string) => fence(head).length <= limit;
    const head = longestFitting(rest, fits) || tornFitting(rest, fits);
    blocks.push(fence(head));
    rest = rest.slice(head.length);
  }
  return blocks;
}

/** Plain text with a backslash before everything that Discord would take for markup, a mention or an address. */
function escapeDiscord(text: string): string {
  return text
    .replace(/[\\`*_~|<>[\]#@]/g, "\\$&")
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/^(\s*)([-+]|\d+(?=[.)]))/gm, (_, space: string, start: string) => space + (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

function fence(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

/** A backslash would not keep a newline inside a span from starting a line of Discord's, so each becomes a line of ours. */
function atNewlines(line: Line): Line[] {
  const lines: Span[][] = [[]];
  for (const span of mergeLinks(line.spans)) {
    const simple = writable(span);
    for (const [index, text] of printable(simple.text)
      .split(/\r\n?|\n/)
      .entries()) {
      if (index > 0) lines.push([]);
      lines.at(-1)?.push({ ...simple, text });
    }
  }
  return lines.map((spans, index) => (index === 0 ? { ...line, spans } : { below: true, spans }));
}

/** A link whose label changes its style comes as one span for each style. It stays one link, in plain letters. */
function mergeLinks(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last?.url !== undefined && last.url === span.url) merged[merged.length - 1] = { text: last.text + span.text, url: last.url };
    else merged.push(span);
  }
  return merged;
}

/** A span without a style that Discord cannot show with this text: the words matter more. */
function writable({ url, code, ...span }: Span): Span {
  if (url !== undefined && !isLinkable(url)) return { ...span, text: span.text === url ? url : `${span.text} (${url})` };
  if (url !== undefined) return { ...span, url };
  // Three and more backticks would begin a code block.
  return code && !span.text.includes("``") ? { ...span, code } : span;
}

function isLinkable(url: string): boolean {
  return /^https?:\/\/\S+$/.test(url) && url.length <= LINK_URL;
}

/** One line as one or more texts. */
function writeLine(line: Line, limit: number, prefix: string): string[] {
  const texts: string[] = [prefix + writeMarker(line.marker, prefix)];
  let atStart = true;
  for (const span of line.spans) {
    let rest = span.text;
    while (rest !== "") {
      const current = texts.at(-1) ?? "";
      const fits = (head: string) => join(current, writeSpan({ ...span, text: head }, atStart)).length <= limit;
      const head = longestFitting(rest, fits) || (atStart ? tornFitting(rest, fits) : "");
      if (head === "") {
        texts.push(prefix);
        atStart = true;
        continue;
      }
      texts[texts.length - 1] = join(current, writeSpan({ ...span, text: head }, atStart));
      atStart = false;
      rest = rest.slice(head.length);
      if (rest !== "") {
        texts.push(prefix);
        atStart = true;
      }
    }
  }
  return texts.filter((text) => text.trim() !== prefix.trim());
}

function writeMarker(marker: string | undefined, prefix: string): string {
  if (marker === undefined) return "";
  // Discord knows lists only at the beginning of a line, so behind a prefix the bullet is a character.
  return `${marker === "•" && prefix === "" ? "-" : marker} `;
}

/** Puts a zero-width space between two pieces of markup that would otherwise be read as one (`**a****b**`). */
function join(before: string, after: string): string {
  return /[*`_]$/.test(before) && /^[*`_]/.test(after) ? `${before}\u200b${after}` : before + after;
}

function writeSpan(span: Span, atStart: boolean): string {
  // A reference that had to be torn apart is written as text.
  if (span.text === `#${span.channel}` && /^#\d+$/.test(span.text)) return `<${span.text}>`;
  if (span.text === `@${span.person}` && /^@\d+$/.test(span.text)) return `<${span.text}>`;
  if (span.code) return writeInlineCode(span.text);
  const [, before = "", text = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(span.text) ?? [];
  if (text === "") return span.text;
  const mark = `${span.bold ? "**" : ""}${span.italic ? "*" : ""}`;
  const written = span.url === undefined ? escapeAt(text, atStart && mark === "") : writeLink(text, span.url);
  // Discord does not read `* a*` as italics, so spaces stay outside the marks.
  return before + mark + written + mark + after;
}

/** Only what stands at the beginning of a line could start a list, so elsewhere a hyphen or number needs no backslash. */
function escapeAt(text: string, lineStart: boolean): string {
  return lineStart ? escapeDiscord(text) : escapeDiscord(`.${text}`).slice(1);
}

function writeInlineCode(text: string): string {
  if (text.trim() === "") return text;
  const [tick, pad] = text.includes("`") ? ["``", " "] : ["`", ""];
  return tick + pad + text + pad + tick;
}

function writeLink(text: string, url: string): string {
  // What would end the link or its angle brackets is written in the form that addresses have for it.
  const address = url.toWellFormed().replace(/[()<>\\"`*|]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  if (text === url) return `<${address}>`;
  // Discord shows a link whose label looks like an address as raw markup, to hinder phishing.
  return /:\/\//.test(text) ? `${escapeAt(text, false)} (<${address}>)` : `[${escapeAt(text, false)}](<${address}>)`;
}

import type { Line } from "../../core/markdown.ts";
import { printable } from "../../core/printable.ts";
import { BLOCK_TEXT } from "./limits.ts";
import { isLinkable, type Part, plainLine, richTextParts } from "./rich-text.ts";
import { escapeText, groupBySize } from "./text.ts";

/**
 * What Slack's `mrkdwn` would take for markup, or for an emoji, in words that are meant as they are. It has no escape for these.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
const LOOKS_LIKE_MARKUP = /[*_~`|\n]|:[\w+-]+:|^\s*>/;

/**
 * Lines in small grey print. Only a context block is small, and it takes no rich text but `mrkdwn`; so lines that hold styles, or
 * characters which `mrkdwn` would read as styles, are shown in normal size rather than wrongly.
 */
export function quietParts(lines: readonly Line[]): Part[] {
  const written = lines.filter((line) => plainLine(line).trim() !== "").map((line) => ({ plain: plainLine(line), mrkdwn: mrkdwnOf(line) }));
  if (written.some(({ mrkdwn }) => mrkdwn === undefined || mrkdwn.length > BLOCK_TEXT)) return richTextParts(lines);
  const groups = groupBySize(written, ({ mrkdwn }) => (mrkdwn?.length ?? 0) + 1, BLOCK_TEXT + 1, Number.POSITIVE_INFINITY);
  return groups.map((group) => {
    const text = group.map(({ mrkdwn }) => mrkdwn).join("\n");
    // `verbatim` keeps Slack from turning @names, #names and bare addresses into live ones.
    const block = { type: "context" as const, elements: [{ type: "mrkdwn" as const, text, verbatim: true }] };
    return { block, plain: group.map(({ plain }) => plain).join("\n"), size: text.length };
  });
}

/** Undefined when the line cannot be written in `mrkdwn` so that it is shown as it is. */
function mrkdwnOf({ marker, spans }: Line): string | undefined {
  const pieces = spans.map(({ text, url, ...style }) => {
    if (Object.keys(style).length > 0 || LOOKS_LIKE_MARKUP.test(text)) return undefined;
    if (url === undefined) return escapeText(printable(text));
    return isLinkable(url) && text !== "" ? `<${linkTarget(url)}|${escapeText(printable(text))}>` : undefined;
  });
  return pieces.includes(undefined) ? undefined : (marker ? `${marker} ` : "") + pieces.join("");
}

/** A bar would end the address and a bracket the link. */
function linkTarget(url: string): string {
  return escapeText(url.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E"));
}

import { at, textAt } from "./fields.ts";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What stands for the part that is shown elsewhere. */
export const ELLIPSIS = "…";

/** Text as it may stand in `text` and `mrkdwn`: without this, `<!channel>` pings. https://docs.slack.dev/messaging/formatting-message-text */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** What a person typed, from what Slack delivers: the mention of the bot removed, links by their label, entities resolved. */
export function readTyped(text: string, botUser?: string): string {
  const unmentioned = botUser === undefined ? text : text.replace(new RegExp(`<@${botUser}(\\|[^>]*)?>`, "g"), " ");
  return unmentioned
    .replace(/<((?:https?|mailto|tel):[^|>]*)(?:\|([^>]*))?>/g, (_, url: string, label?: string) => label || url)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

/** All words of a message, as a shortcut on it delivers it: what was typed, and what shared posts and previews below it say. */
export function readMessageText(message: unknown): string {
  const attachments = at(message, "attachments");
  const below = Array.isArray(attachments) ? attachments : [];
  const words = [
    textAt(message, "text"),
    ...below.flatMap((one) => [textAt(one, "title"), textAt(one, "text") ?? textAt(one, "fallback")]),
  ];
  return words
    .filter((text) => text !== undefined)
    .map((text) => readTyped(text))
    .join("\n");
}

/** The text, or its beginning with an ellipsis, at most `limit` UTF-16 units, never cut inside a character as people see it. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return text.slice(0, graphemeBoundary(text, limit - ELLIPSIS.length)).trimEnd() + ELLIPSIS;
}

/** The text in pieces of at most `limit` UTF-16 units which joined are the text: broken after white space where there is some. */
export function splitText(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const cut = whiteSpaceBoundary(rest, limit) ?? graphemeBoundary(rest, limit);
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return rest === "" ? pieces : [...pieces, rest];
}

/** Items in groups of at most `most` items and, unless one alone is larger, at most `limit` in size. */
export function groupBySize<T>(items: readonly T[], sizeOf: (item: T) => number, limit: number, most: number): T[][] {
  const groups: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const group = groups.at(-1);
    if (group === undefined || size > room || group.length === most) {
      groups.push([item]);
      room = limit - size;
    } else {
      group.push(item);
      room -= size;
    }
  }
  return groups;
}

/** In the second half only: breaking earlier would leave a stub. */
function whiteSpaceBoundary(text: string, limit: number): number | undefined {
  for (let at = limit; at > limit / 2; at -= 1) if (/\s/.test(text[at - 1] ?? "")) return at;
  return undefined;
}

/** The last boundary at or before `limit`. A single character larger than that is cut between code points. */
function graphemeBoundary(text: string, limit: number): number {
  // Only the neighbourhood is segmented: a flood of combining marks must not cost a pass over everything for each piece.
  const window = text.slice(0, limit + 64);
  const boundary = graphemes.segment(window).containing(limit)?.index ?? 0;
  if (boundary > 0) return boundary;
  const isLowSurrogate = /[\uDC00-\uDFFF]/.test(text[limit] ?? "");
  return Math.max(1, isLowSurrogate ? limit - 1 : limit);
}

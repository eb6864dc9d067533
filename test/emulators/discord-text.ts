import type { Seen } from "../contracts/surface.ts";
import { flatten } from "./discord-message-rules.ts";

// How Discord's apps read Markdown, written apart from the adapter's writer, so that the two check each other.
const RULES: readonly [RegExp, (match: RegExpExecArray) => string][] = [
  [/^```(?:[a-z0-9_+\-.#]+\n)?\n*([\s\S]*?)\n*```/, ([, code = ""]) => code],
  [/^(`+)([\s\S]*?[^`])\1(?!`)/, ([, , code = ""]) => code],
  [/^\\([^0-9A-Za-z\s])/, ([, character = ""]) => character],
  [/^\[((?:\\.|[^\]\\])+)\]\(<([^>\s]*)>\)/, ([, label = "", url = ""]) => `${inlineText(label)} (${url})`],
  [/^<(https?:\/\/[^>\s]+)>/, ([, url = ""]) => url],
  [/^(?:\*{1,3}|__|~~|\|\|)/, () => ""],
];

const LINE_START = /^(?:#{1,3} |-# |> |[-*] )+/;

/** The words of a text in Discord's Markdown, without its markup. Links keep their address. */
export function plainText(markdown: string): string {
  let plain = "";
  for (let at = 0; at < markdown.length; ) {
    const rest = markdown.slice(at);
    const start = at === 0 || markdown[at - 1] === "\n" ? LINE_START.exec(rest) : null;
    const [length, text] = start ? [start[0].length, ""] : nextText(rest);
    plain += text;
    at += length;
  }
  return plain.replaceAll("\u200b", "");
}

/** The words of a part of a line, where lists and titles cannot begin. */
function inlineText(markdown: string): string {
  return plainText(`.${markdown}`).slice(1);
}

/** What would notify somebody, as it stands in a text: mentions that no backslash or code takes the meaning from. */
export function mentionsIn(markdown: string): string[] {
  const bare = markdown.replace(/```[\s\S]*?```|(`+)[\s\S]*?[^`]\1(?!`)|\\[^0-9A-Za-z\s]/g, " ");
  return bare.match(/@everyone|@here|<@!?\d+>|<@&\d+>/g) ?? [];
}

/** A message's components as a person sees them. */
export function seen(components: unknown, isPrivate: boolean): Seen {
  const parts = flatten(components);
  return {
    text: parts.flatMap(({ content }) => (typeof content === "string" ? [plainText(content)] : [])).join("\n"),
    buttons: parts.flatMap((part) => labels(part)),
    private: isPrivate,
  };
}

/** The text of a message as it was sent. */
export function rawText(components: unknown): string {
  return flatten(components)
    .flatMap(({ content }) => (typeof content === "string" ? [content] : []))
    .join("\n");
}

function labels(part: Record<string, unknown>): string[] {
  if (typeof part["label"] === "string") return [part["label"]];
  const options: unknown = part["options"];
  return Array.isArray(options) ? options.map((option: { label: string }) => option.label) : [];
}

function nextText(rest: string): [number, string] {
  for (const [pattern, replace] of RULES) {
    const match = pattern.exec(rest);
    if (match) return [match[0].length, replace(match)];
  }
  return [1, rest[0] ?? ""];
}

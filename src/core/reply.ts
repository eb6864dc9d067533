import type { Action } from "./action.ts";
import type { Language } from "./languages.ts";
import type { Place, Platform } from "./request.ts";

/**
 * A string in the small Markdown that knowledge files use: **bold**, *italic*, `code`, [links](https://…),
 * paragraphs and bullet or numbered lists. Renderers parse it with `parseMarkdown`; anything else is shown as written.
 * Text that a user wrote goes through `escapeMarkdown` first.
 */
export type Markdown = string;

/** A button: it either does something in the bot or opens an address. Labels are plain text. */
export type Button = { label: string; style?: "primary" | "danger" } & ({ action: Action } | { url: string });

/** One choice of a select. */
export interface Option {
  label: string;
  description?: string;
  action: Action;
}

/** Where a statement comes from, ready to be shown. */
export interface SourceLine {
  publisher: string;
  title: string;
  /** Absent where the exact address is not known. */
  url?: string;
  /** ISO date up to which the source was checked. */
  checked: string;
  /** "LinkedIn's own text · checked 22 Aug 2026", in the reader's language. */
  label: string;
}

/**
 * One part of a reply. The union is closed: a renderer that misses one does not compile. A block is never changed once it is made:
 * the same one may stand in many replies, and a renderer may keep what it made of it.
 */
export type Block =
  /** A title, plain text. */
  | { type: "heading"; text: string }
  | { type: "text"; text: Markdown }
  /** Smaller and quieter than text. */
  | { type: "note"; text: Markdown }
  /** Labelled values; the label is plain text. */
  | { type: "facts"; rows: readonly { label: string; value: Markdown }[] }
  | { type: "sources"; title: string; items: readonly SourceLine[] }
  /** How far a walkthrough is: `current` of `total`, both from 1; `label` says it in words ("Step 2 of 5"). */
  | { type: "progress"; label: string; current: number; total: number }
  /** Text to be copied as it is, plain. */
  | { type: "copy"; text: string }
  | { type: "buttons"; buttons: readonly Button[] }
  /** One choice of many; `placeholder` says what is chosen. */
  | { type: "select"; placeholder: string; options: readonly Option[] };

/** What the bot says: a document that any surface can show. */
export interface Reply {
  blocks: readonly Block[];
  /** `person`: only they may see it. `place`: everyone in the place. */
  audience: "person" | "place";
  /** True when the reply takes the place of the private message whose button was pressed. */
  replaces: boolean;
}

/** Where a post goes: a place, or one person's direct messages, which the adapter opens. */
export type Destination = { platform: Platform; workspace: string } & ({ place: Place } | { person: string });

/** Something sent to a place other than where the request came from. */
export interface Effect {
  type: "post";
  /** What is posted, as a name: a second attempt bears the same key, by which the platform or the adapter knows a repeat. */
  key: string;
  to: Destination;
  reply: Reply;
}

/** What a command's handler returns. */
export interface Outcome {
  reply: Reply;
  effects: readonly Effect[];
  /** Opened instead of the reply where the platform can open a form at this moment; the reply then says it in words. */
  form?: Form;
  /** Questions to begin with, each of which the bot answers, for surfaces that offer some to be tapped. */
  suggestions?: readonly string[];
  /** The language of the reply, for the few words that a surface adds. Dispatch fills it in. */
  language?: Language;
}

/**
 * Questions that are answered together: a modal on Slack and Discord. At most five fields, Discord's limit
 * (https://docs.discord.com/developers/components/reference#modal); a title of at most 24 characters, Slack's
 * (https://docs.slack.dev/reference/views/modal-views).
 */
export interface Form {
  title: string;
  /** Label of the button that sends it, at most 24 characters. */
  submit: string;
  /** What sending it does: the fields arrive as the options of this action's command. */
  action: Action;
  fields: readonly Field[];
}

/** One question of a {@link Form}. Labels, hints and placeholders are plain text; a label has at most 45 characters. */
export type Field = { name: string; label: string; hint?: string; required: boolean; value?: string } & (
  | { type: "text"; placeholder?: string; maxLength: number; long: boolean }
  | { type: "choice"; options: readonly { value: string; label: string }[] }
  /** A channel, a person: the value is the platform's id. */
  | { type: "channel" }
  | { type: "person" }
);

/** A reply that only the person sees, as a new message. */
export function privately(...blocks: Block[]): Outcome {
  return { reply: { blocks, audience: "person", replaces: false }, effects: [] };
}

/** A reply that only the person sees, in place of the private message they pressed on. */
export function inPlace(...blocks: Block[]): Outcome {
  return { reply: { blocks, audience: "person", replaces: true }, effects: [] };
}

/** The title and text of a reply in one plain line or more, for notifications, screen readers and logs of tests. */
export function plainText(reply: Reply, strip: (markdown: Markdown) => string): string {
  const lines: string[] = [];
  for (const block of reply.blocks) {
    if (block.type === "heading" || block.type === "copy") lines.push(block.text);
    else if (block.type === "text" || block.type === "note") lines.push(strip(block.text));
    else if (block.type === "progress") lines.push(block.label);
  }
  return lines.join("\n");
}

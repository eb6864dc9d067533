import { at, textAt } from "../../src/adapters/slack/fields.ts";

/** Something a person can press or choose in a message. */
export interface Pressable {
  label: string;
  type: "button" | "static_select";
  actionId: string;
  blockId: string;
  value?: string;
  url?: string;
}

/** All words of a message's blocks as a person reads them, without its buttons. */
export function visibleText(blocks: readonly unknown[]): string {
  return blocks.map(textOfBlock).filter(Boolean).join("\n");
}

/** Every button and option of a message. */
export function pressables(blocks: readonly unknown[]): Pressable[] {
  return blocks.flatMap((block, index) => {
    if (at(block, "type") !== "actions") return [];
    const blockId = textAt(block, "block_id") ?? `block-${index}`;
    return list(at(block, "elements")).flatMap((element) => pressablesOf(element, blockId));
  });
}

/** Number of characters that Slack counts: words, labels, options and their descriptions. */
export function visibleSize(blocks: readonly unknown[]): number {
  const options = blocks.flatMap((block) => list(at(block, "elements"))).flatMap((element) => list(at(element, "options")));
  const descriptions = options.map((option) => textAt(option, "description", "text") ?? "");
  const labels = pressables(blocks).map(({ label }) => label);
  return [...blocks.map(textOfBlock), ...labels, ...descriptions].join("").length;
}

function pressablesOf(element: unknown, blockId: string): Pressable[] {
  const actionId = textAt(element, "action_id") ?? "";
  if (at(element, "type") === "button") {
    const value = textAt(element, "value");
    const url = textAt(element, "url");
    const label = textAt(element, "text", "text") ?? "";
    return [{ label, type: "button", actionId, blockId, ...(value && { value }), ...(url && { url }) }];
  }
  return list(at(element, "options")).map((option) => {
    const value = textAt(option, "value");
    return { label: textAt(option, "text", "text") ?? "", type: "static_select", actionId, blockId, ...(value && { value }) };
  });
}

function textOfBlock(block: unknown): string {
  switch (at(block, "type")) {
    case "header":
      return textAt(block, "text", "text") ?? "";
    case "section":
      return [at(block, "text"), ...list(at(block, "fields"))].map(textOfObject).filter(Boolean).join("\n");
    case "context":
      return list(at(block, "elements")).map(textOfObject).join(" ");
    case "rich_text":
      return list(at(block, "elements")).map(textOfRich).join("\n");
    default:
      return "";
  }
}

function textOfObject(object: unknown): string {
  const text = textAt(object, "text") ?? "";
  return at(object, "type") === "mrkdwn" ? readMrkdwn(text) : text;
}

/** `mrkdwn` as it looks: links by their label, entities resolved. */
export function readMrkdwn(text: string): string {
  return text
    .replace(/<([^|>]*)\|([^>]*)>/g, "$2")
    .replace(/<((?:https?|mailto):[^>]*)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function textOfRich(element: unknown): string {
  const elements = list(at(element, "elements"));
  if (at(element, "type") !== "rich_text_list") return elements.map(textOfRun).join("");
  const offset = Number(at(element, "offset") ?? 0);
  const marker = (index: number): string => (at(element, "style") === "ordered" ? `${offset + index + 1}.` : "•");
  return elements.map((item, index) => `${marker(index)} ${textOfRich(item)}`).join("\n");
}

/** Slack shows names where there are ids; here the ids do. */
function textOfRun(run: unknown): string {
  if (at(run, "type") === "channel") return `#${textAt(run, "channel_id")}`;
  if (at(run, "type") === "user") return `@${textAt(run, "user_id")}`;
  return textAt(run, "text") ?? textAt(run, "url") ?? "";
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

import { escapeMarkdown } from "./markdown.ts";
import type { Context } from "./registry.ts";
import type { Block } from "./reply.ts";

/** The person to turn to, as far as the workspace set one: the privacy contact in words, the hand-off place as a button. */
export function humanContact({ settings, say }: Pick<Context, "settings" | "say">): Block[] {
  const blocks: Block[] = [];
  if (settings.privacyContact !== undefined) {
    blocks.push({ type: "text", text: say("handoff.contact", { contact: escapeMarkdown(settings.privacyContact) }) });
  }
  if (settings.handoffPlace !== undefined) {
    blocks.push({ type: "buttons", buttons: [{ label: say("handoff.button"), action: { command: "ask-person", verb: "form" } }] });
  }
  return blocks;
}

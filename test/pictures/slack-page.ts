import { readFileSync } from "node:fs";
import path from "node:path";
import { renderHome } from "../../src/adapters/slack/home.ts";
import { renderReply } from "../../src/adapters/slack/render.ts";
import type { Reply } from "../../src/core/reply.ts";
import { slackView } from "../../src/playground/slack-view.ts";

const CSS = readFileSync(path.resolve(import.meta.dirname, "../../src/playground/assets/playground.css"), "utf8");
const PRESSED = { message: "m", private: true };

/** One thing that a person sees in Slack: where it is shown, what they did, and what the bot sent. */
export interface Shown {
  where: string;
  did?: string;
  seenBy?: string;
  reply: Reply;
  /** The Home tab is one view instead of messages. */
  home?: boolean;
}

/** It as a page, drawn from the very payload that Slack would get. */
export async function slackPage({ where, did, seenBy, reply, home = false }: Shown): Promise<string> {
  const messages = home
    ? [{ text: "", blocks: renderHome(reply, "T1", undefined).view.blocks as ReturnType<typeof renderReply>[number]["blocks"] }]
    : renderReply(reply);
  const bodies = await Promise.all(messages.map((message) => slackView(message, PRESSED)));
  const person =
    did === undefined
      ? ""
      : `<article class="message"><span class="avatar"></span><div><p class="who"><b>Ann</b></p><p>${did}</p></div></article>`;
  const frame = (body: unknown): string =>
    home
      ? `<div class="body">${body}</div>`
      : `<article class="message bot"><span class="avatar"></span><div><p class="who"><b>linkedin-ai</b> <span class="app">APP</span> <span class="seen-by">${seenBy ?? ""}</span></p><div class="body">${body}</div></div></article>`;
  return `<!doctype html><meta charset="utf-8"><style>${CSS}
    :root { color-scheme: light; } body { width: 720px; padding: 12px; } .log { height: auto; overflow: visible; }</style>
    <section class="pane slack"><h2>${where}</h2><div class="log">${person}${bodies.map(frame).join("")}</div></section>`;
}

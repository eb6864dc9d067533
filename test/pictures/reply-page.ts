import { parseMarkdown, type Span } from "../../src/core/markdown.ts";
import type { Block, Reply } from "../../src/core/reply.ts";

const STYLE = `
  body { margin: 0; padding: 24px; width: 640px; background: #fff; color: #1d1c1d; font: 15px/1.46 "Helvetica Neue", Helvetica, Arial, sans-serif; }
  .message { display: grid; grid-template-columns: 36px 1fr; gap: 2px 10px; margin-bottom: 14px; }
  .avatar { width: 36px; height: 36px; border-radius: 6px; display: grid; place-items: center; font-weight: 700; color: #fff; background: #3f6b5c; }
  .avatar.person { background: #6d5b97; }
  .name { font-weight: 700; } .app, .private { color: #616061; font-size: 12px; font-weight: 400; margin-left: 6px; }
  h1 { font-size: 17px; margin: 4px 0; } p { margin: 4px 0; } small { color: #616061; font-size: 13px; }
  a { color: #1264a3; text-decoration: none; } code { background: #f4f4f4; border: 1px solid #ddd; border-radius: 3px; padding: 0 3px; }
  .buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
  .button { border: 1px solid #bbb; border-radius: 6px; padding: 4px 12px; font-weight: 700; font-size: 14px; }
  .button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
`;

/** A question and the bot's reply to it as a page in the manner of a chat. */
export function replyPage(question: string, reply: Reply): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
    <div class="message"><span class="avatar person">A</span><div><span class="name">You</span><p>${escapeHtml(question)}</p></div></div>
    <div class="message"><span class="avatar">AI</span><div>
      <span class="name">linkedin-ai-bot<span class="app">APP</span><span class="private">Only visible to you</span></span>
      ${reply.blocks.map(block).join("\n")}</div></div>`;
}

function block(one: Block): string {
  switch (one.type) {
    case "heading":
      return `<h1>${escapeHtml(one.text)}</h1>`;
    case "text":
      return lines(one.text);
    case "note":
      return `<small>${lines(one.text)}</small>`;
    case "facts":
      return one.rows.map(({ label, value }) => `<p><b>${escapeHtml(label)}:</b> ${lines(value)}</p>`).join("");
    case "sources":
      return one.items
        .map(({ publisher, title, url, label }) => {
          const name = url === undefined ? escapeHtml(title) : `<a href="${escapeHtml(url)}">${escapeHtml(title)}</a>`;
          return `<small><p>${escapeHtml(publisher)}: ${name} (${escapeHtml(label)})</p></small>`;
        })
        .join("");
    case "progress":
      return `<p><b>${escapeHtml(one.label)}</b> ${"▰".repeat(one.current)}${"▱".repeat(one.total - one.current)}</p>`;
    case "copy":
      return `<p><code>${escapeHtml(one.text)}</code></p>`;
    case "buttons":
      return `<div class="buttons">${one.buttons.map(({ label, style = "" }) => `<span class="button ${style}">${escapeHtml(label)}</span>`).join("")}</div>`;
    case "select":
      return `<div class="buttons"><span class="button">${escapeHtml(one.placeholder)} ▾</span></div>`;
  }
}

function lines(markdown: string): string {
  return parseMarkdown(markdown)
    .map(({ marker, spans }) => `<p>${marker === undefined ? "" : `${marker} `}${spans.map(span).join("")}</p>`)
    .join("");
}

function span({ text, bold, italic, code, url }: Span): string {
  let html = escapeHtml(text);
  if (code) html = `<code>${html}</code>`;
  if (italic) html = `<i>${html}</i>`;
  if (bold) html = `<b>${html}</b>`;
  return url === undefined ? html : `<a href="${escapeHtml(url)}">${html}</a>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

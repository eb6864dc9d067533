import { html } from "hono/html";
import type { SlackMessage } from "../adapters/slack/render.ts";
import { type Html, join, nothing, type Pressed, pressButton, pressSelect } from "./html.ts";

type SlackBlock = SlackMessage["blocks"][number];
type RichText = Extract<SlackBlock, { type: "rich_text" }>;
type RichElement = RichText["elements"][number];
type Inline = Extract<RichElement, { type: "rich_text_section" }>["elements"][number];
type Actions = Extract<SlackBlock, { type: "actions" }>;

/** What a Slack message looks like, from the payload that Slack would get. Only what our renderer sends is drawn. */
export function slackView({ blocks }: SlackMessage, pressed: Pressed): Html {
  return join(blocks.map((block) => blockView(block, pressed)));
}

function blockView(block: SlackBlock, pressed: Pressed): Html {
  switch (block.type) {
    case "header":
      return html`<h3>${block.text.text}</h3>`;
    case "rich_text":
      return join(block.elements.map(richElement));
    case "context":
      return html`<p class="quiet">${join(block.elements.map((element) => ("text" in element && typeof element.text === "string" ? mrkdwn(element.text) : nothing)))}</p>`;
    case "actions":
      return html`<div class="actions">${join(block.elements.map((element) => control(element, pressed)))}</div>`;
    default:
      return unknown(block.type);
  }
}

function richElement(element: RichElement): Html {
  switch (element.type) {
    case "rich_text_section":
      return html`<p>${join(element.elements.map(inline))}</p>`;
    case "rich_text_preformatted":
      return html`<pre tabindex="0">${join(element.elements.map(inline))}</pre>`;
    case "rich_text_list": {
      const items = join(element.elements.map((item) => html`<li>${join(item.elements.map(inline))}</li>`));
      return element.style === "ordered"
        ? html`<ol start="${("offset" in element ? Number(element.offset) : 0) + 1}">${items}</ol>`
        : html`<ul>${items}</ul>`;
    }
    default:
      return unknown(element.type);
  }
}

function inline(element: Inline): Html {
  // Slack shows names here; the playground has only ids.
  // There is one channel in the playground.
  if (element.type === "channel") return html`<b>#general</b>`;
  if (element.type === "user") return html`@${element.user_id}`;
  if (element.type !== "text" && element.type !== "link") return unknown(element.type);
  const { bold, italic, code } = element.style ?? {};
  let shown: Html = html`${element.text ?? ""}`;
  if (element.type === "link") shown = html`<a href="${element.url}" target="_blank" rel="noopener">${element.text ?? element.url}</a>`;
  if (code) shown = html`<code>${shown}</code>`;
  if (italic) shown = html`<em>${shown}</em>`;
  return bold ? html`<strong>${shown}</strong>` : shown;
}

/** The part of `mrkdwn` that our renderer writes: links, line ends and three entities. */
function mrkdwn(text: string): Html {
  const pieces = text.split(/(<[^>]*>|\n)/).map((piece): Html => {
    if (piece === "\n") return html`<br>`;
    const [, url, label] = /^<([^|>]*)\|?([^>]*)>$/.exec(piece) ?? [];
    if (url === undefined) return html`${readEntities(piece)}`;
    return html`<a href="${readEntities(url)}" target="_blank" rel="noopener">${readEntities(label || url)}</a>`;
  });
  return join(pieces);
}

function readEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function control(element: Actions["elements"][number], pressed: Pressed): Html {
  if (element.type === "button") {
    const { text, url, value = "", style } = element;
    if (url !== undefined) return html`<a class="button" href="${url}" target="_blank" rel="noopener">${text.text}</a>`;
    return pressButton(text.text, value, style ?? "", pressed);
  }
  if (element.type === "static_select") {
    const options = (element.options ?? []).map(({ text, value = "", description }) => ({
      label: text.text,
      value,
      ...(description ? { description: description.text } : {}),
    }));
    return pressSelect(element.placeholder?.text ?? "", options, pressed);
  }
  return unknown(element.type);
}

function unknown(type: string): Html {
  return html`<p class="quiet">[${type}]</p>`;
}

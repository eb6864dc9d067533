import { html } from "hono/html";
import type { PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { type Html, join } from "./html.ts";

/** Discord's mark for small print, which CommonMark does not have. */
const SUBTEXT = "-# ";

/** Text in Discord's Markdown as HTML. Discord differs from CommonMark in small print and in that a line end is one. */
export function discordMarkdown(content: string): Html {
  const groups: { quiet: boolean; lines: string[] }[] = [];
  // Of channels the playground has one.
  for (const line of content.replaceAll(/<#\d+>/g, "**#general**").split("\n")) {
    const quiet = line.startsWith(SUBTEXT);
    const text = quiet ? line.slice(SUBTEXT.length) : line;
    const last = groups.at(-1);
    if (last?.quiet === quiet) last.lines.push(text);
    else groups.push({ quiet, lines: [text] });
  }
  return join(
    groups.map(({ quiet, lines }) => {
      const shown = join(fromMarkdown(lines.join("\n")).children.map(block));
      return quiet ? html`<div class="quiet">${shown}</div>` : shown;
    }),
  );
}

function block(node: RootContent): Html {
  switch (node.type) {
    case "heading":
      return html`<h3>${join(node.children.map(inline))}</h3>`;
    case "paragraph":
      return html`<p>${join(node.children.map(inline))}</p>`;
    case "code":
      return html`<pre tabindex="0">${node.value}</pre>`;
    case "list": {
      const items = node.children.map((item) => html`<li>${join(item.children.map(listed))}</li>`);
      return node.ordered ? html`<ol start="${node.start ?? 1}">${items}</ol>` : html`<ul>${items}</ul>`;
    }
    default:
      return html`<p>${"value" in node ? node.value : ""}</p>`;
  }
}

/** A paragraph inside a list item stands in its line. */
function listed(node: RootContent): Html {
  return node.type === "paragraph" ? join(node.children.map(inline)) : block(node);
}

function inline(node: PhrasingContent): Html {
  switch (node.type) {
    case "text":
      return join(node.value.split("\n").flatMap((line, index) => (index === 0 ? [html`${line}`] : [html`<br>`, html`${line}`])));
    case "strong":
      return html`<strong>${join(node.children.map(inline))}</strong>`;
    case "emphasis":
      return html`<em>${join(node.children.map(inline))}</em>`;
    case "inlineCode":
      return html`<code>${node.value}</code>`;
    case "link":
      return html`<a href="${node.url}" target="_blank" rel="noopener">${join(node.children.map(inline))}</a>`;
    case "break":
      return html`<br>`;
    default:
      return html`${"value" in node ? node.value : ""}`;
  }
}

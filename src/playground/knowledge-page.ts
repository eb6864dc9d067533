import { html } from "hono/html";
import { sourceLine } from "../core/answer.ts";
import type { Language } from "../core/languages.ts";
import { parseMarkdown, type Span } from "../core/markdown.ts";
import type { Knowledge, Statement } from "../core/ports.ts";
import { staleSources } from "../core/stale-sources.ts";
import { type Html, join } from "./html.ts";
import { documentOf, languageChoice } from "./page.ts";

/** Everything the bot knows, topic by topic, with the sources and how fresh they are. `now` is epoch milliseconds. */
export function knowledgePage(language: Language, knowledge: Knowledge, now: number): Html {
  const say = knowledge.say(language);
  const text = (key: string, values = {}) => say(`playground.${key}`, values);
  const stale = staleSources(knowledge, now).length;
  return documentOf(
    language,
    `${text("knowledge-title")} · linkedin-ai-bot`,
    html`
<header>
  <div><h1>${text("knowledge-title")}</h1>
  <p>${say("sources.summary", { count: knowledge.sources.length, stale })} <a href="/playground?lang=${language}">${text("back")}</a></p></div>
  <form id="settings" class="settings">${languageChoice(language, text("language"))}</form>
</header>
<main class="knowledge">
  ${knowledge.groups.map((group) => html`<section><h2>${say(`groups.${group}`)}</h2>${topicsOf(group, language, knowledge, now)}</section>`)}
  <section><h2>${say("sources.changes")}</h2><ul>${knowledge
    .changes(language)
    .map(
      ({ date, text: words }) => html`<li><time datetime="${date}">${knowledge.formatDay(date, language)}</time>: ${markdown(words)}</li>`,
    )}</ul></section>
</main>
<script type="module" src="/playground/playground.js"></script>`,
  );
}

function topicsOf(group: string, language: Language, knowledge: Knowledge, now: number): Html {
  const say = knowledge.say(language);
  const topics = knowledge.topicIds.flatMap((id) => knowledge.topic(id, language) ?? []).filter((topic) => topic.group === group);
  return join(
    topics.map(({ id, title, statements }) => {
      const ids = [...new Set(statements.flatMap((statement) => statement.sources))];
      const old = ids.some((source) => knowledge.isStale(knowledge.source(source), now));
      return html`<details id="${id}"><summary>${title}</summary>
        <ul>${statements.map((statement) => html`<li>${regionsOf(statement, language, knowledge)}${markdown(statement.text)}</li>`)}</ul>
        ${old ? html`<p class="trouble">${say("answer.may-be-outdated")}</p>` : ""}
        <ul class="quiet">${ids.map((source) => sourceItem(source, language, knowledge))}</ul></details>`;
    }),
  );
}

function regionsOf({ regions }: Statement, language: Language, knowledge: Knowledge): Html {
  if (!regions) return html``;
  const say = knowledge.say(language);
  return html`<b>${regions.map((region) => say(`regions.${region}`)).join(", ")}:</b> `;
}

function sourceItem(id: string, language: Language, knowledge: Knowledge): Html {
  const { publisher, title, url, label } = sourceLine(id, language, knowledge);
  const name = `${publisher}: ${title}`;
  return html`<li>${url === undefined ? name : html`<a href="${url}" target="_blank" rel="noopener">${name}</a>`} · ${label}</li>`;
}

function markdown(text: string): Html {
  return join(
    parseMarkdown(text).map(({ marker, spans }) => html`${marker === undefined ? "" : html`<br>${marker} `}${join(spans.map(span))} `),
  );
}

function span({ text, bold, italic, code, url }: Span): Html {
  let shown: Html = html`${text}`;
  if (url !== undefined) shown = html`<a href="${url}" target="_blank" rel="noopener">${text}</a>`;
  if (code) shown = html`<code>${shown}</code>`;
  if (italic) shown = html`<em>${shown}</em>`;
  return bold ? html`<strong>${shown}</strong>` : shown;
}

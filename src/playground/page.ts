import { html, raw } from "hono/html";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "../core/languages.ts";
import type { Say } from "../core/ports.ts";
import { REGIONS } from "../core/regions.ts";
import { PANES, type Pane } from "./conversation.ts";
import type { Html } from "./html.ts";

/** The chats' own names. */
const PANE_NAMES: Readonly<Record<Pane, string>> = { slack: "Slack", discord: "Discord" };

/** How far the clock can be moved at a time, in milliseconds, by the key of its label. */
const ADVANCES: Readonly<Record<string, number>> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

const EXAMPLES = ["example-messages", "example-deadline", "example-opt-out", "example-remind"] as const;

/** What surrounds every page. Nothing is loaded from elsewhere. */
export function documentOf(language: Language, title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/playground/playground.css">
<link rel="icon" href="data:,">
</head>
<body>${body}</body>
</html>`;
}

/** The page with the two chats. `region` is what the visitor chose before. */
export function playgroundPage(language: Language, say: Say): Html {
  const text = (key: string) => say(`playground.${key}`);
  const regions = REGIONS.map((region) => html`<option value="${region}">${say(`regions.${region}`)}</option>`);
  return documentOf(
    language,
    `${text("title")} · linkedin-ai-bot`,
    html`
<header>
  <div><h1>${text("title")}</h1><p>${text("intro")} <a href="/playground/knowledge?lang=${language}">${text("knowledge-link")}</a></p></div>
  <form id="settings" class="settings">
    ${languageChoice(language, text("language"))}
    <label>${text("region")} <select name="region"><option value="">${text("region-unset")}</option>${regions}</select></label>
    <label class="tick"><input type="checkbox" name="admin" checked> ${text("admin")}</label>
  </form>
</header>
<main>
  <div class="clock" role="group" aria-label="${text("clock")}">
    <span>${text("clock")}: <output id="now"></output></span>
    ${Object.entries(ADVANCES).map(([key, ms]) => html`<button type="button" class="button" data-advance="${ms}">${text(`advance-${key}`)}</button>`)}
    <button type="button" class="button" id="start-over">${text("start-over")}</button>
  </div>
  <form id="say" class="say">
    <label for="text" class="unseen">${text("input")}</label>
    <select name="as" aria-label="${text("as")}">
      <option value="command">/linkedin-ai</option><option value="mention">${text("as-mention")}</option><option value="dm">${text("as-dm")}</option>
    </select>
    <input id="text" name="text" autocomplete="off" maxlength="2000" placeholder="${text("placeholder")}">
    <button class="button primary">${text("send")}</button>
  </form>
  <p class="examples">${EXAMPLES.map((key) => html`<button type="button" class="button" data-say="${text(key)}">${text(key)}</button>`)}</p>
  <p id="trouble" class="trouble" role="alert" hidden>${text("trouble")}</p>
  <div class="panes">${PANES.map(
    (pane) => html`<section class="pane ${pane}" aria-labelledby="title-${pane}">
      <h2 id="title-${pane}">${PANE_NAMES[pane]}</h2>
      <div class="log" id="log-${pane}" role="log" aria-live="polite" aria-labelledby="title-${pane}" tabindex="0"></div>
    </section>`,
  )}</div>
</main>
<dialog id="form" aria-labelledby="form-title"></dialog>
<template id="you"><article class="message you"><span class="avatar" aria-hidden="true"></span><div><p class="who"><b>${text("you")}</b></p><p class="said"></p></div></article></template>
<script type="module" src="/playground/playground.js"></script>`,
  );
}

/** The choice of the language, which loads the page anew. */
export function languageChoice(language: Language, label: string): Html {
  const options = LANGUAGES.map(
    (code) => html`<option value="${code}" lang="${code}" ${code === language ? raw("selected") : ""}>${LANGUAGE_NAMES[code]}</option>`,
  );
  return html`<label>${label} <select name="lang">${options}</select></label>`;
}

import { html, raw } from "hono/html";
import { encodeAction } from "../core/action.ts";
import type { Say } from "../core/ports.ts";
import type { Field, Form } from "../core/reply.ts";
import { directory, type Pane, type Shown } from "./conversation.ts";
import { type Html, nothing } from "./html.ts";

/** One message of the bot with its frame: who speaks, who sees it, and on demand what the platform is sent. */
export function messageView({ id, seenBy, body, payload }: Shown, say: Say): Html {
  const text = (key: string) => say(`playground.${key}`);
  return html`<article class="message bot" id="${id}" data-seen-by="${seenBy}">
  <span class="avatar" aria-hidden="true"></span>
  <div>
    <p class="who"><b>linkedin-ai-bot</b> <span class="app">APP</span> <span class="seen-by">${text(`seen-by-${seenBy}`)}</span></p>
    <div class="body">${body}</div>
    <details><summary>${text("payload")}</summary><pre tabindex="0">${JSON.stringify(payload, undefined, 2)}</pre></details>
  </div>
</article>`;
}

/** A form of the bot as the content of a dialog. */
export function formView(pane: Pane, { title, submit, action, fields }: Form, say: Say): Html {
  return html`<form method="dialog" data-pane="${pane}" data-submits="${encodeAction(action)}">
  <h2 id="form-title">${title}</h2>
  ${fields.map((field) => fieldView(field, pane))}
  <p class="actions"><button class="button primary" value="submit">${submit}</button><button class="button" value="cancel" formnovalidate>${say("playground.cancel")}</button></p>
</form>`;
}

function fieldView(field: Field, pane: Pane): Html {
  const hint = field.hint === undefined ? nothing : html`<small id="hint-${field.name}">${field.hint}</small>`;
  const options = optionsOf(field, pane);
  return html`<label>${field.label}${options ? choiceView(field, options) : textView(field)}</label>${hint}`;
}

/** What can be chosen; undefined for a field in which one writes. */
function optionsOf(field: Field, pane: Pane): readonly { value: string; label: string }[] | undefined {
  if (field.type === "choice") return field.options;
  if (field.type === "text") return undefined;
  const { channels, people } = directory(pane);
  return (field.type === "channel" ? channels : people).map(({ id, name }) => ({ value: id, label: name }));
}

function choiceView({ name, required, value, hint }: Field, options: readonly { value: string; label: string }[]): Html {
  const shown = options.map(
    (option) => html`<option value="${option.value}" ${option.value === value ? raw("selected") : nothing}>${option.label}</option>`,
  );
  return html`<select name="${name}" ${describedBy(name, hint)}>${required ? nothing : html`<option value=""></option>`}${shown}</select>`;
}

function textView(field: Field): Html {
  if (field.type !== "text") return nothing;
  const { name, required, maxLength, placeholder = "", value = "", long, hint } = field;
  const attributes = html`name="${name}" maxlength="${maxLength}" placeholder="${placeholder}" ${required ? raw("required") : nothing} ${describedBy(name, hint)}`;
  return long ? html`<textarea ${attributes} rows="4">${value}</textarea>` : html`<input ${attributes} value="${value}">`;
}

function describedBy(name: string, hint: string | undefined): Html {
  return hint === undefined ? nothing : html`aria-describedby="hint-${name}"`;
}

import { html } from "hono/html";
import { encodeAction } from "../core/action.ts";
import type { Say } from "../core/ports.ts";
import type { Form } from "../core/reply.ts";
import type { Pane, Shown } from "./conversation.ts";
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
  ${fields.map(fieldView)}
  <p class="actions"><button class="button primary" value="submit">${submit}</button><button class="button" value="cancel" formnovalidate>${say("playground.cancel")}</button></p>
</form>`;
}

function fieldView(field: Form["fields"][number]): Html {
  const { name, label, required, value = "" } = field;
  const hint = field.hint === undefined ? nothing : html`<small id="hint-${name}">${field.hint}</small>`;
  const described = field.hint === undefined ? "" : `hint-${name}`;
  return html`<label>${label}${controlOf(field, { name, required, value, described })}</label>${hint}`;
}

interface Shared {
  name: string;
  required: boolean;
  value: string;
  described: string;
}

function controlOf(field: Form["fields"][number], { name, required, value, described }: Shared): Html {
  if (field.type === "choice") {
    const options = field.options.map((option) =>
      option.value === value
        ? html`<option value="${option.value}" selected>${option.label}</option>`
        : html`<option value="${option.value}">${option.label}</option>`,
    );
    return html`<select name="${name}" ${required ? "required" : ""} aria-describedby="${described}">${required ? "" : html`<option value=""></option>`}${options}</select>`;
  }
  const placeholder = field.type === "text" ? (field.placeholder ?? "") : field.type === "channel" ? "#general" : "@name";
  const most = field.type === "text" ? field.maxLength : 100;
  if (field.type === "text" && field.long) {
    return html`<textarea name="${name}" ${required ? "required" : ""} maxlength="${most}" rows="4" placeholder="${placeholder}" aria-describedby="${described}">${value}</textarea>`;
  }
  return html`<input name="${name}" ${required ? "required" : ""} maxlength="${most}" value="${value}" placeholder="${placeholder}" aria-describedby="${described}">`;
}

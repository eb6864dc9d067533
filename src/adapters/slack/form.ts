import type { types } from "@slack/bolt";
import { type Action, decodeAction, encodeAction } from "../../core/action.ts";
import { printable } from "../../core/printable.ts";
import type { Field, Form } from "../../core/reply.ts";
import { at, textAt } from "./fields.ts";
import { FORM_BUTTON, FORM_TITLE, INPUT_LENGTH, INPUT_TEXT, OPTION_TEXT, PLACEHOLDER_TEXT } from "./limits.ts";
import type { Origin } from "./origin.ts";
import { ELLIPSIS, shorten } from "./text.ts";
import { viewMetadata } from "./view-metadata.ts";

/** The `callback_id` of every form of ours. What is asked and what for stands in its `private_metadata`. */
const FORM_ID = "form";

/** The element of each field has this `action_id`; the field's name is the `block_id`. */
const VALUE_ID = "value";

/** Where the answer to a form goes: back to where the form was opened. */
export interface FormOrigin {
  /** The workspace; absent in a form of an older version. */
  team?: string;
  channel: string;
  thread?: string;
  /** The `response_url` of what opened it, by which a person can be answered in private where the bot is no member. */
  respond?: string;
}

/** A form as a modal. https://docs.slack.dev/reference/views/modal-views */
export function renderForm(form: Form, { team, channel, thread, respond }: FormOrigin): types.ModalView {
  return {
    type: "modal",
    callback_id: FORM_ID,
    private_metadata: JSON.stringify({ action: encodeAction(form.action), team, channel, thread, respond }),
    title: plainText(form.title, FORM_TITLE),
    submit: plainText(form.submit, FORM_BUTTON),
    blocks: form.fields.map(inputBlock),
  };
}

/** What was sent: what it does, where its answer goes, and the values; undefined for a form that is none of ours. */
export function readForm(view: unknown): { action: Action; origin: FormOrigin; values: Record<string, string> } | undefined {
  const metadata = viewMetadata(view);
  const action = decodeAction(textAt(metadata, "action") ?? "");
  const channel = textAt(metadata, "channel");
  if (textAt(view, "callback_id") !== FORM_ID || !action || !channel) return undefined;
  const thread = textAt(metadata, "thread");
  const respond = textAt(metadata, "respond");
  return { action, origin: { channel, ...(thread && { thread }), ...(respond && { respond }) }, values: valuesOf(view) };
}

/** What a form that is opened from somewhere remembers of it. */
export function formOriginOf({ channel, thread, kind }: Origin, team: string, respond: string | undefined): FormOrigin {
  return { team, channel, ...(kind === "thread" && thread !== undefined ? { thread } : {}), ...(respond === undefined ? {} : { respond }) };
}

function inputBlock(field: Field): types.InputBlock {
  return {
    type: "input",
    block_id: field.name,
    label: plainText(field.label, INPUT_TEXT),
    optional: !field.required,
    element: inputElement(field),
    ...(field.hint === undefined ? {} : { hint: plainText(field.hint, INPUT_TEXT) }),
  };
}

function inputElement(field: Field): types.InputBlock["element"] {
  switch (field.type) {
    case "text": {
      const maxLength = Math.min(field.maxLength, INPUT_LENGTH);
      const value = !field.value ? {} : { initial_value: shorten(printable(field.value), maxLength) };
      const placeholder = field.placeholder === undefined ? {} : { placeholder: plainText(field.placeholder, PLACEHOLDER_TEXT) };
      return { type: "plain_text_input", action_id: VALUE_ID, multiline: field.long, max_length: maxLength, ...value, ...placeholder };
    }
    case "choice": {
      const options = field.options.map(({ label, value }) => ({ text: plainText(label, OPTION_TEXT), value }));
      const initial = options.find(({ value }) => value === field.value);
      return { type: "static_select", action_id: VALUE_ID, options, ...(initial ? { initial_option: initial } : {}) };
    }
    case "channel":
      return {
        type: "conversations_select",
        action_id: VALUE_ID,
        filter: { include: ["public", "private"], exclude_bot_users: true },
        ...(field.value === undefined ? {} : { initial_conversation: field.value }),
      };
    case "person":
      return { type: "users_select", action_id: VALUE_ID, ...(field.value === undefined ? {} : { initial_user: field.value }) };
  }
}

function valuesOf(view: unknown): Record<string, string> {
  const blocks = Object.entries(Object(at(view, "state", "values")));
  return Object.fromEntries(
    blocks.flatMap(([name, elements]) => {
      const element = at(elements, VALUE_ID);
      const value =
        textAt(element, "value") ??
        textAt(element, "selected_option", "value") ??
        textAt(element, "selected_conversation") ??
        textAt(element, "selected_user");
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function plainText(text: string, limit: number): types.PlainTextElement {
  return { type: "plain_text", text: shorten(printable(text), limit).trim() || ELLIPSIS, emoji: false };
}

import { at, textAt } from "../../src/adapters/slack/fields.ts";
import type { Answer, Args } from "./slack-methods.ts";
import type { SlackState, SlackView } from "./slack-state.ts";
import { validateView } from "./slack-view-rules.ts";

/** A trigger opens one view within 3 seconds. https://docs.slack.dev/interactivity/handling-user-interaction */
const TRIGGER_LIFETIME_MS = 3_000;

/** `views.open`. https://docs.slack.dev/reference/methods/views.open */
export function openView(args: Args, state: SlackState): Answer {
  const trigger = state.triggers.get(String(args["trigger_id"]));
  if (!trigger) return { ok: false, error: "invalid_trigger_id" };
  if (trigger.used) return { ok: false, error: "exchanged_trigger_id" };
  if (Date.now() - trigger.madeAt > TRIGGER_LIFETIME_MS) return { ok: false, error: "expired_trigger_id" };
  const problems = validateView(args["view"]);
  for (const problem of problems) state.fail(`views.open: ${problem}`);
  if (problems.length > 0) return { ok: false, error: "invalid_arguments", response_metadata: { messages: problems } };
  trigger.used = true;
  const view: SlackView = { id: state.nextId("V"), hash: state.nextId("hash"), user: trigger.user, content: args["view"] as object };
  state.views.push(view);
  state.opened += 1;
  state.changed();
  return { ok: true, view: { id: view.id } };
}

/** The labels of a view's fields with what they hold at first. */
export function fieldsOf({ content }: SlackView): { label: string; value: string }[] {
  return inputsOf(content).map(({ label, element }) => ({ label, value: initialOf(element) }));
}

/** What Slack sends when somebody fills a view in; what they leave alone keeps its first value. Throws where Slack would not let them send it. */
export function submissionOf({ id, hash, content }: SlackView, filled: Readonly<Record<string, string>>): object {
  const inputs = inputsOf(content);
  for (const label of Object.keys(filled))
    if (!inputs.some((input) => input.label === label)) throw new Error(`no field is called ${label}`);
  const values = Object.fromEntries(
    inputs.map(({ blockId, label, optional, element }) => {
      const value = filled[label] ?? initialOf(element);
      if (value === "" && !optional) throw new Error(`${label} must be filled in`);
      return [blockId, { [textAt(element, "action_id") ?? ""]: stateOf(element, value) }];
    }),
  );
  return { ...content, id, hash, state: { values } };
}

function inputsOf(content: object) {
  const blocks: unknown[] = Array.isArray(at(content, "blocks")) ? (at(content, "blocks") as unknown[]) : [];
  return blocks.map((block, index) => ({
    blockId: textAt(block, "block_id") ?? `block-${index}`,
    label: textAt(block, "label", "text") ?? "",
    optional: at(block, "optional") === true,
    element: at(block, "element"),
  }));
}

function initialOf(element: unknown): string {
  const keys = ["initial_value", "initial_conversation", "initial_user"];
  return (
    keys.map((key) => textAt(element, key)).find((value) => value !== undefined) ?? textAt(element, "initial_option", "text", "text") ?? ""
  );
}

function stateOf(element: unknown, value: string): object {
  const type = textAt(element, "type") ?? "";
  const given = value === "" ? null : value;
  if (type === "conversations_select") return { type, selected_conversation: given };
  if (type === "users_select") return { type, selected_user: given };
  if (type === "static_select") return { type, selected_option: given && optionCalled(element, value) };
  if (value.length > Number(at(element, "max_length") ?? 3_000)) throw new Error(`${value.length} characters cannot be typed`);
  return { type, value: given };
}

function optionCalled(element: unknown, label: string): unknown {
  const options = at(element, "options");
  const found = Array.isArray(options) ? options.find((option: unknown) => textAt(option, "text", "text") === label) : undefined;
  if (!found) throw new Error(`no option is called ${label}`);
  return found;
}

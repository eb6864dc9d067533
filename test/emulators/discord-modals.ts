import type { Modal } from "./discord-state.ts";
import { isRecord } from "./discord-validate.ts";

/** One field of a form as a person sees it. */
interface Input {
  label: string;
  component: Record<string, unknown>;
}

/** The labels of a form's fields with what they hold at first. */
export function fieldsOf(modal: Modal): { label: string; value: string }[] {
  return inputsOf(modal).map(({ label, component }) => ({ label, value: initialOf(component) }));
}

/** What Discord sends when somebody fills a form in. Throws where it would not let them send it. */
export function submissionOf(modal: Modal, filled: Readonly<Record<string, string>>): object {
  const inputs = inputsOf(modal);
  for (const label of Object.keys(filled))
    if (!inputs.some((input) => input.label === label)) throw new Error(`no field is called ${label}`);
  const components = inputs.map(({ label, component }, index) => {
    const value = filled[label] ?? initialOf(component);
    // Unlike the fields of messages those of forms must be filled in unless they say otherwise.
    if (value === "" && component["required"] !== false) throw new Error(`${label} must be filled in`);
    return { type: 18, id: 2 * index + 1, component: { ...submitted(component, value), id: 2 * index + 2 } };
  });
  return { custom_id: modal.data["custom_id"], components, resolved: {} };
}

function inputsOf({ data }: Modal): Input[] {
  const labels: unknown[] = Array.isArray(data["components"]) ? data["components"] : [];
  return labels.filter(isRecord).map(({ label, component }) => ({ label: String(label), component: isRecord(component) ? component : {} }));
}

function optionsOf(component: Record<string, unknown>): Record<string, unknown>[] {
  return Array.isArray(component["options"]) ? component["options"].filter(isRecord) : [];
}

function initialOf(component: Record<string, unknown>): string {
  const defaults: unknown[] = Array.isArray(component["default_values"]) ? component["default_values"] : [];
  const [chosen] = defaults.filter(isRecord);
  const option = optionsOf(component).find((one) => one["default"] === true);
  return String(component["value"] ?? option?.["label"] ?? chosen?.["id"] ?? "");
}

function submitted(component: Record<string, unknown>, value: string): object {
  const { type, custom_id } = component;
  if (type === 4) {
    if (value.length > Number(component["max_length"] ?? 4_000)) throw new Error(`${value.length} characters cannot be typed`);
    return { type, custom_id, value };
  }
  if (value === "") return { type, custom_id, values: [] };
  if (type !== 3) return { type, custom_id, values: [value] };
  const option = optionsOf(component).find(({ label }) => label === value);
  if (!option) throw new Error(`no option is called ${value}`);
  return { type, custom_id, values: [option["value"]] };
}

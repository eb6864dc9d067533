import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmitInteraction,
  ChannelType,
  ComponentType,
  type ModalSubmitComponent,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from "discord-api-types/v10";
import { encodeAction } from "../../core/action.ts";
import { printable } from "../../core/printable.ts";
import type { Field, Form } from "../../core/reply.ts";
import { writeLabel } from "./controls.ts";
import { shorten } from "./cut-text.ts";
import { FORM_FIELDS, FORM_HINT, FORM_LABEL, FORM_TITLE, INPUT_LENGTH, INPUT_PLACEHOLDER, OPTION_TEXT, SELECT_OPTIONS } from "./limits.ts";

/** Channels into which a bot can write. */
export const WRITABLE_CHANNELS = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const;

/**
 * A form as a modal: https://docs.discord.com/developers/components/reference#label
 * @throws {RangeError} for more fields or options than Discord takes: that is a mistake in the code.
 */
export function renderForm(form: Form): APIModalInteractionResponseCallbackData {
  if (form.fields.length > FORM_FIELDS) throw new RangeError(`${form.fields.length} fields, Discord takes ${FORM_FIELDS}`);
  return { custom_id: encodeAction(form.action), title: writeLabel(form.title, FORM_TITLE), components: form.fields.map(labelled) };
}

/** The values of a sent form by the names of its fields; what was left empty is absent. */
export function valuesOf({ data }: APIModalSubmitInteraction): Record<string, string> {
  const inputs = data.components.flatMap((component): ModalSubmitComponent[] => {
    if (component.type === ComponentType.Label) return [component.component];
    return component.type === ComponentType.ActionRow ? component.components : [];
  });
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const value = "value" in input ? input.value : "values" in input ? input.values[0] : undefined;
      return typeof value === "string" && value !== "" ? [[input.custom_id, value] as const] : [];
    }),
  );
}

function labelled(field: Field): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: writeLabel(field.label, FORM_LABEL),
    ...(field.hint === undefined ? {} : { description: writeLabel(field.hint, FORM_HINT) }),
    component: input(field),
  };
}

function input(field: Field): APIComponentInLabel {
  const common = { custom_id: field.name, required: field.required };
  switch (field.type) {
    case "text": {
      const max_length = Math.min(field.maxLength, INPUT_LENGTH);
      return {
        type: ComponentType.TextInput,
        ...common,
        style: field.long ? TextInputStyle.Paragraph : TextInputStyle.Short,
        max_length,
        ...(field.value?.trim() ? { value: shorten(printable(field.value), max_length) } : {}),
        ...(field.placeholder === undefined ? {} : { placeholder: writeLabel(field.placeholder, INPUT_PLACEHOLDER) }),
      };
    }
    case "choice": {
      if (field.options.length > SELECT_OPTIONS) throw new RangeError(`${field.options.length} options, Discord takes ${SELECT_OPTIONS}`);
      const options = field.options.map(({ value, label }) => ({
        label: writeLabel(label, OPTION_TEXT),
        value,
        ...(value === field.value ? { default: true } : {}),
      }));
      return { type: ComponentType.StringSelect, ...common, options };
    }
    case "channel":
      return {
        type: ComponentType.ChannelSelect,
        ...common,
        channel_types: [...WRITABLE_CHANNELS],
        ...chosen(field.value, SelectMenuDefaultValueType.Channel),
      };
    case "person":
      return { type: ComponentType.UserSelect, ...common, ...chosen(field.value, SelectMenuDefaultValueType.User) };
  }
}

function chosen<T extends SelectMenuDefaultValueType>(id: string | undefined, type: T): { default_values?: { id: string; type: T }[] } {
  return id === undefined ? {} : { default_values: [{ id, type }] };
}

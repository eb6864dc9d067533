import { add, all, boolean, byField, type Check, isRecord, list, oneOf, record, snowflake, text, unique } from "./discord-validate.ts";

// https://docs.discord.com/developers/components/reference and /interactions/receiving-and-responding#interaction-response-object-modal

const length: Check = (value, path, problems) => {
  if (typeof value !== "number" || value < 1 || value > 4_000) add(problems, path, "NUMBER_TYPE_MAX", "Must be between 1 and 4000.");
};

const textInput: Check = all(
  record(
    { type: oneOf(4), custom_id: text(1, 100), style: oneOf(1, 2) },
    { required: boolean, min_length: length, max_length: length, value: text(1, 4_000), placeholder: text(1, 100) },
  ),
  (value, path, problems) => {
    const { value: given, max_length: most } = isRecord(value) ? value : {};
    if (typeof given === "string" && given.length > Number(most ?? 4_000))
      add(problems, `${path}.value`, "BASE_TYPE_MAX_LENGTH", "Too long.");
  },
);
const option = record({ label: text(1, 100), value: text(1, 100) }, { description: text(1, 100), default: boolean });
const options = all(list(1, 25, option), unique("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"));
const select = record({ type: oneOf(3), custom_id: text(1, 100), options }, { required: boolean, placeholder: text(1, 150) });
const chosen = (type: string) => list(0, 1, record({ id: snowflake, type: oneOf(type) }));
const userSelect = record({ type: oneOf(5), custom_id: text(1, 100) }, { required: boolean, default_values: chosen("user") });
const channelSelect = record(
  { type: oneOf(8), custom_id: text(1, 100) },
  { required: boolean, channel_types: list(1, 20, oneOf(0, 5, 10, 11, 12, 15)), default_values: chosen("channel") },
);

const input = byField(
  "type",
  new Map([
    [3, select],
    [4, textInput],
    [5, userSelect],
    [8, channelSelect],
  ]),
);
const label = record({ type: oneOf(18), label: text(1, 45), component: input }, { description: text(1, 100) });

const distinct: Check = (value, path, problems) => {
  const inputs = Array.isArray(value) ? value.filter(isRecord).map(({ component }) => component) : [];
  unique("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")(inputs, path, problems);
};

/** The data of a modal. */
export const modal: Check = record({ custom_id: text(1, 100), title: text(1, 45), components: all(list(1, 5, label), distinct) });

import { modal } from "./discord-modal-rules.ts";
import {
  add,
  all,
  bits,
  boolean,
  byField,
  type Check,
  isRecord,
  list,
  oneOf,
  type Problem,
  problemsOf,
  record,
  snowflake,
  text,
  unique,
} from "./discord-validate.ts";

// Numbers are written out here, apart from the adapter's constants, so that a wrong constant cannot make both sides agree.
// https://docs.discord.com/developers/components/reference and https://docs.discord.com/developers/resources/message#create-message

/** The flag of Components V2. */
export const COMPONENTS_V2 = 1 << 15;

/** The flag of a message that one person sees. */
export const EPHEMERAL = 1 << 6;

const SUPPRESS_EMBEDS = 1 << 2;
const SUPPRESS_NOTIFICATIONS = 1 << 12;

/** The optional identifier that every component may have. https://docs.discord.com/developers/components/reference#anatomy-of-a-component */
const identifier: Check = (value, path, problems) => {
  const isId = Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;
  if (!isId) add(problems, path, "NUMBER_TYPE_COERCE", "An id is an integer of 32 bits.");
};

const linkButton = record(
  { type: oneOf(2), style: oneOf(5), label: text(1, 80), url: text(1, 512, /^(https?|discord):\/\/\S+$/) },
  { disabled: boolean },
);
const pressButton = record(
  { type: oneOf(2), style: oneOf(1, 2, 3, 4), label: text(1, 80), custom_id: text(1, 100) },
  { disabled: boolean },
);
const button = byField(
  "style",
  new Map([
    [1, pressButton],
    [2, pressButton],
    [3, pressButton],
    [4, pressButton],
    [5, linkButton],
  ]),
);
const option = record({ label: text(1, 100), value: text(1, 100) }, { description: text(1, 100), default: boolean });
const select = record(
  {
    type: oneOf(3),
    custom_id: text(1, 100),
    options: all(list(1, 25, option), unique("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED")),
  },
  { placeholder: text(1, 150), min_values: oneOf(1), max_values: oneOf(1), disabled: boolean },
);

const buttonRow = record({ type: oneOf(1), components: list(1, 5, button) }, { id: identifier });
const selectRow = record({ type: oneOf(1), components: list(1, 1, select) }, { id: identifier });
const row: Check = (value, path, problems) => {
  const children = isRecord(value) && Array.isArray(value["components"]) ? value["components"] : [];
  const check = children.some((child) => isRecord(child) && child["type"] === 3) ? selectRow : buttonRow;
  check(value, path, problems);
};
const textDisplay = record({ type: oneOf(10), content: text(1, 4_000) }, { id: identifier });

/** Rules over the whole tree of a message's components. */
const tree: Check = (value, path, problems) => {
  const components = flatten(value);
  if (components.length > 40)
    add(problems, path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", `${components.length} components, at most 40.`);
  const length = components.reduce((sum, { content }) => sum + (typeof content === "string" ? content.length : 0), 0);
  if (length > 4_000) add(problems, path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", `${length} characters of text, at most 4000.`);
  unique("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")(components, path, problems);
  unique("id", "COMPONENT_ID_DUPLICATED")(components, path, problems);
};

const components = all(
  list(
    1,
    40,
    byField(
      "type",
      new Map([
        [1, row],
        [10, textDisplay],
      ]),
    ),
  ),
  tree,
);
const allowedMentions = record(
  {},
  {
    parse: list(0, 3, oneOf("roles", "users", "everyone")),
    users: list(0, 100, snowflake),
    roles: list(0, 100, snowflake),
    replied_user: boolean,
  },
);

const content = { components, allowed_mentions: allowedMentions };

const create = record(
  { components, flags: bits(COMPONENTS_V2 | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS) },
  {
    ...content,
    nonce: text(1, 25),
    enforce_nonce: boolean,
    message_reference: record({ message_id: snowflake }, { fail_if_not_exists: boolean }),
  },
);
const followUp = record({ components, flags: bits(COMPONENTS_V2 | EPHEMERAL | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS) }, content);
const edit = record({ components, flags: bits(COMPONENTS_V2 | SUPPRESS_EMBEDS) }, content);

const needsV2: Check = (body, path, problems) => {
  const flags = isRecord(body) && typeof body["flags"] === "number" ? body["flags"] : 0;
  if ((flags & COMPONENTS_V2) === 0) add(problems, `${path}.flags`, "COMPONENTS_V2_REQUIRED", "Text displays need IS_COMPONENTS_V2.");
};

/** What is wrong with a message's body, by what is done with it. The emulator speaks Components V2 only. */
export function messageProblems(kind: "create" | "followUp" | "edit", body: unknown): Problem[] {
  return problemsOf(all({ create, followUp, edit }[kind], needsV2), body);
}

// The last two are what discord.js sends along by itself.
const message = record(
  { components, flags: bits(COMPONENTS_V2 | EPHEMERAL | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS) },
  { ...content, tts: oneOf(false), enforce_nonce: oneOf(false) },
);
const choice = record({ name: text(1, 100), value: text(1, 100) });
const callback = byField(
  "type",
  new Map<unknown, Check>([
    [4, record({ type: oneOf(4), data: all(message, needsV2) })],
    [7, record({ type: oneOf(7), data: all(edit, needsV2) })],
    // A deferred answer may carry this flag only.
    [5, record({ type: oneOf(5) }, { data: record({}, { flags: bits(EPHEMERAL) }) })],
    [6, record({ type: oneOf(6) })],
    [9, record({ type: oneOf(9), data: modal })],
    [8, record({ type: oneOf(8), data: record({ choices: list(0, 25, choice) }) })],
  ]),
);

/** What is wrong with the first response to an interaction. */
export function callbackProblems(body: unknown): Problem[] {
  return problemsOf(callback, body);
}

/** All components of a tree, parents first. */
export function flatten(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord).flatMap((one) => [one, ...flatten(one["components"])]) : [];
}

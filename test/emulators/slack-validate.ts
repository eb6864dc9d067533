import { visibleSize } from "./slack-visible.ts";

/** `invalid`: what Slack refuses. `careless`: what it takes although it harms (a ping, no fallback text). */
export interface Verdict {
  error?: "invalid_blocks" | "msg_blocks_too_long" | "no_text";
  invalid: string[];
  careless: string[];
}

type Fields = Record<string, unknown>;
/** What is wrong with a value, each with where it stands. */
export type Check = (value: unknown, where: string) => string[];

/** From about this many characters on Slack answers `msg_blocks_too_long`. https://github.com/slackapi/bolt-js/issues/2509 */
export const MESSAGE_CHARACTERS = 13_200;

/**
 * A message's content by Slack's published limits and fields. https://docs.slack.dev/reference/block-kit
 * A person may be named in a message that only somebody else sees (`isPrivate`): whom Slack does not show a message, it does not notify of it.
 */
export function validateMessage({ text, blocks }: { text?: unknown; blocks?: unknown }, isPrivate = false): Verdict {
  const invalid = blocks === undefined ? [] : listOf(blockCheck, 0, 50)(blocks, "blocks");
  const careless = [...textProblems(text, blocks), ...pingsIn(blocks, isPrivate)];
  if (invalid.length > 0) return { error: "invalid_blocks", invalid, careless };
  const list = Array.isArray(blocks) ? blocks : [];
  if (visibleSize(list) > MESSAGE_CHARACTERS) return { error: "msg_blocks_too_long", invalid: ["too many characters"], careless };
  if (!text && list.length === 0) return { error: "no_text", invalid: ["neither text nor blocks"], careless };
  return { invalid, careless };
}

/** A Home tab by Slack's published limits. https://docs.slack.dev/reference/views/home-tab-views */
export function validateHome(view: unknown): Verdict {
  if (!isFields(view)) return { error: "invalid_blocks", invalid: ["the view is no object"], careless: [] };
  const { type, blocks, ...others } = view;
  const unknown = Object.keys(others).filter((key) => !["private_metadata", "callback_id", "external_id"].includes(key));
  const invalid = [
    ...(type === "home" ? [] : [`a view of type ${type}`]),
    ...unknown.map((key) => `unknown field ${key}`),
    ...listOf(blockCheck, 0, 100)(blocks, "blocks"),
  ];
  const careless = pingsIn(blocks, true);
  return invalid.length > 0 ? { error: "invalid_blocks", invalid, careless } : { invalid, careless };
}

/** What is wrong with `mrkdwn` or the fallback text: pings, and `& < >` that are not escaped. */
export function markupProblems(text: string): string[] {
  const problems: string[] = [];
  const rest = text.replace(/<(https?:|mailto:)[^<>|]+(\|[^<>]*)?>/g, "");
  for (const [found] of rest.matchAll(/<[!@#][^>]*>/g)) problems.push(`pings: ${found}`);
  if (/[<>]/.test(rest)) problems.push(`unescaped < or >: ${rest.slice(0, 80)}`);
  if (/&(?!(amp|lt|gt);)/.test(text)) problems.push(`unescaped &: ${text.slice(0, 80)}`);
  return problems;
}

function textProblems(text: unknown, blocks: unknown): string[] {
  if (typeof text !== "string" || text.trim() === "") return blocks === undefined ? [] : ["no fallback text beside the blocks"];
  const problems = markupProblems(text);
  if (text.length > 4_000) problems.push(`fallback text of ${text.length} characters`);
  return problems.concat(text.isWellFormed() ? [] : ["lone surrogate in the fallback text"]);
}

function pingsIn(blocks: unknown, isPrivate: boolean): string[] {
  const pinging = ["usergroup", "broadcast", ...(isPrivate ? [] : ["user"])];
  const problems: string[] = [];
  JSON.stringify(blocks ?? [], (_, value: unknown) => {
    if (!isFields(value)) return value;
    if (pinging.includes(String(value["type"]))) problems.push(`pings: ${JSON.stringify(value)}`);
    if (value["type"] !== "mrkdwn") return value;
    problems.push(...markupProblems(String(value["text"])));
    if (value["verbatim"] !== true) problems.push("mrkdwn that is not verbatim: names in it become live");
    return value;
  });
  return problems;
}

/** A `plain_text` object. */
export const plain = (max: number, min = 1): Check => textObject(["plain_text"], max, min);
const anyText = (max: number): Check => textObject(["plain_text", "mrkdwn"], max, 1);
/** An id that the app chose. */
export const id: Check = string(1, 255);

/** An option of a select. */
export const option: Check = record({ text: plain(75), value: string(1, 150) }, { description: plain(75) });

const elementShapes: Record<string, Check> = {
  button: record(
    { text: plain(75), action_id: id },
    {
      value: string(0, 2_000),
      url: all(string(1, 3_000), matching(/^(https?|mailto):/i)),
      style: oneOf("primary", "danger"),
      accessibility_label: string(1, 75),
    },
  ),
  static_select: record({ action_id: id, options: listOf(option, 1, 100) }, { placeholder: plain(150), initial_option: option }),
  overflow: record({ action_id: id, options: listOf(option, 1, 5) }, {}),
};

const style: Check = record({}, { bold: isBoolean, italic: isBoolean, strike: isBoolean, code: isBoolean });
const runShapes: Record<string, Check> = {
  text: record({ text: string(1, Number.POSITIVE_INFINITY) }, { style }),
  link: record({ url: string(1, 3_000) }, { text: string(1, Number.POSITIVE_INFINITY), style, unsafe: isBoolean }),
  emoji: record({ name: string(1, 100) }, { style }),
  // A channel's name pings nobody, unlike the other elements that are looked up.
  channel: record({ channel_id: all(string(1, 80), matching(/^[CG][A-Z0-9]+$/)) }, { style }),
  user: record({ user_id: all(string(1, 80), matching(/^[UW][A-Z0-9]+$/)) }, { style }),
};
const runs = listOf(byType(runShapes), 1, Number.POSITIVE_INFINITY);
const richSection: Check = record({ elements: runs }, {});
const richShapes: Record<string, Check> = {
  rich_text_section: richSection,
  rich_text_preformatted: record(
    { elements: listOf(byType({ text: runShapes["text"] as Check, link: runShapes["link"] as Check }), 1, Number.POSITIVE_INFINITY) },
    { border: isCount },
  ),
  rich_text_quote: record({ elements: runs }, { border: isCount }),
  rich_text_list: record(
    { elements: listOf(byType({ rich_text_section: richSection }), 1, Number.POSITIVE_INFINITY), style: oneOf("bullet", "ordered") },
    { indent: isCount, offset: isCount, border: isCount },
  ),
};

const blockShapes: Record<string, Check> = {
  header: record({ text: plain(150) }, { block_id: id }),
  divider: record({}, { block_id: id }),
  section: record(
    {},
    { text: anyText(3_000), fields: listOf(anyText(2_000), 1, 10), block_id: id, expand: isBoolean, accessory: byType(elementShapes) },
  ),
  context: record({ elements: listOf(anyText(3_000), 1, 10) }, { block_id: id }),
  actions: all(record({ elements: listOf(byType(elementShapes), 1, 25) }, { block_id: id }), uniqueActionIds),
  rich_text: record({ elements: listOf(byType(richShapes), 1, Number.POSITIVE_INFINITY) }, { block_id: id }),
};

function blockCheck(value: unknown, where: string): string[] {
  return byType(blockShapes)(value, where);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function byType(shapes: Record<string, Check>): Check {
  return (value, where) => {
    const check = isFields(value) ? shapes[String(value["type"])] : undefined;
    return check ? check(value, where) : [`${where}: unsupported type ${isFields(value) ? String(value["type"]) : typeof value}`];
  };
}

export function record(required: Record<string, Check>, optional: Record<string, Check>): Check {
  return (value, where) => {
    if (!isFields(value)) return [`${where}: must be an object`];
    const known: Record<string, Check> = { ...required, ...optional };
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    const unknown = Object.keys(value).filter((key) => key !== "type" && !known[key]);
    const given = Object.entries(known).filter(([key]) => value[key] !== undefined);
    return [
      ...missing.map((key) => `${where}: missing ${key}`),
      ...unknown.map((key) => `${where}: unknown field ${key}`),
      ...given.flatMap(([key, check]) => check(value[key], `${where}.${key}`)),
    ];
  };
}

export function listOf(check: Check, min: number, max: number): Check {
  return (value, where) => {
    if (!Array.isArray(value)) return [`${where}: must be a list`];
    if (value.length < min || value.length > max) return [`${where}: ${value.length} items, allowed ${min} to ${max}`];
    return value.flatMap((item, index) => check(item, `${where}[${index}]`));
  };
}

export function string(min: number, max: number): Check {
  return (value, where) => {
    if (typeof value !== "string") return [`${where}: must be a string`];
    if (value.length < min || value.length > max) return [`${where}: ${value.length} characters, allowed ${min} to ${max}`];
    return value.isWellFormed() ? [] : [`${where}: lone surrogate`];
  };
}

function textObject(types: readonly string[], max: number, min: number): Check {
  return (value, where) => {
    const type = isFields(value) ? String(value["type"]) : "none";
    if (!types.includes(type)) return [`${where}: text of type ${type}, allowed ${types.join(", ")}`];
    const flags: Record<string, Check> = type === "mrkdwn" ? { verbatim: isBoolean } : { emoji: isBoolean };
    const blank = min > 0 && isFields(value) && String(value["text"]).trim() === "" ? [`${where}: blank`] : [];
    return [...record({ text: string(min, max) }, flags)(value, where), ...blank];
  };
}

export function all(...checks: Check[]): Check {
  return (value, where) => checks.flatMap((check) => check(value, where));
}

export function matching(pattern: RegExp): Check {
  return (value, where) => (pattern.test(String(value)) ? [] : [`${where}: does not match ${pattern}`]);
}

export function oneOf(...values: readonly string[]): Check {
  return (value, where) => (values.includes(String(value)) ? [] : [`${where}: must be one of ${values.join(", ")}`]);
}

export function isBoolean(value: unknown, where: string): string[] {
  return typeof value === "boolean" ? [] : [`${where}: must be true or false`];
}

export function isCount(value: unknown, where: string): string[] {
  return Number.isInteger(value) && Number(value) >= 0 ? [] : [`${where}: must be a count`];
}

function uniqueActionIds(value: unknown, where: string): string[] {
  const elements = isFields(value) && Array.isArray(value["elements"]) ? value["elements"] : [];
  const ids = elements.map((element: unknown) => (isFields(element) ? element["action_id"] : undefined));
  return new Set(ids).size === ids.length ? [] : [`${where}: action_id twice in one block`];
}

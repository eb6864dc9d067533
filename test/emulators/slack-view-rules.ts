import {
  all,
  byType,
  type Check,
  id,
  isBoolean,
  isCount,
  listOf,
  matching,
  oneOf,
  option,
  plain,
  record,
  string,
} from "./slack-validate.ts";

/** Labels and hints are said to be of at most 2,000 characters. https://docs.slack.dev/reference/block-kit/blocks/input-block */
const words = plain(2_000);

const filter: Check = record(
  {},
  {
    include: listOf((value, where) => oneOf("im", "mpim", "private", "public")(value, where), 1, 4),
    exclude_bot_users: isBoolean,
    exclude_external_shared_channels: isBoolean,
  },
);

/** https://docs.slack.dev/reference/block-kit/block-elements */
const elements: Record<string, Check> = {
  plain_text_input: all(
    record(
      { action_id: id },
      { multiline: isBoolean, max_length: isCount, min_length: isCount, initial_value: string(1, 3_000), placeholder: plain(150) },
    ),
    (value, where) => (Number(Object(value)["max_length"] ?? 1) <= 3_000 ? [] : [`${where}: max_length above 3000`]),
    (value, where) =>
      String(Object(value)["initial_value"] ?? "").length <= Number(Object(value)["max_length"] ?? 3_000)
        ? []
        : [`${where}: initial_value longer than max_length`],
  ),
  static_select: record({ action_id: id, options: listOf(option, 1, 100) }, { placeholder: plain(150), initial_option: option }),
  conversations_select: record(
    { action_id: id },
    { placeholder: plain(150), initial_conversation: matching(/^[CGD][A-Z0-9]+$/), default_to_current_conversation: isBoolean, filter },
  ),
  users_select: record({ action_id: id }, { placeholder: plain(150), initial_user: matching(/^[UW][A-Z0-9]+$/) }),
};

const input: Check = record({ label: words, element: byType(elements) }, { hint: words, optional: isBoolean, block_id: id });

const modal: Check = record(
  { title: plain(24), blocks: listOf(byType({ input }), 1, 100) },
  {
    submit: plain(24),
    close: plain(24),
    callback_id: id,
    private_metadata: string(0, 3_000),
    notify_on_close: isBoolean,
    clear_on_close: isBoolean,
  },
);

/** A modal by Slack's published limits and fields. https://docs.slack.dev/reference/views/modal-views */
export function validateView(view: unknown): string[] {
  const problems = byType({ modal })(view, "view");
  const blocks: unknown[] = Array.isArray(Object(view)["blocks"]) ? Object(view)["blocks"] : [];
  const ids = blocks.map((block) => Object(block)["block_id"]);
  if (new Set(ids).size !== ids.length) problems.push("view: block_id twice");
  if (blocks.length > 0 && Object(view)["submit"] === undefined) problems.push("view: inputs without submit");
  return problems;
}

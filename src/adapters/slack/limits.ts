// Block Kit limits: https://docs.slack.dev/reference/block-kit/blocks and …/block-elements, unless another source is named.

/** Blocks in one message. https://docs.slack.dev/reference/block-kit/blocks */
export const BLOCKS_PER_MESSAGE = 50;

/**
 * Visible characters in one message. Undocumented: Slack answers `msg_blocks_too_long` from about 13,200 characters on,
 * and structure counts too (https://github.com/slackapi/bolt-js/issues/2509), so a quarter is kept free.
 */
export const CHARACTERS_PER_MESSAGE = 10_000;

/** Fallback `text`: recommended 4,000, cut at 40,000. https://docs.slack.dev/reference/methods/chat.postMessage */
export const FALLBACK_TEXT = 4_000;

/** Text of a header block. */
export const HEADER_TEXT = 150;

/** A text object. Nothing is documented for rich text; the same size keeps one block readable. */
export const BLOCK_TEXT = 3_000;

/** Elements of an actions block. */
export const ACTIONS_ELEMENTS = 25;

/** Label of a button. */
export const BUTTON_TEXT = 75;

/** Address of a link button. Rich text links are held to the same. */
export const URL_LENGTH = 3_000;

/** Options of a select. */
export const SELECT_OPTIONS = 100;

/** Label of an option. */
export const OPTION_TEXT = 75;

/** Second line of an option. */
export const OPTION_DESCRIPTION = 75;

/** Placeholder of a select. */
export const PLACEHOLDER_TEXT = 150;

/** Title of a modal. https://docs.slack.dev/reference/views/modal-views */
export const FORM_TITLE = 24;

/** Label of a modal's button that sends it. https://docs.slack.dev/reference/views/modal-views */
export const FORM_BUTTON = 24;

/** Label and hint of an input. https://docs.slack.dev/reference/block-kit/blocks/input-block */
export const INPUT_TEXT = 2_000;

/** What can be typed into an input. https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
export const INPUT_LENGTH = 3_000;

/** Visible characters in one select: 100 options with both lines full would not fit into a message. */
export const CHARACTERS_PER_SELECT = CHARACTERS_PER_MESSAGE / 2;

/** Blocks on the Home tab. https://docs.slack.dev/reference/views/home-tab-views */
export const BLOCKS_PER_VIEW = 100;

/** Questions that the assistant pane suggests. https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts */
export const SUGGESTED_PROMPTS = 4;

// What Discord accepts in one message that uses Components V2. Lengths are counted in UTF-16 units, which is never less than
// what Discord counts, so a text that fits here fits there.

/** All components of a message, nested ones included: https://docs.discord.com/developers/components/reference */
export const MESSAGE_COMPONENTS = 40;

/** Characters of all text displays of a message together: https://discordjs.guide/legacy/popular-topics/display-components */
export const MESSAGE_TEXT = 4_000;

/** Buttons in an action row: https://docs.discord.com/developers/components/reference#action-row */
export const ROW_BUTTONS = 5;

/** Characters of a button's label: https://docs.discord.com/developers/components/reference#button */
export const BUTTON_LABEL = 80;

/** Characters of a link button's address: https://docs.discord.com/developers/components/reference#button */
export const BUTTON_URL = 512;

/** Options of a select: https://docs.discord.com/developers/components/reference#string-select */
export const SELECT_OPTIONS = 25;

/** Characters of an option's label and, apart from it, of its description: https://docs.discord.com/developers/components/reference#string-select */
export const OPTION_TEXT = 100;

/** Characters of a select's placeholder: https://docs.discord.com/developers/components/reference#string-select */
export const SELECT_PLACEHOLDER = 150;

/** Characters of a modal's title: https://docs.discord.com/developers/interactions/receiving-and-responding */
export const FORM_TITLE = 45;

/** Fields of a modal: https://docs.discord.com/developers/interactions/receiving-and-responding */
export const FORM_FIELDS = 5;

/** Characters of the label of a modal's field: https://docs.discord.com/developers/components/reference#label */
export const FORM_LABEL = 45;

/** Characters of the description under it: https://docs.discord.com/developers/components/reference#label */
export const FORM_HINT = 100;

/** Characters that a text input takes: https://docs.discord.com/developers/components/reference#text-input */
export const INPUT_LENGTH = 4_000;

/** Characters of its placeholder: https://docs.discord.com/developers/components/reference#text-input */
export const INPUT_PLACEHOLDER = 100;

/** Characters of a command's or option's description: https://docs.discord.com/developers/interactions/application-commands */
export const COMMAND_DESCRIPTION = 100;

/** Characters of a choice's name: https://docs.discord.com/developers/interactions/application-commands */
export const CHOICE_NAME = 100;

/** Options of a command or subcommand, and choices of an option: https://docs.discord.com/developers/interactions/application-commands */
export const COMMAND_OPTIONS = 25;

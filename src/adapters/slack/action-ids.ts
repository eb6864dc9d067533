import type { Action } from "../../core/action.ts";

/** First part of the `action_id` of a button that does something in the bot; its `value` holds the encoded action. */
export const PRESS_ID = "press";

/** First part of the `action_id` of a select; the chosen option's `value` holds the encoded action. */
export const CHOICE_ID = "choose";

/** First part of the `action_id` of a link button. Slack reports the click too: it is acknowledged and otherwise ignored. */
export const LINK_ID = "link";

/** `callback_id` of the message shortcut *Check this message*. */
export const CHECK_SHORTCUT = "check-message";

/** What opening the Home tab asks for, and the button that leads back to it. */
export const HOME: Action = { command: "menu", verb: "home" };

/** What opening the assistant pane asks for. */
export const WELCOME: Action = { command: "menu", verb: "welcome" };

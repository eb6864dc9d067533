/** What a button or an option does when it is pressed: a command of the registry, a verb it knows, and what about. */
export interface Action {
  command: string;
  verb: string;
  subject?: string;
}

/**
 * The verb of every action whose outcome has a form. An adapter must know it before it asks the core: Discord opens a form
 * only as the first response to an interaction, so such a press is not deferred.
 */
export const FORM_VERB = "form";

/** Discord allows a custom_id of 100 characters; Slack's option value 150. The smaller limit rules. */
export const ACTION_MAX_LENGTH = 100;

/** First character of every encoded action. A later incompatible format takes the next letter, so old buttons are recognised. */
const FORMAT = "a";

/**
 * An action as text for a platform's `custom_id` or `value`: `a:optout:next:linkedin/web-open`.
 * It holds no state and no identity: state is looked up by who pressed, never trusted from the button.
 * @throws {RangeError} when the text would exceed {@link ACTION_MAX_LENGTH} or a part but the last holds a colon.
 */
export function encodeAction(action: Action): string {
  if (/:/.test(action.command + action.verb)) throw new RangeError(`colon in action ${action.command} ${action.verb}`);
  const text = [FORMAT, action.command, action.verb, ...(action.subject === undefined ? [] : [action.subject])].join(":");
  if (text.length > ACTION_MAX_LENGTH) throw new RangeError(`action is ${text.length} characters, limit ${ACTION_MAX_LENGTH}: ${text}`);
  return text;
}

/** The action in an encoded text, or undefined for anything that {@link encodeAction} did not make. */
export function decodeAction(text: string): Action | undefined {
  if (text.length > ACTION_MAX_LENGTH) return undefined;
  const [format, command, verb, ...rest] = text.split(":");
  if (format !== FORMAT || !command || !verb) return undefined;
  return rest.length === 0 ? { command, verb } : { command, verb, subject: rest.join(":") };
}

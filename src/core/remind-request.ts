import { choiceOf } from "./parse-input.ts";
import { CHANNEL_KINDS, type ChannelKind } from "./reminder.ts";

/** What an admin asked to have posted, as far as they said it. */
export interface RemindRequest {
  when: string;
  kind?: ChannelKind;
  /** The walkthrough that a how-to is about. */
  about?: string;
  message?: string;
}

/**
 * Takes "every monday 9:00 how-to facebook" or "every monday 9:00 message Please read …" apart: the time stands before the word for
 * the kind, and what belongs to the kind behind it. `words` as in `parseText`, `walkthroughs` their ids.
 */
export function readRemindText(text: string, words: ReadonlyMap<string, string>, walkthroughs: readonly string[]): RemindRequest {
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    const kind = index === 0 ? undefined : choiceOf(word.replace(/:$/, ""), CHANNEL_KINDS, words);
    if (!kind) continue;
    const when = text.slice(0, index).trim();
    const rest = text.slice(index + word.length).trim();
    if (kind === "company-message") return { when, kind, message: rest };
    const about = choiceOf(rest, walkthroughs, words);
    // What stands behind it and is no walkthrough belongs to the time, which then says that it is not understood.
    if (rest !== "" && about === undefined) return { when: `${when} ${rest}`, kind };
    return { when, kind, ...(about === undefined ? {} : { about }) };
  }
  return { when: text.trim() };
}

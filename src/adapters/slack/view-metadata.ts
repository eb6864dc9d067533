import { at, textAt } from "./fields.ts";

/** What a view of ours remembers, unseen by people; undefined for what we did not write. Slack gives it back as it was, signed. */
export function viewMetadata(view: unknown): unknown {
  try {
    return JSON.parse(textAt(view, "private_metadata") ?? "");
  } catch {
    return undefined;
  }
}

/**
 * The workspace that a view of ours was shown in. What is done in it belongs there, whatever the payload says: in a shared channel
 * a form comes with its sender's workspace, and in an organisation the Home tab may come with another one that the person is in.
 */
export function teamOfView(body: unknown): string | undefined {
  return textAt(viewMetadata(at(body, "view")), "team");
}

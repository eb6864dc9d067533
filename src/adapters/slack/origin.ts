import type { Place } from "../../core/request.ts";

/** Where something that a person did came from, in Slack's terms: it decides by which way the answer can reach them. */
export interface Origin {
  via: "command" | "press" | "mention" | "message" | "reply" | "form" | "home" | "assistant" | "shortcut";
  channel: string;
  user: string;
  kind: Place["kind"];
  /** Timestamp of the message under which a public answer belongs. */
  thread?: string;
  /** True when only this person sees what they pressed on, so that it may be replaced by the answer. */
  private: boolean;
  /** Timestamp of the message they pressed on. */
  message?: string;
}

/** Slack's ids of direct messages between two begin with D. https://docs.slack.dev/reference/objects/conversation-object */
export function isDirect(channel: string): boolean {
  return channel.startsWith("D");
}

/** A channel, or a thread in it, as the core's place. The id of a thread is `channel:timestamp`. */
export function placeOf(channel: string, thread?: string): Place {
  if (isDirect(channel)) return { id: channel, kind: "dm" };
  return thread === undefined ? { id: channel, kind: "channel" } : { id: `${channel}:${thread}`, kind: "thread" };
}

/** The arguments with which the Web API posts to a place. */
export function targetOf(place: Place): { channel: string; thread_ts?: string } {
  const [channel = "", thread] = place.id.split(":");
  return thread === undefined ? { channel } : { channel, thread_ts: thread };
}

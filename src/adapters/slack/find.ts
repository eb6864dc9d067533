import type { webApi } from "@slack/bolt";
import type { Attempted, Fate } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { at, textAt } from "./fields.ts";
import { METADATA_TYPE } from "./message-options.ts";
import { targetOf } from "./origin.ts";
import { failureOf } from "./post.ts";

/** Our clock and Slack's may differ; a message may bear a time before the attempt began. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** Messages a page. Slack gives fewer to apps that are sold outside its Marketplace, so pages are followed. */
const PAGE = 200;

/** Beyond so many pages the channel is too busy to tell within the limits of the method. */
const MOST_PAGES = 5;

/**
 * Looks for a post by its metadata. It needs `channels:history` (`groups:history` in private channels, `im:history` and `im:write`
 * in direct messages): without them nobody can tell. https://docs.slack.dev/reference/methods/conversations.history
 */
export async function findEffect({ key, to }: Effect, { first }: Attempted, client: webApi.WebClient): Promise<Fate> {
  try {
    const target = "person" in to ? { channel: await openDirectMessages(client, to.person) } : targetOf(to.place);
    return await findPost(target, key, first, client);
  } catch (error) {
    return unansweredAs(error);
  }
}

/** Looks for a post of that name in a channel or direct message. `since` is epoch milliseconds. */
export async function findPost(
  { channel, thread_ts }: { channel: string; thread_ts?: string },
  key: string,
  since: number,
  client: webApi.WebClient,
): Promise<Fate> {
  if (thread_ts !== undefined) return { fate: "unknowable", reason: "posts in threads are not looked for" };
  try {
    return await search(client, channel, key, (since - CLOCK_SLACK_MS) / 1000);
  } catch (error) {
    return unansweredAs(error);
  }
}

function unansweredAs(error: unknown): Fate {
  const { failure, reason, hold } = failureOf(error);
  if (failure === "held" || failure === "down" || failure === "unclear") return { fate: "unanswered", reason, ...(hold ? { hold } : {}) };
  // A channel that is gone shows nothing; neither does it show anything twice, but posting to it tells what is wrong.
  return failure === "place-gone" ? { fate: "absent" } : { fate: "unknowable", reason };
}

async function search(client: webApi.WebClient, channel: string, key: string, oldest: number): Promise<Fate> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await client.conversations.history({
      channel,
      oldest: String(oldest),
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = (answer.messages ?? []).find((message) => isDelivery(message, key));
    if (found) return { fate: "posted", message: textAt(found, "ts") ?? "" };
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return { fate: "absent" };
  }
  return { fate: "unknowable", reason: "too many messages since" };
}

function isDelivery(message: unknown, key: string): boolean {
  const metadata = at(message, "metadata");
  return textAt(metadata, "event_type") === METADATA_TYPE && textAt(metadata, "event_payload", "delivery_id") === key;
}

async function openDirectMessages(client: webApi.WebClient, users: string): Promise<string> {
  return textAt(await client.conversations.open({ users }), "channel", "id") ?? "";
}

import type { REST } from "@discordjs/rest";
import { type APIMessage, Routes } from "discord-api-types/v10";
import type { Attempted, Fate } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { failureOf } from "./api-errors.ts";
import { type Mark, markOf, openDirectMessages } from "./post.ts";

/**
 * Discord refuses a nonce of "the past few minutes" and does not say how many; within two it surely does, counted from the first
 * attempt. https://docs.discord.com/developers/resources/message#create-message
 */
const NONCE_WINDOW_MS = 2 * 60_000;

/** Our clock and Discord's may differ; a message may bear a time before the attempt began. */
const CLOCK_SLACK_MS = 5 * 60_000;

/** Messages a page, the most that Discord gives. https://docs.discord.com/developers/resources/message#get-channel-messages */
const PAGE = 100;

/** Beyond so many pages the channel is too busy to tell. */
const MOST_PAGES = 10;

/** The beginning of Discord's time. https://docs.discord.com/developers/reference#snowflakes */
const EPOCH_MS = 1_420_070_400_000;

/**
 * Looks for a post among the bot's own messages, whose components it may read without the MessageContent intent. Where that is
 * not possible, the post may still be sent again as long as Discord remembers its nonce.
 */
export async function findEffect(rest: REST, { key, to }: Effect, { first, now }: Attempted, self: string): Promise<Fate> {
  let fate: Fate;
  try {
    const channel = "person" in to ? await openDirectMessages(rest, to.person) : to.place.id;
    fate = await search(rest, channel, markOf(key), { self, since: first - CLOCK_SLACK_MS, isDirect: "person" in to });
  } catch (error) {
    fate = fateOf(error);
  }
  return fate.fate === "unknowable" && now - first < NONCE_WINDOW_MS ? { fate: "absent" } : fate;
}

interface Search {
  self: string;
  since: number;
  isDirect: boolean;
}

async function search(rest: REST, channel: string, mark: Mark, { self, since, isDirect }: Search): Promise<Fate> {
  let before: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(before === undefined ? {} : { before }) });
    const messages = (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
    // Who may not read the history is shown an empty one.
    if (page === 0 && messages.length === 0) return isDirect ? { fate: "absent" } : { fate: "unknowable", reason: "no history is shown" };
    const found = messages.find((message) => message.author.id === self && message.components?.[0]?.id === mark.component);
    if (found) return { fate: "posted", message: found.id };
    before = messages.at(-1)?.id;
    if (messages.length < PAGE || before === undefined || sentAt(before) < since) return { fate: "absent" };
  }
  return { fate: "unknowable", reason: "too many messages since" };
}

function fateOf(error: unknown): Fate {
  const { failure, reason, hold } = failureOf(error);
  if (failure === "held" || failure === "down" || failure === "unclear") return { fate: "unanswered", reason, ...(hold ? { hold } : {}) };
  // A channel that is gone shows nothing twice; posting to it tells what is wrong.
  return failure === "place-gone" ? { fate: "absent" } : { fate: "unknowable", reason };
}

function sentAt(snowflake: string): number {
  return Number(BigInt(snowflake) >> 22n) + EPOCH_MS;
}

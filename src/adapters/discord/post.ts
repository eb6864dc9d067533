import { createHash } from "node:crypto";
import { type APIChannel, type APIMessage, RateLimitError, type REST, Routes } from "discord.js";
import type { Delivery } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { isGone, reasonOf } from "./api-errors.ts";
import { renderReply } from "./render.ts";

/** Characters of a nonce: https://docs.discord.com/developers/resources/message#create-message */
const NONCE_LENGTH = 25;

/**
 * Sends one message after the other to a channel and returns the id of the first.
 * Each carries a nonce, because discord.js sends a message again when the answer is lost, and Discord must then not post it twice.
 * @param nonce what the nonces begin with; the same for each attempt to send the same thing, at most 22 characters
 * @throws the errors of discord.js
 */
export async function sendMessages(rest: REST, channel: string, bodies: readonly object[], nonce: string): Promise<string> {
  let first: string | undefined;
  for (const [index, body] of bodies.entries()) {
    const message = (await rest.post(Routes.channelMessages(channel), {
      body: { ...body, nonce: `${nonce}-${index}`.slice(-NONCE_LENGTH), enforce_nonce: true },
    })) as APIMessage;
    first ??= message.id;
  }
  return first ?? "";
}

/**
 * Posts an effect's reply to the channel or to the person's direct messages, and says what became of it.
 * The nonce is made of the effect's key, so that Discord knows a second attempt for the same message.
 */
export async function postEffect(rest: REST, { key, to, reply }: Effect): Promise<Delivery> {
  try {
    const channel = "person" in to ? await openDirectMessages(rest, to.person) : to.place.id;
    return { ok: true, message: await sendMessages(rest, channel, renderReply(reply), nonceOf(key)) };
  } catch (error) {
    const failure = { ok: false, gone: isGone(error), reason: reasonOf(error) } as const;
    if (!(error instanceof RateLimitError)) return failure;
    return { ...failure, retryAfterMs: Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout) };
  }
}

/** The channel of direct messages with a person; Discord gives the one that is there already. https://docs.discord.com/developers/resources/user#create-dm */
async function openDirectMessages(rest: REST, person: string): Promise<string> {
  const { id } = (await rest.post(Routes.userChannels(), { body: { recipient_id: person } })) as APIChannel;
  return id;
}

/** A nonce is short, so the key is hashed: 20 hexadecimal digits do not collide among one bot's posts. */
function nonceOf(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 20);
}

import { randomUUID } from "node:crypto";
import { type APIMessage, RateLimitError, type REST, Routes } from "discord.js";
import type { Delivery } from "../../core/ports.ts";
import { isGone, reasonOf } from "./api-errors.ts";
import type { MessageBody } from "./pack.ts";

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

/** Posts messages to a channel that nobody asked from, and says what became of them. */
export async function postMessages(rest: REST, channel: string, bodies: readonly MessageBody[]): Promise<Delivery> {
  try {
    return { ok: true, message: await sendMessages(rest, channel, bodies, randomUUID().replaceAll("-", "").slice(0, 20)) };
  } catch (error) {
    const failure = { ok: false, gone: isGone(error), reason: reasonOf(error) } as const;
    if (!(error instanceof RateLimitError)) return failure;
    return { ...failure, retryAfterMs: Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout) };
  }
}

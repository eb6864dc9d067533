import { createHash } from "node:crypto";
import type { REST } from "@discordjs/rest";
import { type APIChannel, type APIMessage, Routes } from "discord-api-types/v10";
import type { Delivery } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { failureOf } from "./api-errors.ts";
import type { MessageBody } from "./pack.ts";
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
 * The nonce is made of the effect's key, so that Discord knows a second attempt for the same message. The first message decides
 * what the delivery counts as: once it is out, a retry would repeat it, so a later one that fails is told to `onIncomplete`.
 */
export async function postEffect(rest: REST, { key, to, reply }: Effect, onIncomplete: (error: unknown) => void): Promise<Delivery> {
  const [first, ...further] = renderReply(reply);
  const mark = markOf(key);
  let channel: string;
  let message: string;
  try {
    channel = "person" in to ? await openDirectMessages(rest, to.person) : to.place.id;
    message = await sendMessages(rest, channel, first ? [marked(first, mark)] : [], mark.nonce);
  } catch (error) {
    return failureOf(error);
  }
  try {
    await sendMessages(rest, channel, further, `${mark.nonce}+`);
  } catch (error) {
    onIncomplete(error);
  }
  return { ok: true, message };
}

/** The channel of direct messages with a person; Discord gives the one that is there already. https://docs.discord.com/developers/resources/user#create-dm */
export async function openDirectMessages(rest: REST, person: string): Promise<string> {
  const { id } = (await rest.post(Routes.userChannels(), { body: { recipient_id: person } })) as APIChannel;
  return id;
}

/** By what a message of an effect is known. */
export interface Mark {
  /** What its nonce begins with. A nonce is short, so the key is hashed: 20 hexadecimal digits do not collide among one bot's posts. */
  nonce: string;
  /**
   * The id of its first component, which stays with the message and comes back with it, as a nonce does not.
   * 32 bits: https://docs.discord.com/developers/components/reference#anatomy-of-a-component
   */
  component: number;
}

/** The mark of an effect's first message. */
export function markOf(key: string): Mark {
  const hash = createHash("sha256").update(key).digest();
  // Discord numbers the other components from 1 on, so the mark keeps clear of small numbers.
  return { nonce: hash.toString("hex").slice(0, 20), component: (hash.readUInt32BE(20) >>> 1) | (1 << 30) };
}

function marked(body: MessageBody, { component }: Mark): MessageBody {
  const [first, ...rest] = body.components;
  return first ? { ...body, components: [{ ...first, id: component }, ...rest] } : body;
}

import {
  type APIInteraction,
  type APIInteractionResponse,
  type APIMessage,
  type GatewayMessageCreateDispatchData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  Routes,
} from "discord.js";
import { FORM_VERB } from "../../core/action.ts";
import { channelLink } from "../../core/channel-link.ts";
import type { Say } from "../../core/ports.ts";
import type { Block, Form, Reply } from "../../core/reply.ts";
import type { Request } from "../../core/request.ts";
import { isGone, isNotPermitted } from "./api-errors.ts";
import { COMMAND_NAME } from "./commands.ts";
import { renderForm } from "./form.ts";
import type { MessageBody } from "./pack.ts";
import { openDirectMessages, sendMessages } from "./post.ts";
import { renderReply } from "./render.ts";

/**
 * What tells Discord within its 3 seconds that an interaction was received, before any work. The kind of the answer is settled
 * here: a press on a private message may replace it or add to it, everything else gets a message of its own, private outside a
 * direct message.
 */
export function acknowledgement(request: Request): APIInteractionResponse {
  return updatesMessage(request)
    ? { type: InteractionResponseType.DeferredMessageUpdate }
    : { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: privacyOf(request) } };
}

/** True for a press whose answer is a form, which Discord opens only as the first response: it must not be acknowledged before. */
export function asksForForm({ input }: Request): boolean {
  return input.kind === "press" && input.action.verb === FORM_VERB;
}

/** A form as the first response to a press. */
export function formResponse(form: Form): APIInteractionResponse {
  return { type: InteractionResponseType.Modal, data: renderForm(form) };
}

/**
 * Shows the first message of a reply to an interaction that was acknowledged, and returns what remains to be shown.
 * What was deferred is filled in; what was only promised an update is left as it is, unless the reply replaces it.
 */
export async function beginAnswer(rest: REST, interaction: APIInteraction, request: Request, reply: Reply): Promise<MessageBody[]> {
  const bodies = renderReply(reply);
  if (updatesMessage(request) && !reply.replaces) return bodies;
  const [body, ...further] = bodies;
  await rest.patch(Routes.webhookMessage(interaction.application_id, interaction.token), { body, auth: false });
  return further;
}

/** Shows further messages of a reply, each as private as the first. */
export async function continueAnswer(
  rest: REST,
  interaction: APIInteraction,
  request: Request,
  bodies: readonly MessageBody[],
): Promise<void> {
  const route = Routes.webhook(interaction.application_id, interaction.token);
  for (const body of bodies) await rest.post(route, { body: { ...body, flags: body.flags | privacyOf(request) }, auth: false });
}

/**
 * Shows a reply to a message: under it for all to read, or in a direct message when it is for the person alone,
 * because messages that only one person in a channel sees exist for interactions only.
 */
export async function answerMessage(
  rest: REST,
  message: GatewayMessageCreateDispatchData,
  request: Request,
  reply: Reply,
  say: Say,
): Promise<void> {
  const bodies = renderReply(reply);
  if (request.place.kind === "dm") await sendMessages(rest, message.channel_id, bodies, message.id);
  else if (isForAll(request, reply)) await answerAloud(rest, message, bodies, say);
  else await answerPrivately(rest, message, bodies, say);
}

/** What is said about an answer to a handed-over question is said where that stands. */
function isForAll({ input }: Request, { audience }: Reply): boolean {
  return audience === "place" || input.kind === "reply";
}

async function answerAloud(rest: REST, message: GatewayMessageCreateDispatchData, bodies: MessageBody[], say: Say): Promise<void> {
  try {
    await sendMessages(rest, message.channel_id, under(message, bodies), message.id);
  } catch (error) {
    if (!isNotPermitted(error)) throw error;
    // Who mentioned the bot would otherwise wait for nothing, and nobody would learn what is missing.
    const text = say("discord.cannot-write", { channel: channelLink({ id: message.channel_id, kind: "channel" }) });
    const explained = [...renderReply(messageOf({ type: "text", text })), ...bodies];
    await sendMessages(rest, await openDirectMessages(rest, message.author.id), explained, message.id).catch(() => {
      throw error;
    });
  }
}

async function answerPrivately(rest: REST, message: GatewayMessageCreateDispatchData, bodies: MessageBody[], say: Say): Promise<void> {
  try {
    await sendMessages(rest, await openDirectMessages(rest, message.author.id), bodies, message.id);
  } catch (error) {
    // Many people take no direct messages from servers. What is private must not be said aloud instead.
    if (!isGone(error)) throw error;
    const text = say("discord.use-command", { command: `\`/${COMMAND_NAME}\`` });
    await sendMessages(rest, message.channel_id, under(message, renderReply(messageOf({ type: "text", text }))), message.id);
  }
}

/** A reply of a few words of the adapter's own. */
export function messageOf(...blocks: Block[]): Reply {
  return { audience: "person", replaces: false, blocks };
}

/** The first message refers to the one it answers; if that was deleted meanwhile, it stands for itself. */
function under(message: Pick<APIMessage, "id">, bodies: readonly MessageBody[]): object[] {
  const message_reference = { message_id: message.id, fail_if_not_exists: false };
  return bodies.map((body, index) => (index === 0 ? { ...body, message_reference } : body));
}

function updatesMessage({ input }: Request): boolean {
  return input.kind === "press" && input.private;
}

function privacyOf({ place }: Request): number {
  return place.kind === "dm" ? 0 : MessageFlags.Ephemeral;
}

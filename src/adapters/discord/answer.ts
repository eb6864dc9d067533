import type { REST } from "@discordjs/rest";
import {
  type APIInteraction,
  type APIInteractionResponse,
  type APIMessage,
  type GatewayMessageCreateDispatchData,
  InteractionResponseType,
  MessageFlags,
  Routes,
} from "discord-api-types/v10";
import { FORM_VERB } from "../../core/action.ts";
import { channelLink } from "../../core/markdown.ts";
import type { Say } from "../../core/ports.ts";
import type { Block, Outcome, Reply } from "../../core/reply.ts";
import type { Request } from "../../core/request.ts";
import { isGone, isNotPermitted } from "./api-errors.ts";
import { COMMAND_NAME } from "./commands.ts";
import { renderForm } from "./form.ts";
import type { MessageBody } from "./pack.ts";
import { openDirectMessages, sendMessages } from "./post.ts";
import { renderReply } from "./render.ts";

/** The first response to an interaction, and the messages that it does not hold. */
export interface FirstResponse {
  response: APIInteractionResponse;
  further: readonly MessageBody[];
}

/**
 * What is shown at once: a form where the press asked for one, the private message whose button was pressed as it is from now on,
 * or a message of its own, private outside a direct message.
 * @throws {RangeError} for a form that Discord would not take: that is a mistake in the code
 */
export function firstResponse(request: Request, { reply, form }: Outcome): FirstResponse {
  if (form && asksForForm(request)) return { response: { type: InteractionResponseType.Modal, data: renderForm(form) }, further: [] };
  const [body, ...further] = renderReply(reply);
  const data = { ...body, flags: (body?.flags ?? 0) | (replacesMessage(request, reply) ? 0 : privacyOf(request)) };
  const type = replacesMessage(request, reply) ? InteractionResponseType.UpdateMessage : InteractionResponseType.ChannelMessageWithSource;
  return { response: { type, data }, further };
}

/**
 * What tells Discord that an answer will come, where that takes longer. The kind of the answer is settled by it: a press on a
 * private message may replace it or add to it, everything else gets a message of its own.
 */
export function acknowledgement(request: Request): APIInteractionResponse {
  return updatesMessage(request)
    ? { type: InteractionResponseType.DeferredMessageUpdate }
    : { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: privacyOf(request) } };
}

/** A form can only be the first response, and only presses whose verb says so are answered by one. */
function asksForForm({ input }: Request): boolean {
  return input.kind === "press" && input.action.verb === FORM_VERB;
}

/**
 * Shows the first message of a reply to an interaction that was acknowledged, and returns what remains to be shown.
 * What was deferred is filled in; what was only promised an update is left as it is, unless the reply replaces it.
 */
export async function beginAnswer(rest: REST, interaction: APIInteraction, request: Request, reply: Reply): Promise<MessageBody[]> {
  const bodies = renderReply(reply);
  if (updatesMessage(request) && !replacesMessage(request, reply)) return bodies;
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
function messageOf(...blocks: Block[]): Reply {
  return { audience: "person", replaces: false, blocks };
}

/** The first message refers to the one it answers; if that was deleted meanwhile, it stands for itself. */
function under(message: Pick<APIMessage, "id">, bodies: readonly MessageBody[]): object[] {
  const message_reference = { message_id: message.id, fail_if_not_exists: false };
  return bodies.map((body, index) => (index === 0 ? { ...body, message_reference } : body));
}

function replacesMessage(request: Request, { replaces }: Reply): boolean {
  return replaces && updatesMessage(request);
}

/** True for a press on a message that only the presser sees, which may be changed. */
export function updatesMessage({ input }: Request): boolean {
  return input.kind === "press" && input.private;
}

function privacyOf({ place }: Request): number {
  return place.kind === "dm" ? 0 : MessageFlags.Ephemeral;
}

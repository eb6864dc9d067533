import {
  type APIInteraction,
  type APIMessage,
  type GatewayMessageCreateDispatchData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  Routes,
} from "discord.js";
import { FORM_VERB } from "../../core/action.ts";
import type { Form, Reply } from "../../core/reply.ts";
import type { Request } from "../../core/request.ts";
import { isAcknowledged, isGone } from "./api-errors.ts";
import { COMMAND_NAME } from "./commands.ts";
import { renderForm } from "./form.ts";
import type { MessageBody } from "./pack.ts";
import { sendMessages } from "./post.ts";
import { renderReply } from "./render.ts";

/** Said when a reply could not be made or shown, in no language in particular, because the core is not to be reached then. */
const APOLOGY: Reply = {
  audience: "person",
  replaces: false,
  blocks: [{ type: "text", text: "⚠️ Something went wrong. Please try again." }],
};

/** Said where a private reply cannot be given: the command gives it privately. */
const USE_COMMAND: Reply = { audience: "place", replaces: false, blocks: [{ type: "text", text: `🔒 \`/${COMMAND_NAME}\`` }] };

/**
 * Tells Discord within its 3 seconds that the interaction was received, before any work. The kind of the answer is settled here:
 * a press on a private message may replace it or add to it, everything else gets a message of its own, private outside a direct message.
 * @throws the errors of discord.js, except when the interaction was acknowledged before
 */
export async function acknowledge(rest: REST, interaction: APIInteraction, request: Request): Promise<void> {
  const body = updatesMessage(request)
    ? { type: InteractionResponseType.DeferredMessageUpdate }
    : { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: privacyOf(request) } };
  try {
    await rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });
  } catch (error) {
    // Dispatch knows whether this is a second delivery; if not, only the answer to our acknowledgement was lost.
    if (!isAcknowledged(error)) throw error;
  }
}

/** True for a press whose answer is a form, which Discord opens only as the first response: it must not be acknowledged before. */
export function asksForForm({ input }: Request): boolean {
  return input.kind === "press" && input.action.verb === FORM_VERB;
}

/**
 * Opens a form as the first response to a press.
 * @throws the errors of discord.js, except when the interaction was acknowledged before
 */
export async function openForm(rest: REST, interaction: APIInteraction, form: Form): Promise<void> {
  const body = { type: InteractionResponseType.Modal, data: renderForm(form) };
  try {
    await rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });
  } catch (error) {
    if (!isAcknowledged(error)) throw error;
  }
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
export async function continueAnswer(rest: REST, interaction: APIInteraction, request: Request, bodies: MessageBody[]): Promise<void> {
  const route = Routes.webhook(interaction.application_id, interaction.token);
  for (const body of bodies) await rest.post(route, { body: { ...body, flags: body.flags | privacyOf(request) }, auth: false });
}

/** Says that something went wrong, to somebody whose interaction was acknowledged and not answered. */
export async function apologize(rest: REST, interaction: APIInteraction, request: Request): Promise<void> {
  await continueAnswer(rest, interaction, request, await beginAnswer(rest, interaction, request, APOLOGY));
}

/** Suggests nothing: an autocomplete that is not answered shows an error to the person who types. */
export async function suggestNothing(rest: REST, interaction: APIInteraction): Promise<void> {
  const body = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices: [] } };
  await rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });
}

/**
 * Shows a reply to a message: under it for all to read, or in a direct message when it is for the person alone,
 * because messages that only one person in a channel sees exist for interactions only.
 */
export async function answerMessage(rest: REST, message: GatewayMessageCreateDispatchData, request: Request, reply: Reply): Promise<void> {
  const bodies = renderReply(reply);
  if (request.place.kind === "dm") await sendMessages(rest, message.channel_id, bodies, message.id);
  else if (reply.audience === "place") await sendMessages(rest, message.channel_id, under(message, bodies), message.id);
  else await answerPrivately(rest, message, bodies);
}

async function answerPrivately(rest: REST, message: GatewayMessageCreateDispatchData, bodies: MessageBody[]): Promise<void> {
  try {
    const channel = (await rest.post(Routes.userChannels(), { body: { recipient_id: message.author.id } })) as { id: string };
    await sendMessages(rest, channel.id, bodies, message.id);
  } catch (error) {
    // Many people take no direct messages from servers. What is private must not be said aloud instead.
    if (!isGone(error)) throw error;
    await sendMessages(rest, message.channel_id, under(message, renderReply(USE_COMMAND)), message.id);
  }
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

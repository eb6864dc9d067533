import { type APIInteraction, type GatewayMessageCreateDispatchData, InteractionType, type REST } from "discord.js";
import type { Logger } from "pino";
import type { Delivery, Dispatch } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import type { Request } from "../../core/request.ts";
import { acknowledge, answerMessage, apologize, asksForForm, beginAnswer, continueAnswer, openForm, suggestNothing } from "./answer.ts";
import { isExpired, reasonOf } from "./api-errors.ts";
import type { MessageBody } from "./pack.ts";
import { requestOfInteraction, requestOfMessage, type Surroundings } from "./request.ts";

/** What the handlers work with. */
export interface HandlerParts {
  rest: REST;
  dispatch: Dispatch;
  post(effect: Effect): Promise<Delivery>;
  log: Logger;
}

/** What is done with each event that concerns people. The functions never reject: a failure is logged and, where it can be, told. */
export interface Handlers {
  interaction(interaction: APIInteraction): Promise<void>;
  message(message: GatewayMessageCreateDispatchData, around: Surroundings): Promise<void>;
}

/** The way from an event to the reply that a person sees. */
export function createHandlers({ rest, dispatch, post, log }: HandlerParts): Handlers {
  const sendEffects = async (effects: readonly Effect[], request: string): Promise<void> => {
    for (const effect of effects.filter(({ to }) => to.platform === "discord")) {
      const delivery = await post(effect);
      if (!delivery.ok)
        log.warn({ request, reason: delivery.reason, failure: delivery.failure }, "a message to another place was not delivered");
    }
  };

  /** Asks the core and shows the beginning of its answer: a form, or the first message. Returns what remains to be done. */
  const begin = async (interaction: APIInteraction, request: Request): Promise<{ further: MessageBody[]; effects: readonly Effect[] }> => {
    const outcome = await dispatch(request);
    if (!outcome) return { further: [], effects: [] };
    const { effects, form, reply } = outcome;
    const isFirst = asksForForm(request);
    if (isFirst && form) await openForm(rest, interaction, form);
    else if (isFirst) await acknowledge(rest, interaction, request);
    return { further: isFirst && form ? [] : await beginAnswer(rest, interaction, request, reply), effects };
  };

  const answer = async (interaction: APIInteraction): Promise<void> => {
    const request = requestOfInteraction(interaction);
    if (!request) return log.warn({ interaction: interaction.id, type: interaction.type }, "an interaction of an unknown kind");
    if (!asksForForm(request)) await acknowledge(rest, interaction, request);
    let begun: Awaited<ReturnType<typeof begin>>;
    try {
      begun = await begin(interaction, request);
    } catch (error) {
      if (isExpired(error)) throw error;
      logFault(log, request.id, error);
      if (asksForForm(request)) await acknowledge(rest, interaction, request);
      return apologize(rest, interaction, request);
    }
    await continueAnswer(rest, interaction, request, begun.further);
    await sendEffects(begun.effects, request.id);
  };

  return {
    async interaction(interaction) {
      try {
        if (interaction.type === InteractionType.ApplicationCommandAutocomplete) await suggestNothing(rest, interaction);
        else await answer(interaction);
      } catch (error) {
        if (isExpired(error)) log.warn({ request: interaction.id, reason: reasonOf(error) }, "an interaction came too late to be answered");
        else logFault(log, interaction.id, error);
      }
    },

    async message(message, around) {
      try {
        const request = requestOfMessage(message, around);
        const outcome = request && (await dispatch(request));
        if (!request || !outcome) return;
        await answerMessage(rest, message, request, outcome.reply);
        await sendEffects(outcome.effects, request.id);
      } catch (error) {
        logFault(log, message.id, error);
      }
    },
  };
}

function logFault(log: Logger, request: string, error: unknown): void {
  const stack = error instanceof Error ? error.stack?.split("\n").slice(1).join("\n") : undefined;
  log.error({ request, reason: reasonOf(error), stack }, "a reply could not be given");
}

import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIInteraction,
  type GatewayMessageCreateDispatchData,
  InteractionType,
  type REST,
} from "discord.js";
import type { Logger } from "pino";
import { DEFAULT_LANGUAGE, type Language, languageOfLocale } from "../../core/languages.ts";
import type { Delivery, Dispatch, Say, Suggestion, SuggestTopics } from "../../core/ports.ts";
import type { Effect } from "../../core/reply.ts";
import { acknowledgement, answerMessage, beginAnswer, continueAnswer, messageOf } from "./answer.ts";
import { isExpired, reasonOf } from "./api-errors.ts";
import { choicesOf, MOST_CHOICES, typedIn } from "./autocomplete.ts";
import type { MessageBody } from "./pack.ts";
import { identityOf, requestOfInteraction, requestOfMessage, type Surroundings } from "./request.ts";
import { type Respond, respondByRest } from "./respond.ts";

/** What the handlers work with. */
export interface HandlerParts {
  rest: REST;
  dispatch: Dispatch;
  suggest: SuggestTopics;
  say(language: Language): Say;
  post(effect: Effect): Promise<Delivery>;
  log: Logger;
}

/** What is done with each event that concerns people. The functions never reject: a failure is logged and, where it can be, told. */
export interface Handlers {
  /** `respond` gives the first response; without it, that is done through the API. */
  interaction(interaction: APIInteraction, respond?: Respond): Promise<void>;
  message(message: GatewayMessageCreateDispatchData, around: Surroundings): Promise<void>;
}

/** The way from an event to the reply that a person sees. */
export function createHandlers({ rest, dispatch, suggest, say, post, log }: HandlerParts): Handlers {
  const sayTo = (language: Language | undefined, locale?: string): Say => say(language ?? languageOfLocale(locale) ?? DEFAULT_LANGUAGE);

  const sendEffects = async (effects: readonly Effect[], request: string): Promise<void> => {
    for (const effect of effects.filter(({ to }) => to.platform === "discord")) {
      const delivery = await post(effect);
      if (!delivery.ok)
        log.warn({ request, reason: delivery.reason, failure: delivery.failure }, "a message to another place was not delivered");
    }
  };

  const answer = async (interaction: APIInteraction, respond: Respond): Promise<void> => {
    const request = requestOfInteraction(interaction);
    if (!request) return log.warn({ interaction: interaction.id, type: interaction.type }, "an interaction of an unknown kind");
    await respond(acknowledgement(request));
    let continued: { further: MessageBody[]; effects: readonly Effect[] };
    try {
      const outcome = await dispatch(request);
      if (!outcome) return;
      const further = await beginAnswer(rest, interaction, request, outcome.reply);
      continued = { further, effects: outcome.effects };
    } catch (error) {
      if (isExpired(error)) throw error;
      logFault(log, request.id, error);
      const apology = messageOf({ type: "text", text: sayTo(undefined, request.locale)("discord.apology") });
      return continueAnswer(rest, interaction, request, await beginAnswer(rest, interaction, request, apology));
    }
    await continueAnswer(rest, interaction, request, continued.further);
    await sendEffects(continued.effects, request.id);
  };

  const suggestions = async (interaction: APIApplicationCommandAutocompleteInteraction): Promise<readonly Suggestion[]> => {
    const typed = typedIn(interaction);
    const user = interaction.member?.user ?? interaction.user;
    if (typed === undefined || !user) return [];
    return suggest({ identity: identityOf(user.id), locale: interaction.locale, typed, most: MOST_CHOICES });
  };

  const complete = async (interaction: APIApplicationCommandAutocompleteInteraction, respond: Respond): Promise<void> => {
    // An autocomplete that is not answered shows an error to the person who types, so trouble means no suggestions.
    const found = await suggestions(interaction).catch((error: unknown) => {
      logFault(log, interaction.id, error);
      return [];
    });
    await respond(choicesOf(found.map(({ topic, title }) => ({ value: topic, name: title }))));
  };

  return {
    async interaction(interaction, respond = respondByRest(rest, interaction)) {
      try {
        if (interaction.type === InteractionType.ApplicationCommandAutocomplete) await complete(interaction, respond);
        else await answer(interaction, respond);
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
        await answerMessage(rest, message, request, outcome.reply, sayTo(outcome.language));
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

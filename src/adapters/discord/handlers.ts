import type { REST } from "@discordjs/rest";
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIInteraction,
  type GatewayMessageCreateDispatchData,
  InteractionType,
} from "discord-api-types/v10";
import type { Logger } from "pino";
import { DEFAULT_LANGUAGE, type Language, languageOfLocale } from "../../core/languages.ts";
import type { Delivery, Dispatch, Say, Suggestion, SuggestTopics } from "../../core/ports.ts";
import { type Effect, type Outcome, privately } from "../../core/reply.ts";
import type { Request } from "../../core/request.ts";
import { acknowledgement, answerMessage, beginAnswer, continueAnswer, firstResponse, updatesMessage } from "./answer.ts";
import { isExpired, reasonOf } from "./api-errors.ts";
import { choicesOf, MOST_CHOICES, typedIn } from "./autocomplete.ts";
import type { MessageBody } from "./pack.ts";
import { identityOf, requestOfInteraction, requestOfMessage, type Surroundings } from "./request.ts";
import { type Respond, respondByRest } from "./respond.ts";

/**
 * How long the core is waited for, in milliseconds, before Discord is told that an answer will come. Discord waits 3 seconds;
 * an answer that is the first response takes one request instead of two, and nobody sees the bot "thinking".
 */
const PATIENCE_MS = 1_500;

/** What the handlers work with. */
export interface HandlerParts {
  /** For messages. */
  rest: REST;
  /** For what answers interactions. */
  interactionRest: REST;
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
export function createHandlers({ rest, interactionRest, dispatch, suggest, say, post, log }: HandlerParts): Handlers {
  const sayTo = (language: Language | undefined, locale?: string): Say => say(language ?? languageOfLocale(locale) ?? DEFAULT_LANGUAGE);

  const sendEffects = async (effects: readonly Effect[], request: string): Promise<void> => {
    for (const effect of effects.filter(({ to }) => to.platform === "discord")) {
      const delivery = await post(effect);
      if (!delivery.ok)
        log.warn({ request, reason: delivery.reason, failure: delivery.failure }, "a message to another place was not delivered");
    }
  };

  const outcomeOf = async (request: Request): Promise<Outcome | undefined> => {
    try {
      return await dispatch(request);
    } catch (error) {
      logFault(log, request.id, error);
      return apology(request);
    }
  };

  const apology = ({ locale }: Request): Outcome => privately({ type: "text", text: sayTo(undefined, locale)("discord.apology") });

  /** Shows an answer at once, as the first response. What cannot be shown is a mistake of ours, and told as that. */
  const answerNow = async (request: Request, outcome: Outcome, respond: Respond): Promise<readonly MessageBody[]> => {
    try {
      const { response, further } = firstResponse(request, outcome);
      await respond(response);
      return further;
    } catch (error) {
      if (isExpired(error)) throw error;
      logFault(log, request.id, error);
      await respond(firstResponse(request, apology(request)).response);
      return [];
    }
  };

  /** The same for an interaction that was acknowledged. */
  const answerLater = async (interaction: APIInteraction, request: Request, outcome: Outcome): Promise<readonly MessageBody[]> => {
    try {
      return await beginAnswer(interactionRest, interaction, request, outcome.reply);
    } catch (error) {
      if (isExpired(error)) throw error;
      logFault(log, request.id, error);
      return beginAnswer(interactionRest, interaction, request, apology(request).reply);
    }
  };

  const answer = async (interaction: APIInteraction, respond: Respond): Promise<void> => {
    const request = requestOfInteraction(interaction);
    if (!request) return log.warn({ interaction: interaction.id, type: interaction.type }, "an interaction of an unknown kind");
    const late = after(PATIENCE_MS);
    const asking = outcomeOf(request);
    const isLate = await Promise.race([asking.then(() => false), late.promise.then(() => true)]);
    if (isLate) await respond(acknowledgement(request));
    const outcome = await asking;
    if (outcome) {
      late.cancel();
      const further = isLate ? await answerLater(interaction, request, outcome) : await answerNow(request, outcome, respond);
      await continueAnswer(interactionRest, interaction, request, further);
      await sendEffects(outcome.effects, request.id);
    } else if (updatesMessage(request) && !isLate) {
      // Nothing is said to a second click, which Discord would call a failure; or another process says it, and has had the time.
      await late.promise;
      await respond(acknowledgement(request));
    } else late.cancel();
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
    async interaction(interaction, respond = respondByRest(interactionRest, interaction)) {
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

/** A promise that is fulfilled after so many milliseconds, unless it is cancelled. */
function after(ms: number): { promise: Promise<void>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  return { promise, cancel: () => clearTimeout(timer) };
}

function logFault(log: Logger, request: string, error: unknown): void {
  const stack = error instanceof Error ? error.stack?.split("\n").slice(1).join("\n") : undefined;
  log.error({ request, reason: reasonOf(error), stack }, "a reply could not be given");
}

import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIInteraction,
  type APIInteractionResponse,
  type GatewayMessageCreateDispatchData,
  InteractionType,
  type REST,
} from "discord.js";
import type { Logger } from "pino";
import { DEFAULT_LANGUAGE, type Language, languageOfLocale } from "../../core/languages.ts";
import type { Delivery, Dispatch, Say, Suggestion, SuggestTopics } from "../../core/ports.ts";
import { type Effect, type Form, type Outcome, privately } from "../../core/reply.ts";
import type { Request } from "../../core/request.ts";
import { acknowledgement, answerMessage, asksForForm, beginAnswer, continueAnswer, formResponse } from "./answer.ts";
import { isExpired, reasonOf } from "./api-errors.ts";
import { choicesOf, MOST_CHOICES, typedIn } from "./autocomplete.ts";
import type { MessageBody } from "./pack.ts";
import { identityOf, requestOfInteraction, requestOfMessage, type Surroundings } from "./request.ts";
import { type Respond, respondByRest } from "./respond.ts";

/** How long a form is waited for, in milliseconds: Discord takes one for 3 seconds after the press. */
const FORM_PATIENCE_MS = 2_000;

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

  const outcomeOf = async (request: Request): Promise<Outcome | undefined> => {
    try {
      return await dispatch(request);
    } catch (error) {
      logFault(log, request.id, error);
      return apology(request);
    }
  };

  const apology = ({ locale }: Request): Outcome => privately({ type: "text", text: sayTo(undefined, locale)("discord.apology") });

  /** What the core says to a request, and whether it was shown already, as a form. Discord knows by then that it was received. */
  const ask = async (request: Request, respond: Respond): Promise<{ outcome: Outcome | undefined; isOpen: boolean }> => {
    const asking = asksForForm(request) ? outcomeOf(request) : undefined;
    if (asking === undefined || (await isLate(asking))) {
      await respond(acknowledgement(request));
      return { outcome: await (asking ?? outcomeOf(request)), isOpen: false };
    }
    const outcome = await asking;
    const form = outcome?.form && rendered(outcome.form, request);
    if (outcome) await respond(form ?? acknowledgement(request));
    return { outcome, isOpen: form !== undefined };
  };

  /** A form that cannot be shown is a mistake of ours; the reply then says the same in words. */
  const rendered = (form: Form, request: Request): APIInteractionResponse | undefined => {
    try {
      return formResponse(form);
    } catch (error) {
      logFault(log, request.id, error);
      return undefined;
    }
  };

  const answer = async (interaction: APIInteraction, respond: Respond): Promise<void> => {
    const request = requestOfInteraction(interaction);
    if (!request) return log.warn({ interaction: interaction.id, type: interaction.type }, "an interaction of an unknown kind");
    const { outcome, isOpen } = await ask(request, respond);
    if (!outcome) return;
    if (isOpen) return sendEffects(outcome.effects, request.id);
    let further: MessageBody[];
    try {
      further = await beginAnswer(rest, interaction, request, outcome.reply);
    } catch (error) {
      if (isExpired(error)) throw error;
      logFault(log, request.id, error);
      return continueAnswer(rest, interaction, request, await beginAnswer(rest, interaction, request, apology(request).reply));
    }
    await continueAnswer(rest, interaction, request, further);
    await sendEffects(outcome.effects, request.id);
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

/** True when the core takes so long that Discord must be told first that it was asked. A form then is a reply in words. */
async function isLate(asking: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, FORM_PATIENCE_MS, true);
  try {
    return await Promise.race([asking.then(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

function logFault(log: Logger, request: string, error: unknown): void {
  const stack = error instanceof Error ? error.stack?.split("\n").slice(1).join("\n") : undefined;
  log.error({ request, reason: reasonOf(error), stack }, "a reply could not be given");
}

import type { RespondFn } from "@slack/bolt";
import type { Logger } from "pino";
import { DEFAULT_LANGUAGE, type Language, languageOfLocale } from "../../core/languages.ts";
import type { Delivery, Dispatch, Say } from "../../core/ports.ts";
import { type Effect, type Form, type Outcome, privately } from "../../core/reply.ts";
import type { Request } from "../../core/request.ts";
import { HOME } from "./action-ids.ts";
import { showThinking, suggest } from "./assistant.ts";
import { deliver } from "./deliver.ts";
import { formOriginOf, renderForm } from "./form.ts";
import { renderHome } from "./home.ts";
import type { createPeople } from "./people.ts";
import { failureOf } from "./post.ts";
import { renderReply, type SlackMessage } from "./render.ts";
import type { Incoming } from "./request.ts";
import { type Means, routesFor } from "./routes.ts";
import { escapeText } from "./text.ts";
import type { Installed, Workspaces } from "./workspaces.ts";

/** What {@link createAnswering} is made of. */
export interface AnsweringParts {
  dispatch: Dispatch;
  workspaces: Workspaces;
  people: ReturnType<typeof createPeople>;
  post(effect: Effect): Promise<Delivery>;
  /** Told of every reason why Slack refused a call. */
  noteRefusal(installed: Installed, reason: string): Promise<void>;
  say(language: Language): Say;
  log: Logger;
  /** Epoch milliseconds. */
  now(): number;
}

/** From so many answers under way on, commands are acknowledged before anything else. */
export const BUSY_FROM = 30;

/** What a delivery can be answered with, beside the token of its workspace. */
export type Reach = Pick<Means, "respond" | "trigger" | "responseUrl" | "acknowledgement">;

/** From a delivery that Slack no longer waits for to its answer. Never throws: what fails is logged under the request's id. */
export function createAnswering({ dispatch, workspaces, people, post, noteRefusal, say, log, now }: AnsweringParts) {
  const underWay = new Map<Promise<void>, Reach["acknowledgement"]>();
  let isStopping = false;

  async function answer(incoming: Incoming, reach: Reach): Promise<void> {
    const { request, origin } = incoming;
    const installed = await workspaces.of(request.identity.tenant);
    if (!installed) return turnAway(reach.respond, say(DEFAULT_LANGUAGE)("slack.not-installed-here"));
    const means: Means = { ...reach, client: installed.clients.patient, since: now() };
    const facts = await people(request.identity.tenant, request.identity.person, (user) =>
      installed.clients.lookUp.users.info({ user, include_locale: true }),
    );
    const language = languageOfLocale(facts.locale) ?? DEFAULT_LANGUAGE;
    const thinking = showThinking(origin, means.client, say(language)("slack.thinking"));
    const asked = { ...request, ...facts };
    try {
      const outcome = await dispatch(asked);
      await thinking;
      if (outcome) await carryOut(outcome, incoming, means, installed);
    } catch (error) {
      log.error({ request: request.id, err: error }, "a request was not answered");
      const apology = privately({ type: "text", text: say(language)("errors.unexpected", { request: request.id }) });
      await send(apology, incoming, means, installed);
    }
  }

  async function carryOut(outcome: Outcome, incoming: Incoming, means: Means, installed: Installed): Promise<void> {
    const opened = outcome.form && (await openForm(outcome.form, incoming, means, log.child({ request: incoming.request.id })));
    if (!opened) await send(outcome, incoming, means, installed);
    for (const effect of outcome.effects.filter(({ to }) => to.platform === "slack")) {
      const delivery = await post(effect);
      if (!delivery.ok) log.error({ request: incoming.request.id, reason: delivery.reason }, "an effect was not posted");
    }
  }

  async function send(outcome: Outcome, incoming: Incoming, means: Means, installed: Installed): Promise<void> {
    const { request, origin } = incoming;
    const child = log.child({ request: request.id });
    const routes = routesFor(outcome.reply, origin, means);
    const messages = origin.via === "home" ? await showHome(outcome, incoming, means, installed) : renderReply(outcome.reply);
    for (const [index, message] of messages.entries()) {
      const { reasons } = await deliver(message, index === 0 ? routes.first : routes.rest, `${request.id}/${index}`, child);
      for (const reason of reasons) await noteRefusal(installed, reason);
    }
    if (outcome.suggestions) await suggest(outcome.suggestions, origin, means.client, child);
  }

  /** Shows the reply on the Home tab, and gives back what did not fit into it. */
  async function showHome(
    outcome: Outcome,
    { request, origin }: Incoming,
    { client }: Means,
    installed: Installed,
  ): Promise<SlackMessage[]> {
    const back = isOverview(request) ? undefined : say(outcome.language ?? DEFAULT_LANGUAGE)("slack.overview");
    const { view, rest } = renderHome(outcome.reply, request.identity.tenant, back);
    try {
      await client.views.publish({ user_id: origin.user, view });
    } catch (error) {
      const { reason } = failureOf(error);
      log.warn({ request: request.id, reason }, "the Home tab could not be shown");
      await noteRefusal(installed, reason);
    }
    return rest;
  }

  return {
    /** Answers in the background, so that nothing keeps Slack's delivery open. */
    take(incoming: Incoming, reach: Reach): void {
      const running = answer(incoming, reach)
        .catch(async (error: unknown) => {
          log.error({ request: incoming.request.id, err: error }, "a request was not answered");
          await turnAway(reach.respond, say(DEFAULT_LANGUAGE)("errors.unexpected", { request: incoming.request.id }));
        })
        .catch((error: unknown) => log.warn({ reason: failureOf(error).reason }, "an apology did not arrive"))
        .finally(() => {
          reach.acknowledgement?.settle();
          underWay.delete(running);
        });
      underWay.set(running, reach.acknowledgement);
    },
    /** True while so much is under way that the next answer may take longer than Slack waits, or the connection is about to close. */
    isBusy: (): boolean => isStopping || underWay.size >= BUSY_FROM,
    /** Lets no acknowledgement wait for its answer any more: it could not get out once its connection is closed. */
    acknowledgeNow(): void {
      isStopping = true;
      for (const acknowledgement of underWay.values()) acknowledgement?.settle();
    },
    /** Resolves when everything under way is answered. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay.keys());
    },
  };
}

/** False where no form can be opened, or no longer: then the reply says in words what the form would have asked. */
async function openForm(form: Form, { request, origin }: Incoming, { client, trigger, responseUrl }: Means, log: Logger): Promise<boolean> {
  if (trigger === undefined) return false;
  try {
    await client.views.open({ trigger_id: trigger, view: renderForm(form, formOriginOf(origin, request.identity.tenant, responseUrl)) });
    return true;
  } catch (error) {
    log.warn({ reason: failureOf(error).reason }, "Slack did not open a form");
    return false;
  }
}

/** Without a token only a `response_url` reaches the person. */
async function turnAway(respond: RespondFn | undefined, text: string): Promise<void> {
  await respond?.({ text: escapeText(text), response_type: "ephemeral", replace_original: false });
}

function isOverview({ input }: Request): boolean {
  return input.kind === "press" && input.action.command === HOME.command && input.action.verb === HOME.verb;
}

import type { Logger } from "pino";
import type { Delivery, Dispatch } from "../../core/ports.ts";
import type { Effect, Form, Outcome } from "../../core/reply.ts";
import type { Request } from "../../core/request.ts";
import { formOriginOf, renderForm } from "./form.ts";
import type { Origin } from "./origin.ts";
import type { PersonFacts } from "./people.ts";
import { failureOf } from "./post.ts";
import { renderReply, type SlackMessage } from "./render.ts";
import type { Incoming } from "./request.ts";
import { type Means, type Route, routesFor } from "./routes.ts";

/** What {@link createAnswering} is made of. */
export interface AnsweringParts {
  dispatch: Dispatch;
  factsOf(request: Request): Promise<PersonFacts>;
  post(effect: Effect): Promise<Delivery>;
  log: Logger;
}

/** From a delivery that Slack no longer waits for to its answer. Never throws: what fails is logged under the request's id. */
export function createAnswering({ dispatch, factsOf, post, log }: AnsweringParts) {
  const underWay = new Set<Promise<void>>();

  async function answer({ request, origin }: Incoming, means: Means): Promise<void> {
    const outcome = await dispatch({ ...request, ...(await factsOf(request)) });
    if (!outcome) return;
    if (outcome.form && (await openForm(outcome.form, origin, means, log.child({ request: request.id })))) return postAll(outcome, request);
    const routes = routesFor(outcome.reply, origin, means);
    for (const [index, message] of renderReply(outcome.reply).entries()) {
      await deliver(message, index === 0 ? routes.first : routes.rest, log.child({ request: request.id }));
    }
    await postAll(outcome, request);
  }

  async function postAll({ effects }: Outcome, request: Request): Promise<void> {
    for (const effect of effects.filter(({ to }) => to.platform === "slack")) {
      const delivery = await post(effect);
      if (!delivery.ok) log.error({ request: request.id, reason: delivery.reason }, "an effect was not posted");
    }
  }

  return {
    /** Answers in the background, so that nothing keeps Slack's delivery open. */
    take(incoming: Incoming, means: Means): void {
      const running = answer(incoming, means)
        .catch((error: unknown) => log.error({ request: incoming.request.id, err: error }, "a request was not answered"))
        .finally(() => underWay.delete(running));
      underWay.add(running);
    },
    /** Resolves when everything under way is answered. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** False where no form can be opened, or no longer: then the reply says in words what the form would have asked. */
async function openForm(form: Form, origin: Origin, { client, trigger, responseUrl }: Means, log: Logger): Promise<boolean> {
  if (trigger === undefined) return false;
  try {
    await client.views.open({ trigger_id: trigger, view: renderForm(form, formOriginOf(origin, responseUrl)) });
    return true;
  } catch (error) {
    log.warn({ reason: failureOf(error).reason }, "Slack did not open a form");
    return false;
  }
}

async function deliver(message: SlackMessage, routes: readonly Route[], log: Logger): Promise<void> {
  for (const route of routes) {
    try {
      return await route.send(message);
    } catch (error) {
      log.warn({ route: route.name, reason: failureOf(error).reason }, "Slack did not take a message this way");
    }
  }
  log.error("an answer reached nobody");
}

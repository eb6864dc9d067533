import type { App, RespondFn, SayArguments } from "@slack/bolt";
import { type Acknowledgement, createAcknowledgement } from "./acknowledgement.ts";
import { at, textAt } from "./fields.ts";
import { readForm } from "./form.ts";
import { fetchInTime } from "./paced-fetch.ts";
import { type Incoming, readCommand, readEvent, readPress, readShortcut, readSubmission } from "./request.ts";
import type { Leaving } from "./workspaces.ts";

/** What the listeners tell of. */
export interface Heard {
  /** Something to answer; undefined where there is nothing to say. `respond` is there where Slack gave a `response_url`. */
  take(incoming: Incoming | undefined, body: unknown, respond?: RespondFn, acknowledgement?: Acknowledgement): void;
  /** The bot is not in the workspace any more. `goneAt` is epoch milliseconds. */
  left(team: string, goneAt: number, why: Leaving): void;
  /** Whether so much is under way that an answer may take long. */
  isBusy(): boolean;
  /** An acknowledgement did not get out. */
  unacknowledged(error: unknown): void;
}

/** The events that people cause. */
const EVENTS = ["app_home_opened", "app_mention", "assistant_thread_started", "message"];

/**
 * One listener per kind of delivery, each for all of its kind: whatever Slack sends is acknowledged before anything else happens,
 * but a command, whose acknowledgement waits a moment for the answer that it may carry. An acknowledgement that fails (its socket is being closed) does not keep the person from their answer.
 */
export function listen(app: App, { take, left, isBusy, unacknowledged }: Heard): void {
  app.command(/.*/, async ({ ack, body, respond }) => {
    take(
      readCommand(body),
      body,
      respond,
      createAcknowledgement((message) => ack(message as SayArguments), isBusy(), unacknowledged),
    );
  });
  app.action({}, async ({ ack, body, respond }) => {
    await ack().catch(unacknowledged);
    take(readPress(body), body, respond);
  });
  app.shortcut({}, async ({ ack, body, ...arrival }) => {
    await ack().catch(unacknowledged);
    // Only the shortcut of a message has a response_url.
    take(readShortcut(body), body, "respond" in arrival ? (arrival.respond as RespondFn) : undefined);
  });
  app.view({}, async ({ ack, body }) => {
    await ack().catch(unacknowledged);
    // A form that was closed asks for nothing.
    if (body.type !== "view_submission") return;
    const url = readForm(body.view)?.origin.respond;
    take(readSubmission(body), body, url === undefined ? undefined : respondAt(url));
  });
  app.options({}, async ({ ack }) => ack({ options: [] }));
  // Bolt has acknowledged events by itself before these run.
  for (const type of EVENTS) app.event(type, async ({ body }) => take(readEvent(body), body));
  // An uninstallation is told by both, in either order.
  app.event("app_uninstalled", async ({ body }) => left(body.team_id, goneAt(body), "uninstalled"));
  app.event("tokens_revoked", async ({ body }) => {
    // `oauth` lists people's own tokens, of which the bot has none.
    if (textAt(body, "event", "tokens", "bot", 0)) left(body.team_id, goneAt(body), "token-lost");
  });
}

/** Events bear whole seconds; the installation that they are about may be of the same second. */
function goneAt(body: unknown): number {
  return Number(at(body, "event_time")) * 1000 + 999;
}

/** Answers at the `response_url` of what opened a form; Slack gives a form none of its own. */
function respondAt(url: string): RespondFn {
  return async (message) => {
    const body = JSON.stringify(typeof message === "string" ? { text: message } : message);
    const response = await fetchInTime(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    // As Bolt's own `respond` does.
    if (!response.ok) throw Object.assign(new Error(`response_url: ${response.status}`), { statusCode: response.status });
    return response as Response;
  };
}

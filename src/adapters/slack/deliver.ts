import { webApi } from "@slack/bolt";
import type { Logger } from "pino";
import { failureOf } from "./post.ts";
import type { SlackMessage } from "./render.ts";
import { RespondRefusal } from "./respond-refusal.ts";
import type { Route } from "./routes.ts";

/** What came of sending a message: the reasons why Slack did not take it, in the order of the ways. */
export interface Sent {
  arrived: boolean;
  reasons: readonly string[];
}

/**
 * Sends a message by the first way that Slack takes. An answer of Slack's that was lost, or an error of its own, may hide that the
 * message was taken: where that can be looked up it is, else no further way is tried that would show it a second time.
 * `key` names the message, to find it again.
 */
export async function deliver(message: SlackMessage, routes: readonly Route[], key: string, log: Logger): Promise<Sent> {
  const reasons: string[] = [];
  let unclear = false;
  for (const route of routes) {
    if (unclear && !route.idempotent) break;
    try {
      await sendOnce(message, route, key);
      return { arrived: true, reasons };
    } catch (error) {
      const { reason } = failureOf(error);
      reasons.push(reason);
      unclear ||= isUnclear(error);
      // That the acknowledgement is gone is the way of every longer answer.
      if (route.name !== "acknowledgement") log.warn({ route: route.name, reason }, "Slack did not take a message this way");
    }
  }
  log.error(unclear ? "whether an answer arrived is unclear, and it is not sent twice" : "an answer reached nobody");
  return { arrived: false, reasons };
}

async function sendOnce(message: SlackMessage, route: Route, key: string): Promise<void> {
  try {
    await route.send(message, key);
  } catch (error) {
    // Only when Slack has answered is it certain that what was not posted by now will not be posted later.
    if (!route.find || !(error instanceof webApi.WebAPIHTTPError)) throw error;
    const { fate } = await route.find(key);
    if (fate === "posted") return;
    if (fate !== "absent") throw error;
    await route.send(message, key);
  }
}

function isUnclear(error: unknown): boolean {
  return failureOf(error).failure === "unclear" && !(error instanceof RespondRefusal);
}

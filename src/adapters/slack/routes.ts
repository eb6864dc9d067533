import type { RespondFn, webApi } from "@slack/bolt";
import type { Fate } from "../../core/ports.ts";
import type { Reply } from "../../core/reply.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { at } from "./fields.ts";
import { findPost } from "./find.ts";
import { metadataOf, NO_PREVIEWS } from "./message-options.ts";
import type { Origin } from "./origin.ts";
import type { SlackMessage } from "./render.ts";
import { RespondRefusal } from "./respond-refusal.ts";

/** One way by which a message can reach somebody. It throws when Slack does not take the message. */
export interface Route {
  name: string;
  /** `key` names the message where the way allows it, so that it can be found again. */
  send(message: SlackMessage, key: string): Promise<void>;
  /** Whether the message of that name is there, for ways that can tell. */
  find?(key: string): Promise<Fate>;
  /** True where sending twice shows the message once. */
  idempotent?: boolean;
}

/** What the answer to one request can be sent with. `respond` is there where Slack gave a `response_url`. */
export interface Means {
  client: webApi.WebClient;
  respond?: RespondFn | undefined;
  /** There for a command: its acknowledgement may carry a message. */
  acknowledgement?: Acknowledgement | undefined;
  /** The address behind `respond`, which a form that is opened carries along. */
  responseUrl?: string | undefined;
  /** What a form can be opened with, for 3 seconds and once. */
  trigger?: string | undefined;
  /** When answering began, epoch milliseconds. */
  since: number;
}

/**
 * The ways to deliver a reply's first message and the others, best first: the next way is for when Slack refuses the one before
 * (an expired `response_url`, a channel that the bot is not in).
 */
export function routesFor(reply: Reply, origin: Origin, means: Means): { first: Route[]; rest: Route[] } {
  const rest = newMessageRoutes(reply, origin, means);
  return origin.private && reply.replaces ? { first: [...replacingRoutes(origin, means), ...rest], rest } : { first: rest, rest };
}

function newMessageRoutes({ audience }: Reply, origin: Origin, means: Means): Route[] {
  const public_ = audience === "place";
  switch (origin.via) {
    case "form":
    case "home":
      return [direct(origin, means)];
    case "message":
    case "assistant":
      return [post(origin, means)];
    case "mention":
      return public_
        ? [post(origin, means), whisper(origin, means), direct(origin, means)]
        : [whisper(origin, means), direct(origin, means)];
    case "reply":
      return [whisper(origin, means), direct(origin, means)];
    case "command":
    case "shortcut":
      return [
        ...carried(means, public_ ? "in_channel" : "ephemeral"),
        ...respond(means, public_ ? "in_channel" : "ephemeral"),
        whisper(origin, means),
        direct(origin, means),
      ];
    case "press":
      // The response_url also reaches a channel that the bot is not in, but no thread.
      if (public_ || origin.kind === "dm") return [post(origin, means), ...respond(means, "in_channel")];
      // Only `chat.postEphemeral` can whisper inside a thread; outside, the response_url works even where the bot is no member.
      return origin.kind === "thread"
        ? [whisper(origin, means), ...respond(means, "ephemeral"), direct(origin, means)]
        : [...respond(means, "ephemeral"), whisper(origin, means), direct(origin, means)];
  }
}

/** A private message can be changed through the `response_url` of the press, one in a direct message also by its timestamp. */
function replacingRoutes(origin: Origin, means: Means): Route[] {
  const routes = respond(means, "ephemeral", true);
  const { message } = origin;
  if (origin.kind !== "dm" || message === undefined) return routes;
  const send = async (content: SlackMessage): Promise<void> => {
    await means.client.chat.update({ channel: origin.channel, ts: message, ...content });
  };
  return [...routes, { name: "chat.update", send, idempotent: true }];
}

function carried({ acknowledgement }: Means, type: "ephemeral" | "in_channel"): Route[] {
  if (!acknowledgement) return [];
  return [{ name: "acknowledgement", send: (message) => acknowledgement.carry({ ...message, response_type: type }) }];
}

function respond({ respond }: Means, type: "ephemeral" | "in_channel", replace = false): Route[] {
  if (!respond) return [];
  const send = async (message: SlackMessage): Promise<void> => {
    const response = await respond({ ...message, ...NO_PREVIEWS, response_type: type, replace_original: replace }).catch(
      (error: unknown) => {
        // 404: expired, or used five times already.
        const status = Number(at(error, "statusCode"));
        throw status >= 400 && status < 500 ? new RespondRefusal(`HTTP ${status}`) : error;
      },
    );
    const body = await response.text();
    if (/"ok":\s*false/.test(body)) throw new RespondRefusal(body.slice(0, 200));
  };
  return [{ name: "response_url", send, idempotent: replace }];
}

function post(origin: Origin, { client, since }: Means): Route {
  const target = { channel: origin.channel, ...(origin.thread === undefined ? {} : { thread_ts: origin.thread }) };
  return {
    name: "chat.postMessage",
    async send(message, key) {
      await client.chat.postMessage({ ...target, ...message, ...NO_PREVIEWS, metadata: metadataOf(key) });
    },
    find: (key) => findPost(target, key, since, client),
  };
}

/**
 * A private message in a thread is shown only if the thread is there already, so to a mention that has no replies
 * the answer is whispered in the channel. https://docs.slack.dev/reference/methods/chat.postEphemeral
 */
function whisper(origin: Origin, { client }: Means): Route {
  const thread = origin.kind === "thread" && origin.thread !== undefined ? { thread_ts: origin.thread } : {};
  const send = async (message: SlackMessage): Promise<void> => {
    await client.chat.postEphemeral({ channel: origin.channel, user: origin.user, ...thread, ...message });
  };
  return { name: "chat.postEphemeral", send };
}

/** Slack opens the direct message by itself when it is given a user id. */
function direct(origin: Origin, { client }: Means): Route {
  const send = async (message: SlackMessage): Promise<void> => {
    await client.chat.postMessage({ channel: origin.user, ...message, ...NO_PREVIEWS });
  };
  return { name: "direct message", send };
}

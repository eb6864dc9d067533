import { type Action, decodeAction } from "../../core/action.ts";
import type { Identity, Input, Request } from "../../core/request.ts";
import { LINK_ID } from "./action-ids.ts";
import { at, textAt } from "./fields.ts";
import { readForm } from "./form.ts";
import { isDirect, type Origin, placeOf } from "./origin.ts";
import { readTyped } from "./text.ts";

/** A payload understood: the request for the core, and where its answer goes. `isAdmin` and the locale are looked up later. */
export interface Incoming {
  request: Request;
  origin: Origin;
}

/** What stands for a button or form that this version does not know: the menu, which says so. */
const STALE: Action = { command: "menu", verb: "stale" };

/** A slash command; undefined for anything else. https://docs.slack.dev/interactivity/implementing-slash-commands */
export function readCommand(body: unknown): Incoming | undefined {
  const channel = textAt(body, "channel_id");
  const user = textAt(body, "user_id");
  const team = textAt(body, "team_id");
  const id = textAt(body, "trigger_id");
  if (!channel || !user || !team || !id) return undefined;
  const input: Input = { kind: "text", text: readTyped(textAt(body, "text") ?? "") };
  const origin: Origin = { via: "command", channel, user, kind: placeOf(channel).kind, private: false };
  return { request: requestOf(id, team, origin, input), origin };
}

/**
 * A mention in a channel or a message to the bot; undefined for whatever is not for the bot to answer: its own messages,
 * other bots, edits, joins, and the mention of a direct message, which arrives as the message too.
 */
export function readEvent(body: unknown, botUser: string): Incoming | undefined {
  const event = at(body, "event");
  const channel = textAt(event, "channel");
  const user = textAt(event, "user");
  const team = textAt(body, "authorizations", 0, "team_id") ?? textAt(body, "team_id");
  const id = textAt(body, "event_id");
  const ts = textAt(event, "ts");
  if (!channel || !user || !team || !id || !ts || user === botUser || isNoQuestion(event)) return undefined;
  const via = viaOf(textAt(event, "type"), textAt(event, "channel_type"), channel);
  if (!via) return undefined;
  const parent = textAt(event, "thread_ts");
  const input: Input = { kind: "text", text: readTyped(textAt(event, "text") ?? "", botUser) };
  const kind = placeOf(channel, parent).kind;
  const thread = via === "mention" ? (parent ?? ts) : parent;
  const origin: Origin = { via, channel, user, kind, private: false, ...(thread === undefined ? {} : { thread }) };
  return { request: requestOf(id, team, origin, input), origin };
}

/** A pressed button or chosen option; undefined for a followed link, which asks for nothing. */
export function readPress(body: unknown): Incoming | undefined {
  const pressed = at(body, "actions", 0);
  const user = textAt(body, "user", "id");
  const team = teamOf(body);
  const id = textAt(body, "trigger_id") ?? textAt(pressed, "action_ts");
  if (!user || !team || !id || textAt(pressed, "action_id")?.startsWith(`${LINK_ID}-`)) return undefined;
  const channel = textAt(body, "channel", "id") ?? textAt(body, "container", "channel_id");
  // A button in a modal or on the Home tab belongs to no conversation: the answer goes to the person.
  if (!channel) return readUnknown(body);
  const thread = textAt(body, "message", "thread_ts") ?? textAt(body, "container", "thread_ts");
  const message = textAt(body, "message", "ts") ?? textAt(body, "container", "message_ts");
  const own = isDirect(channel) || at(body, "container", "is_ephemeral") === true;
  const value = textAt(pressed, "value") ?? textAt(pressed, "selected_option", "value") ?? "";
  const input: Input = { kind: "press", action: decodeAction(value) ?? STALE, private: own };
  const kind = placeOf(channel, thread).kind;
  const origin: Origin = { via: "press", channel, user, kind, private: own, ...(thread && { thread }), ...(message && { message }) };
  return { request: requestOf(id, team, origin, input), origin };
}

/** A form that was sent; one that this version does not know is answered like an old button. */
export function readSubmission(body: unknown): Incoming | undefined {
  const form = readForm(at(body, "view"));
  const user = textAt(body, "user", "id");
  const team = teamOf(body);
  const id = textAt(body, "trigger_id") ?? textAt(body, "view", "hash");
  if (!form || !user || !team || !id) return readUnknown(body);
  const { channel, thread } = form.origin;
  const kind = placeOf(channel, thread).kind;
  const origin: Origin = { via: "press", channel, user, kind, private: false, ...(thread && { thread }) };
  return { request: requestOf(id, team, origin, { kind: "submit", action: form.action, values: form.values }), origin };
}

/** A shortcut, form or button that this version does not know: answered by the menu in a direct message. */
export function readUnknown(body: unknown): Incoming | undefined {
  const user = textAt(body, "user", "id");
  const team = teamOf(body);
  const id = textAt(body, "trigger_id") ?? textAt(body, "view", "hash");
  if (!user || !team || !id) return undefined;
  const origin: Origin = { via: "form", channel: user, user, kind: "dm", private: false };
  return { request: requestOf(id, team, origin, { kind: "press", action: STALE, private: false }), origin };
}

function requestOf(id: string, team: string, origin: Origin, input: Input): Request {
  const identity: Identity = { platform: "slack", tenant: team, person: origin.user };
  const { via, channel, kind, thread } = origin;
  return {
    id,
    identity,
    workspace: team,
    place: kind === "dm" ? { id: channel, kind } : placeOf(channel, kind === "thread" ? thread : undefined),
    isAdmin: false,
    audience: via === "mention" ? "place" : "person",
    input,
  };
}

function viaOf(type: string | undefined, channelType: string | undefined, channel: string): "mention" | "message" | undefined {
  const direct = channelType === "im" || isDirect(channel);
  if (type === "app_mention") return direct ? undefined : "mention";
  // Group direct messages (`mpim`) are channels to us: only a mention is meant for the bot there.
  return type === "message" && direct ? "message" : undefined;
}

function isNoQuestion(event: unknown): boolean {
  return ["bot_id", "bot_profile", "subtype", "edited", "hidden"].some((key) => Boolean(at(event, key)));
}

/** `team` is null where an organisation installed the app for all its workspaces. */
function teamOf(body: unknown): string | undefined {
  return textAt(body, "team", "id") ?? textAt(body, "user", "team_id");
}

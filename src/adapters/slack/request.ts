import { type Action, decodeAction } from "../../core/action.ts";
import type { Identity, Input, Request } from "../../core/request.ts";
import { CHECK_SHORTCUT, HOME, LINK_ID, WELCOME } from "./action-ids.ts";
import { at, textAt } from "./fields.ts";
import { readForm } from "./form.ts";
import { isDirect, type Origin, placeOf } from "./origin.ts";
import { readMessageText, readTyped } from "./text.ts";
import { teamOfView } from "./view-metadata.ts";

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

/** What somebody said or opened; undefined for whatever is not for the bot to answer. https://docs.slack.dev/reference/events */
export function readEvent(body: unknown): Incoming | undefined {
  switch (textAt(body, "event", "type")) {
    case "app_home_opened":
      return readHomeOpened(body);
    case "assistant_thread_started":
      return readAssistantOpened(body);
    default:
      return readMessage(body);
  }
}

/**
 * A mention in a channel, a message to the bot, or an answer under a message of its own. Not for it are its own messages, other
 * bots, edits, joins, and the mention in a direct message or under its own message, which arrives as the other event too.
 */
function readMessage(body: unknown): Incoming | undefined {
  const event = at(body, "event");
  const channel = textAt(event, "channel");
  const user = textAt(event, "user");
  const team = teamOfEvent(body);
  const id = textAt(body, "event_id");
  const ts = textAt(event, "ts");
  const botUser = textAt(body, "authorizations", 0, "user_id");
  if (!channel || !user || !team || !id || !ts || user === botUser || isNoQuestion(event)) return undefined;
  const via = viaOf(event, channel, botUser);
  if (!via) return undefined;
  const parent = textAt(event, "thread_ts");
  const text = readTyped(textAt(event, "text") ?? "", botUser);
  const input: Input = via === "reply" ? { kind: "reply", to: parent ?? "", text } : { kind: "text", text };
  const kind = placeOf(channel, parent).kind;
  const thread = via === "mention" ? (parent ?? ts) : parent;
  const origin: Origin = { via, channel, user, kind, private: false, ...(thread === undefined ? {} : { thread }) };
  return { request: requestOf(id, team, origin, input), origin };
}

/** The Home tab was opened. */
function readHomeOpened(body: unknown): Incoming | undefined {
  const user = textAt(body, "event", "user");
  const team = teamOfEvent(body);
  const id = textAt(body, "event_id");
  if (!user || !team || !id || textAt(body, "event", "tab") !== "home") return undefined;
  return pressOf(id, team, { via: "home", channel: user, user, kind: "dm", private: true }, HOME);
}

/** The assistant pane was opened: a thread in the direct messages, in which nothing was written yet. */
function readAssistantOpened(body: unknown): Incoming | undefined {
  const opened = at(body, "event", "assistant_thread");
  const user = textAt(opened, "user_id");
  const channel = textAt(opened, "channel_id");
  const thread = textAt(opened, "thread_ts");
  const team = teamOfEvent(body);
  const id = textAt(body, "event_id");
  if (!user || !channel || !thread || !team || !id) return undefined;
  return pressOf(id, team, { via: "assistant", channel, user, kind: "dm", thread, private: false }, WELCOME);
}

/** A pressed button or chosen option; undefined for a followed link, which asks for nothing. */
export function readPress(body: unknown): Incoming | undefined {
  const pressed = at(body, "actions", 0);
  const user = textAt(body, "user", "id");
  const team = teamOf(body);
  const id = textAt(body, "trigger_id") ?? textAt(pressed, "action_ts");
  if (!user || !team || !id || textAt(pressed, "action_id")?.startsWith(`${LINK_ID}-`)) return undefined;
  const channel = textAt(body, "channel", "id") ?? textAt(body, "container", "channel_id");
  const value = textAt(pressed, "value") ?? textAt(pressed, "selected_option", "value") ?? "";
  const action = decodeAction(value) ?? STALE;
  // What is pressed in a view belongs to no conversation: the Home tab shows the answer itself, a modal's goes to the person.
  if (!channel)
    return pressOf(id, team, { via: inHome(body) ? "home" : "form", channel: user, user, kind: "dm", private: inHome(body) }, action);
  const thread = textAt(body, "message", "thread_ts") ?? textAt(body, "container", "thread_ts");
  const message = textAt(body, "message", "ts") ?? textAt(body, "container", "message_ts");
  const own = isDirect(channel) || at(body, "container", "is_ephemeral") === true;
  const kind = placeOf(channel, thread).kind;
  const origin: Origin = { via: "press", channel, user, kind, private: own, ...(thread && { thread }), ...(message && { message }) };
  return pressOf(id, team, origin, action);
}

/** The shortcut *Check this message*; the menu for one that this version does not know. */
export function readShortcut(body: unknown): Incoming | undefined {
  const message = at(body, "message");
  const user = textAt(body, "user", "id");
  const team = teamOf(body);
  const channel = textAt(body, "channel", "id");
  const id = textAt(body, "trigger_id");
  if (textAt(body, "callback_id") !== CHECK_SHORTCUT || !message || !channel) return readUnknown(body);
  if (!user || !team || !id) return undefined;
  const thread = textAt(message, "thread_ts");
  // In a conversation of others the bot can do nothing but what the response_url allows.
  const place = placeOf(channel, thread);
  const origin: Origin = { via: "shortcut", channel, user, kind: place.kind, private: false, ...(thread && { thread }) };
  return { request: requestOf(id, team, origin, { kind: "message-check", text: readMessageText(message) }), origin };
}

/** A form that was sent; one that this version does not know is answered like an old button. */
export function readSubmission(body: unknown): Incoming | undefined {
  const form = readForm(at(body, "view"));
  const user = textAt(body, "user", "id");
  const team = teamOf(body);
  const id = textAt(body, "trigger_id") ?? textAt(body, "view", "hash");
  if (!form || !user || !team || !id) return readUnknown(body);
  const { channel, thread } = form.origin;
  // A form that was opened on the Home tab names the person, and is answered in a direct message.
  const kind = channel === user ? "dm" : placeOf(channel, thread).kind;
  const origin: Origin = { via: channel === user ? "form" : "press", channel, user, kind, private: false, ...(thread && { thread }) };
  return { request: requestOf(id, team, origin, { kind: "submit", action: form.action, values: form.values }), origin };
}

/** A shortcut, form or button that this version does not know: answered by the menu in a direct message. */
export function readUnknown(body: unknown): Incoming | undefined {
  const user = textAt(body, "user", "id");
  const team = teamOf(body);
  const id = textAt(body, "trigger_id") ?? textAt(body, "view", "hash");
  if (!user || !team || !id) return undefined;
  return pressOf(id, team, { via: "form", channel: user, user, kind: "dm", private: false }, STALE);
}

function pressOf(id: string, team: string, origin: Origin, action: Action): Incoming {
  return { request: requestOf(id, team, origin, { kind: "press", action, private: origin.private }), origin };
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

function viaOf(event: unknown, channel: string, botUser: string | undefined): "mention" | "message" | "reply" | undefined {
  const type = textAt(event, "type");
  const direct = textAt(event, "channel_type") === "im" || isDirect(channel);
  if (type === "app_mention") return direct ? undefined : "mention";
  // Group direct messages (`mpim`) are channels to us: only a mention is meant for the bot there.
  if (type === "message" && direct) return "message";
  // Of what else is written in a channel, only answers under the bot's own messages are looked at.
  const underOurs = textAt(event, "thread_ts") !== undefined && botUser !== undefined && textAt(event, "parent_user_id") === botUser;
  return type === "message" && underOurs && !textAt(event, "text")?.includes(`<@${botUser}`) ? "reply" : undefined;
}

function isNoQuestion(event: unknown): boolean {
  return ["bot_id", "bot_profile", "subtype", "edited", "hidden"].some((key) => Boolean(at(event, key)));
}

function inHome(body: unknown): boolean {
  return textAt(body, "view", "type") === "home";
}

function teamOfEvent(body: unknown): string | undefined {
  return textAt(body, "authorizations", 0, "team_id") ?? textAt(body, "team_id");
}

/** `team` is null where an organisation installed the app for all its workspaces. */
function teamOf(body: unknown): string | undefined {
  return teamOfView(body) ?? textAt(body, "team", "id") ?? textAt(body, "user", "team_id");
}

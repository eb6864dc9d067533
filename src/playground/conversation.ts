import { randomUUID } from "node:crypto";
import { html } from "hono/html";
import { renderReply as renderForDiscord } from "../adapters/discord/render.ts";
import { renderReply as renderForSlack } from "../adapters/slack/render.ts";
import { decodeAction } from "../core/action.ts";
import type { Clock, Dispatch, Store } from "../core/ports.ts";
import type { Region } from "../core/regions.ts";
import type { Effect, Form, Reply } from "../core/reply.ts";
import type { Identity, Input, Place, Request } from "../core/request.ts";
import { discordView } from "./discord-view.ts";
import type { Html } from "./html.ts";
import { slackView } from "./slack-view.ts";

/** The two chats that the page shows. */
export const PANES = ["slack", "discord"] as const;

/** One of {@link PANES}. */
export type Pane = (typeof PANES)[number];

/** A bot of its own: an empty store, a clock that can be advanced, and what posts the reminders that are due by it. */
export interface Box {
  dispatch: Dispatch;
  store: Pick<Store, "savePreferences">;
  /** When the next reminder is due, epoch milliseconds; undefined when none is. */
  nextDueAt(): Promise<number | undefined>;
  /** Posts the reminders that are due at the box's time. */
  deliverDue(): Promise<void>;
  /** What was posted since the last call, by commands and by reminders. */
  takePosts(): readonly Effect[];
  close(): Promise<void>;
}

/** What the visitor did, the same in both chats. */
export type Act =
  | { kind: "say"; as: "command" | "mention" | "dm"; text: string }
  | { kind: "press"; action: string; message: string; private: boolean }
  | { kind: "submit"; action: string; values: Readonly<Record<string, string>> };

/** Whom the visitor plays. */
export interface Visitor {
  locale: string;
  timeZone?: string;
  isAdmin: boolean;
}

/** One message to show. `replaces` is the id of the message whose place it takes. */
export interface Shown {
  id: string;
  pane: Pane;
  replaces?: string;
  /** Who sees it: `you` alone, everybody in the `channel`, or your direct messages. */
  seenBy: "you" | "channel" | "direct";
  body: Html;
  /** What the platform would be sent. */
  payload: unknown;
}

/** What an act led to. */
export interface Outcome {
  shown: readonly Shown[];
  form?: { pane: Pane; form: Form };
}

const WORKSPACES: Readonly<Record<Pane, string>> = { slack: "T0PLAYGROUND", discord: "100000000000000001" };
const IDENTITIES: Readonly<Record<Pane, Identity>> = {
  slack: { platform: "slack", tenant: WORKSPACES.slack, person: "U0VISITOR" },
  discord: { platform: "discord", tenant: "discord", person: "100000000000000002" },
};
/** The one channel of each chat, and the one person in it: what a form can choose from. */
export function directory(pane: Pane): { channels: readonly Named[]; people: readonly Named[] } {
  return { channels: [{ id: CHANNELS[pane], name: "#general" }], people: [{ id: IDENTITIES[pane].person, name: "@you" }] };
}

/** A channel or person as somebody sees it. */
export interface Named {
  id: string;
  name: string;
}

const CHANNELS: Readonly<Record<Pane, string>> = { slack: "C0GENERAL", discord: "100000000000000003" };

/** Tells the bot what the visitor did in one of the chats. */
export async function act(box: Box, pane: Pane, what: Act, visitor: Visitor): Promise<Outcome> {
  const request = requestOf(pane, what, visitor);
  if (!request) return { shown: [] };
  const outcome = await box.dispatch(request);
  const posted = [...box.takePosts(), ...(outcome?.effects ?? [])].flatMap(postedOf);
  if (!outcome) return { shown: posted };
  if (outcome.form) return { shown: posted, form: { pane, form: outcome.form } };
  const seenBy = outcome.reply.audience === "place" ? "channel" : request.place.kind === "dm" ? "direct" : "you";
  const replaces = what.kind === "press" && what.private && outcome.reply.replaces ? { replaces: what.message } : {};
  return { shown: [...shownOf(pane, outcome.reply, seenBy, replaces), ...posted] };
}

/** So many times reminders go out at one advance of the clock; an hourly one over a year would fill the page. */
const MOST_DUE = 50;

/**
 * Moves the clock on to `until`, epoch milliseconds, and stops wherever a reminder is due on the way: at once at the end, all
 * but the last would be too late to be posted.
 */
export async function passTime(box: Box, now: Clock, advance: (ms: number) => void, until: number): Promise<Outcome> {
  for (let due = 0; due < MOST_DUE; due++) {
    const next = await box.nextDueAt();
    if (next === undefined || next > until) break;
    advance(next - now());
    await box.deliverDue();
  }
  advance(until - now());
  return { shown: box.takePosts().flatMap(postedOf) };
}

/** Sets the region in both chats, as the command would. */
export async function setRegion(box: Box, region: Region, now: number): Promise<void> {
  for (const pane of PANES) await box.store.savePreferences(IDENTITIES[pane], { region }, now);
}

function requestOf(pane: Pane, what: Act, { locale, timeZone, isAdmin }: Visitor): Request | undefined {
  const input = inputOf(pane, what);
  if (!input) return undefined;
  const direct = what.kind === "say" && what.as === "dm";
  const place: Place = direct ? { id: `direct-${pane}`, kind: "dm" } : { id: CHANNELS[pane], kind: "channel" };
  return {
    id: randomUUID(),
    identity: IDENTITIES[pane],
    workspace: WORKSPACES[pane],
    place,
    locale,
    ...(timeZone === undefined ? {} : { timeZone }),
    isAdmin,
    audience: what.kind === "say" && what.as === "mention" ? "place" : "person",
    input,
  };
}

function inputOf(pane: Pane, what: Act): Input | undefined {
  if (what.kind === "say") return { kind: "text", text: withMentions(pane, what.text.replace(/^\s*\/linkedin-ai\b/, "")) };
  const action = decodeAction(what.action);
  if (!action) return undefined;
  return what.kind === "press" ? { kind: "press", action, private: what.private } : { kind: "submit", action, values: what.values };
}

/** Both platforms make a mention of the name that somebody chooses while typing; there is one channel and one person to choose. */
function withMentions(pane: Pane, text: string): string {
  return text.replaceAll("#general", `<#${CHANNELS[pane]}>`).replaceAll("@you", `<@${IDENTITIES[pane].person}>`);
}

function postedOf({ to, reply }: Effect): Shown[] {
  if (to.platform !== "slack" && to.platform !== "discord") return [];
  return shownOf(to.platform, reply, "person" in to || to.place.kind === "dm" ? "direct" : "channel");
}

/** A reply as the messages of a chat. Only the first can take another's place. */
function shownOf(pane: Pane, reply: Reply, seenBy: Shown["seenBy"], { replaces }: { replaces?: string } = {}): Shown[] {
  const isPrivate = seenBy !== "channel";
  const drawn =
    pane === "slack"
      ? renderForSlack(reply).map((payload) => ({ payload, draw: (id: string) => slackView(payload, { message: id, private: isPrivate }) }))
      : renderForDiscord(reply).map((payload) => ({
          payload,
          draw: (id: string) => discordView(payload, { message: id, private: isPrivate }),
        }));
  return drawn.map(({ payload, draw }, index) => {
    const id = randomUUID();
    return { id, pane, seenBy, payload, body: html`${draw(id)}`, ...(replaces !== undefined && index === 0 ? { replaces } : {}) };
  });
}

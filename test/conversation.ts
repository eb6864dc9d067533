import { randomUUID } from "node:crypto";
import { COMMANDS } from "../src/core/commands.ts";
import { createDispatch, type Report } from "../src/core/dispatch.ts";
import { stripMarkdown } from "../src/core/markdown.ts";
import type { Delivery, Dispatch, Knowledge } from "../src/core/ports.ts";
import { createRegistry } from "../src/core/registry.ts";
import type { Button, Effect, Form, Option, Outcome, Reply } from "../src/core/reply.ts";
import type { Identity, Input, Request } from "../src/core/request.ts";
import { createUsageCounter } from "../src/core/usage.ts";
import { openKnowledge } from "../src/knowledge/open-knowledge.ts";
import type { DatabaseOptions } from "../src/store/database.ts";
import { type OpenStore, openStore } from "../src/store/open.ts";

/** The day on which the tests' conversations begin. */
export const START = Date.parse("2026-11-24T09:00:00Z");

const knowledge = await openKnowledge();

/** The real knowledge, opened once per test file. */
export function realKnowledge(): Knowledge {
  return knowledge;
}

/** A person's conversation with the real core over a real database, in the words of a chat. */
export interface Conversation {
  dispatch: Dispatch;
  store: OpenStore;
  clock: { now: number };
  reports: { event: string; error?: unknown }[];
  /** What was posted to other places. */
  posts: Effect[];
  /** Decides what becomes of posts; they arrive unless a test says otherwise. */
  deliver: { answer(effect: Effect): Delivery };
  /** Does anything a person can do. Undefined when the bot says nothing to it. */
  send(input: Input, about?: Partial<Request>): Promise<Reply | undefined>;
  /** The form that came with the last reply. */
  form(): Form | undefined;
  /** Sends the last form with these values. */
  submit(values: Record<string, string>, about?: Partial<Request>): Promise<Reply>;
  /** Says a text and gives back the reply. */
  say(text: string, about?: Partial<Request>): Promise<Reply>;
  /** Presses a button or option of the last reply by its label. */
  press(label: string | RegExp, about?: Partial<Request>): Promise<Reply>;
  /** The last reply's words. */
  text(): string;
  /** The labels that can be pressed under the last reply. */
  labels(): string[];
  close(): Promise<void>;
}

/** Starts a conversation. Two with one `address` are two processes on one database. */
export async function converse(address: string, identity: Partial<Identity> = {}, options: DatabaseOptions = {}): Promise<Conversation> {
  const clock = { now: START };
  const store = await openStore(address, clock.now, { waitMs: 0, onTrouble: () => {}, ...options });
  const reports: { event: string; error?: unknown }[] = [];
  const posts: Effect[] = [];
  const deliver = { answer: (_: Effect): Delivery => ({ ok: true, message: `message-${posts.length}` }) };
  const report: Report = (event, { error }) => reports.push({ event, ...(error === undefined ? {} : { error }) });
  const dispatch = createDispatch({
    registry: createRegistry(COMMANDS),
    knowledge: realKnowledge(),
    store,
    clock: () => clock.now,
    report,
    usage: createUsageCounter(
      store,
      () => clock.now,
      (error) => reports.push({ event: "store-trouble", error }),
    ),
    async post(effect) {
      const delivery = deliver.answer(effect);
      if (delivery.ok) posts.push(effect);
      return delivery;
    },
  });
  let form: Form | undefined;
  let last: Reply = { blocks: [], audience: "person", replaces: false };

  const take = async (input: Input, about: Partial<Request> = {}): Promise<Outcome | undefined> => {
    const outcome: Outcome | undefined = await dispatch({
      id: randomUUID(),
      identity: { platform: "slack", tenant: "T1", person: "ann", ...identity },
      workspace: "T1",
      place: { id: "C1", kind: "channel" },
      isAdmin: false,
      audience: "person",
      input,
      ...about,
    });
    if (!outcome) return undefined;
    last = outcome.reply;
    form = outcome.form;
    return outcome;
  };
  const send = async (input: Input, about: Partial<Request> = {}): Promise<Reply> => {
    const outcome = await take(input, about);
    if (!outcome) throw new Error("the bot said nothing");
    return outcome.reply;
  };

  return {
    dispatch,
    store,
    clock,
    reports,
    posts,
    deliver,
    send: async (input, about) => (await take(input, about))?.reply,
    form: () => form,
    submit(values, about) {
      if (!form) throw new Error("no form is open");
      return send({ kind: "submit", action: form.action, values }, about);
    },
    say: (text, about) => send({ kind: "text", text }, about),
    press(label, about) {
      const found = pressable(last).find((one) => (typeof label === "string" ? one.label === label : label.test(one.label)));
      if (!found)
        throw new Error(
          `nothing to press is called ${label}: there is ${pressable(last)
            .map((one) => one.label)
            .join(", ")}`,
        );
      return send({ kind: "press", action: found.action, private: true }, about);
    },
    text: () => wordsOf(last),
    labels: () => pressable(last).map((one) => one.label),
    close: () => store.close(),
  };
}

/** All words of a reply but those of its buttons. */
export function wordsOf(reply: Reply): string {
  return reply.blocks
    .map((block) => {
      switch (block.type) {
        case "heading":
        case "copy":
          return block.text;
        case "text":
        case "note":
          return stripMarkdown(block.text);
        case "facts":
          return block.rows.map((row) => `${row.label}: ${stripMarkdown(row.value)}`).join("\n");
        case "sources":
          return block.items.map((item) => `${item.publisher}: ${item.title} ${item.url ?? ""} (${item.label})`).join("\n");
        case "progress":
          return block.label;
        default:
          return "";
      }
    })
    .filter((words) => words !== "")
    .join("\n");
}

/** Buttons that do something in the bot, and options of selects. */
function pressable(reply: Reply): (Extract<Button, { action: unknown }> | Option)[] {
  return reply.blocks.flatMap((block) => {
    if (block.type === "select") return block.options;
    if (block.type === "buttons") return block.buttons.filter((button) => "action" in button);
    return [];
  });
}

import { randomUUID } from "node:crypto";
import { COMMANDS } from "../src/core/commands.ts";
import { createDispatch, type Report } from "../src/core/dispatch.ts";
import { stripMarkdown } from "../src/core/markdown.ts";
import type { Dispatch, Knowledge } from "../src/core/ports.ts";
import { createRegistry } from "../src/core/registry.ts";
import type { Button, Option, Outcome, Reply } from "../src/core/reply.ts";
import type { Identity, Input, Request } from "../src/core/request.ts";
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
  /** Says a text and gives back the reply. */
  say(text: string, about?: Partial<Request>): Promise<Reply>;
  /** Presses a button or option of the last reply by its label. */
  press(label: string | RegExp): Promise<Reply>;
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
  const report: Report = (event, { error }) => reports.push({ event, ...(error === undefined ? {} : { error }) });
  const dispatch = createDispatch({
    registry: createRegistry(COMMANDS),
    knowledge: realKnowledge(),
    store,
    clock: () => clock.now,
    report,
  });
  let last: Reply = { blocks: [], audience: "person", replaces: false };

  const send = async (input: Input, about: Partial<Request> = {}): Promise<Reply> => {
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
    if (!outcome) throw new Error("the request was taken for a repeat");
    last = outcome.reply;
    return last;
  };

  return {
    dispatch,
    store,
    clock,
    reports,
    say: (text, about) => send({ kind: "text", text }, about),
    press(label) {
      const found = pressable(last).find((one) => (typeof label === "string" ? one.label === label : label.test(one.label)));
      if (!found)
        throw new Error(
          `nothing to press is called ${label}: there is ${pressable(last)
            .map((one) => one.label)
            .join(", ")}`,
        );
      return send({ kind: "press", action: found.action, private: true });
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

import { createInterface, type Interface } from "node:readline";
import type { Action } from "../../core/action.ts";
import { stripMarkdown } from "../../core/markdown.ts";
import type { Adapter, Delivery, Dispatch } from "../../core/ports.ts";
import { type Effect, plainText, type Reply } from "../../core/reply.ts";
import type { Identity, Input, Request } from "../../core/request.ts";
import { renderScreen, type ScreenOptions } from "./render.ts";

/** The one person at the keyboard. */
const TERMINAL_IDENTITY: Identity = { platform: "terminal", tenant: "local", person: "me" };

/** Where the conversation runs. Streams are given, so that a test can hold one. */
export interface TerminalOptions extends ScreenOptions {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** True when a person types: shows a prompt. False for a pipe: answers line by line. */
  interactive: boolean;
  /** True to print each reply as one line of JSON. */
  json: boolean;
  /** The language and region of the system, for example `fr-FR`. */
  locale?: string;
  timeZone?: string;
  /** Makes the id of a request. */
  newId: () => string;
}

/** The terminal as a platform. `ended` resolves when the input ends and everything in it is answered. */
export interface TerminalAdapter extends Adapter {
  ended: Promise<void>;
}

const LEAVING = new Set(["exit", "quit"]);

/** A conversation in the terminal or through a pipe. A number presses the button that it stands before. */
export function createTerminalAdapter(options: TerminalOptions, dispatch: Dispatch): TerminalAdapter {
  const ended = Promise.withResolvers<void>();
  let lines: Interface | undefined;
  let actions: readonly Action[] = [];

  const print = (reply: Reply): void => {
    const screen = renderScreen(reply, options);
    if (screen.actions.length > 0) actions = screen.actions;
    const text = options.json ? jsonLine(reply) : `\n${screen.text}\n`;
    options.output.write(`${text}\n`);
  };

  /** What goes to another place is shown here, with the name of the place. */
  const printPost = ({ to, reply }: Effect): void => {
    const place = "place" in to ? to.place.id : to.person;
    if (!options.json) options.output.write(`\n→ ${place}\n`);
    print(reply);
  };

  const handle = async (line: string): Promise<void> => {
    const outcome = await dispatch(requestFor(inputOf(line, actions), options));
    if (!outcome) return;
    print(outcome.reply);
    for (const effect of outcome.effects) if (effect.to.platform === "terminal") printPost(effect);
  };

  const converse = async (conversation: Interface): Promise<void> => {
    // Taken before the greeting: what is typed while it is being made must not be lost.
    const typed = conversation[Symbol.asyncIterator]();
    if (options.interactive) {
      await handle("");
      conversation.prompt();
    }
    for await (const line of typed) {
      if (LEAVING.has(line.trim().toLowerCase())) break;
      // An empty line in a pipe is only a gap between questions; typed, it asks for the menu.
      if (line.trim() !== "" || options.interactive) await handle(line);
      if (options.interactive) conversation.prompt();
    }
    conversation.close();
  };

  return {
    platform: "terminal",
    ended: ended.promise,
    async start() {
      lines = createInterface({ input: options.input, output: options.output, terminal: options.interactive, prompt: "> " });
      converse(lines).then(ended.resolve, ended.reject);
    },
    async stop() {
      lines?.close();
    },
    // Everything is printed at once.
    startPosting: async () => {},
    isConnected: () => true,
    async post(effect): Promise<Delivery> {
      printPost(effect);
      return { ok: true, message: options.newId() };
    },
    async find() {
      return { fate: "unknowable", reason: "a terminal does not keep what it showed" };
    },
  };
}

function inputOf(line: string, actions: readonly Action[]): Input {
  const action = /^\s*\d+\s*$/.test(line) ? actions[Number(line) - 1] : undefined;
  return action ? { kind: "press", action, private: true } : { kind: "text", text: line };
}

function requestFor(input: Input, { newId, locale, timeZone }: TerminalOptions): Request {
  return {
    id: newId(),
    identity: TERMINAL_IDENTITY,
    workspace: "local",
    place: { id: "terminal", kind: "dm" },
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { timeZone }),
    // Whoever can start the process owns the data folder anyway.
    isAdmin: true,
    audience: "person",
    input,
  };
}

/** `text` for people who read it with other tools, `blocks` as the core made them. */
function jsonLine(reply: Reply): string {
  return JSON.stringify({ audience: reply.audience, text: plainText(reply, stripMarkdown), blocks: reply.blocks });
}

import { PassThrough } from "node:stream";
import { createTerminalAdapter, type TerminalAdapter } from "../../src/adapters/terminal/app.ts";
import type { Dispatch } from "../../src/core/ports.ts";
import type { ContractSurface, Seen } from "./surface.ts";

/** The terminal as a surface: one person, everything private, the pipe is the direct message. */
export function createTerminalSurface(): ContractSurface {
  const input = new PassThrough();
  const output = new PassThrough({ encoding: "utf8" });
  let adapter: TerminalAdapter | undefined;
  let handled = Promise.withResolvers<void>();
  const messages: Seen[] = [];
  let count = 0;

  const collect = (): void => {
    const text: string = output.read() ?? "";
    if (text.trim() === "") return;
    const buttons = [...text.matchAll(/^\[\d+\] (.*)$/gm)].map((match) => match[1] ?? "");
    const words = text.replaceAll(/^(\[\d+\] .*|Choose:)$/gm, "").trim();
    messages.push({ text: words, buttons, private: true });
  };
  /** Types a line and waits until the adapter is through with it: it asks for nothing more before it has answered. */
  const type = async (line: string): Promise<void> => {
    handled = Promise.withResolvers();
    input.write(`${line}\n`);
    await handled.promise;
    // What follows the dispatch in the adapter is synchronous up to the write.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  };

  return {
    name: "the terminal",
    channel: "#general",
    async start(dispatch: Dispatch) {
      const settled: Dispatch = async (request) => dispatch(request).finally(() => setImmediate(handled.resolve));
      const options = { input, output, interactive: false, json: false, styled: false, columns: 0, newId: () => `id${++count}` };
      adapter = createTerminalAdapter(options, settled);
      await adapter.start();
    },
    async stop() {
      input.end();
      await adapter?.ended;
    },
    say: (_person, text) => type(text),
    dm: (_person, text) => type(text),
    command: (_person, text) => type(text),
    async press(_person, label) {
      const at = messages.at(-1)?.buttons.indexOf(label) ?? -1;
      if (at < 0) throw new Error(`nothing to press is called ${label}`);
      await type(String(at + 1));
    },
    form: () => undefined,
    async submit() {},
    async redeliver() {},
    transcript: () => messages,
    failures: () => [],
  };
}

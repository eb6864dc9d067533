import { PassThrough } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { createTerminalAdapter, type TerminalOptions } from "../../../src/adapters/terminal/app.ts";
import type { Dispatch } from "../../../src/core/ports.ts";
import { privately } from "../../../src/core/reply.ts";
import type { Request } from "../../../src/core/request.ts";

/** Runs a piped conversation to its end; `dispatch` sees each request. */
async function pipe(lines: readonly string[], dispatch: Dispatch, change: Partial<TerminalOptions> = {}): Promise<string> {
  const input = new PassThrough();
  const output = new PassThrough();
  let count = 0;
  const options = { input, output, interactive: false, json: false, styled: false, columns: 0, newId: () => `id${++count}`, ...change };
  const terminal = createTerminalAdapter(options, dispatch);
  await terminal.start();
  input.end(lines.map((line) => `${line}\n`).join(""));
  await terminal.ended;
  output.end();
  return readAll(output);
}

const echo: Dispatch = async ({ input }) => {
  const said = input.kind === "press" ? `pressed ${input.action.subject}` : input.kind === "text" ? `said ${input.text}` : "";
  const button = (subject: string) => ({ label: `Show ${subject}`, action: { command: "ask", verb: "topic", subject } });
  return privately({ type: "text", text: said }, { type: "buttons", buttons: [button("one"), button("two")] });
};

describe("the terminal", () => {
  it("answers a pipe line by line, leaves out empty lines, and ends with it", async () => {
    const output = await pipe(["first", "", "second"], echo);
    expect(output.match(/said \w+/g)).toEqual(["said first", "said second"]);
  });

  it("takes a number for the button that it stands before", async () => {
    const output = await pipe(["hello", "2"], echo);
    expect(output).toContain("[2] Show two");
    expect(output).toContain("pressed two");
  });

  it("takes a number that stands before nothing for a text", async () => {
    expect(await pipe(["hello", "9"], echo)).toContain("said 9");
    expect(await pipe(["1"], echo)).toContain("said 1");
  });

  it("stops at a word of leaving", async () => {
    expect(await pipe(["hello", "exit", "more"], echo)).not.toContain("said more");
  });

  it("prints one line of JSON per reply on request", async () => {
    const output = await pipe(["a", "b"], echo, { json: true });
    const replies = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { text: string; audience: string; blocks: unknown[] });
    expect(replies.map((reply) => reply.text)).toEqual(["said a", "said b"]);
    expect(replies[0]).toMatchObject({ audience: "person", blocks: [{ type: "text" }, { type: "buttons" }] });
  });

  it("tells the core who asks, where and in which locale, each time under a new id", async () => {
    const seen: Request[] = [];
    await pipe(["a", "b"], async (request) => void seen.push(request), { locale: "fr-FR", timeZone: "Europe/Paris" });
    expect(seen.map((request) => request.id)).toEqual(["id1", "id2"]);
    expect(seen[0]).toMatchObject({
      identity: { platform: "terminal", tenant: "local", person: "me" },
      place: { kind: "dm" },
      locale: "fr-FR",
      timeZone: "Europe/Paris",
    });
  });

  it("greets and prompts a person who types", async () => {
    const output = await pipe(["hello"], echo, { interactive: true });
    expect(output.match(/said ?\w*/g)).toEqual(["said", "said hello"]);
    expect(output).toContain("> ");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/core/commands.ts";
import { parseText } from "../../src/core/parse-input.ts";
import { createRegistry } from "../../src/core/registry.ts";
import { realKnowledge } from "../conversation.ts";

const registry = createRegistry(COMMANDS);
const parse = (text: string) => parseText(text, registry, realKnowledge().commandWords);

describe("parseText", () => {
  it("takes an empty text for the menu", () => {
    expect(parse("  ")).toEqual({ kind: "command", name: "menu", options: {} });
    expect(parse("/linkedin-ai ")).toEqual({ kind: "command", name: "menu", options: {} });
  });

  it("reads commands with their choices, in any case and with words for a choice", () => {
    expect(parse("optout facebook")).toEqual({ kind: "command", name: "optout", options: { service: "facebook" } });
    expect(parse("OptOut FB")).toEqual({ kind: "command", name: "optout", options: { service: "facebook" } });
    expect(parse("/linkedin-ai language fr")).toEqual({ kind: "command", name: "language", options: { code: "fr" } });
    expect(parse("topics private messages")).toEqual({ kind: "command", name: "topics", options: { word: "private messages" } });
  });

  it("reads a word that is a choice of two commands by the command before it", () => {
    expect(parse("region us")).toMatchObject({ options: { code: "us" } });
    expect(parse("language es")).toMatchObject({ options: { code: "es" } });
  });

  it("takes a text for a question unless the whole of it is a command", () => {
    expect(parse("status of my data?")).toEqual({ kind: "question", text: "status of my data?" });
    expect(parse("language klingon")).toEqual({ kind: "question", text: "language klingon" });
    expect(parse("optout facebook now")).toMatchObject({ kind: "question" });
    expect(parse("does linkedin read my messages")).toMatchObject({ kind: "question" });
  });

  it("reads any text as one or the other", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(["command", "question"]).toContain(parse(text).kind);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { compileLexicon, findConcepts, indexPatterns, type Lexicon } from "../../src/matching/lexicon.ts";
import { foldText } from "../../src/matching/normalize.ts";

const LEXICON: Lexicon = {
  message: { any: ["dm"], en: ["direct messag*"], de: ["*nachricht*"] },
  "switch-off": { en: ["turn .. off", "opt-out*"], fr: ["désactiv*"] },
};

function conceptsIn(text: string): string[] {
  const lexicon = compileLexicon(LEXICON);
  return [...new Set(findConcepts(foldText(text).split(" "), lexicon).map((match) => lexicon.concepts[match.concept] as string))];
}

describe("findConcepts", () => {
  it.each([
    ["a word", "Is my DM read?", ["message"]],
    ["a phrase ending in a stem", "my Direct Messages", ["message"]],
    ["the inside of a compound", "Privatnachrichten lesen", ["message"]],
    ["a phrase with a gap", "turn this whole thing off", ["switch-off"]],
    ["a phrase whose gap is empty", "turn off", ["switch-off"]],
    ["a stem whatever the accents", "je veux desactiver", ["switch-off"]],
    ["a pattern with a hyphen in the text without one", "opt outs", ["switch-off"]],
    ["several concepts", "turn dm training off", ["message", "switch-off"]],
  ])("finds %s", (_, text, concepts) => {
    expect(conceptsIn(text).sort()).toEqual(concepts);
  });

  it.each([
    ["a word inside another", "admin"],
    ["a gap of more than four words", "turn one two three four five off"],
    ["half a phrase", "the direct way"],
    ["an empty text", ""],
  ])("does not find %s", (_, text) => {
    expect(conceptsIn(text)).toEqual([]);
  });
});

describe("compileLexicon", () => {
  it.each([
    ["no word", "*"],
    ["only punctuation", "?!"],
    ["a gap at the start", ".. off"],
    ["a gap at the end", "turn .."],
    ["nothing", " "],
  ])("refuses a pattern with %s and names it and its concept", (_, pattern) => {
    expect(() => compileLexicon({ off: { en: [pattern] } })).toThrow(`Concept "off": "${pattern}"`);
  });

  it("gives the same index as its folded patterns", () => {
    const lexicon = compileLexicon(LEXICON);
    const words = foldText("Turn the DM off, keine Direktnachrichten").split(" ");
    expect(findConcepts(words, indexPatterns(lexicon.concepts, lexicon.patterns))).toEqual(findConcepts(words, lexicon));
  });
});

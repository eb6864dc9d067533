import { describe, expect, it } from "vitest";
import { assignFolds } from "./folds.ts";
import { parseQuestions, type TestQuestion } from "./questions.ts";
import { type Result, summarise } from "./summarise.ts";

function result(
  expectation: TestQuestion["expect"],
  accept: string[],
  kind: Result["kind"],
  topics: string[],
  milliseconds = 1,
  lang = "en",
): Result {
  return { question: { id: "x", lang, question: "?", accept, expect: expectation }, kind, topics, milliseconds };
}

describe("summarise", () => {
  const { overall, byLanguage, byTopic } = summarise([
    result("answer", ["a"], "answer", ["a"], 1),
    result("answer", ["a", "b"], "answer", ["c"], 2),
    result("answer", ["b"], "did-you-mean", ["c", "b", "a"], 3, "de"),
    result("answer", ["b"], "unknown", [], 4),
    result("near-miss", [], "answer", ["a"], 5),
    result("near-miss", [], "did-you-mean", ["a", "b", "c"], 6),
    result("out-of-scope", [], "unknown", [], 100),
  ]);

  it("counts over all questions", () => {
    expect(overall).toEqual({
      n: 7,
      top1: 0.25,
      top3: 0.5,
      answered: 0.25,
      falseAnswersInScope: 0.25,
      falseAnswersNearMiss: 0.5,
      falseAnswersOutOfScope: 0,
      missed: 0.25,
      p50Ms: 4,
      p99Ms: 100,
    });
  });

  it("counts per language, and under every accepted topic", () => {
    expect(Object.keys(byLanguage)).toEqual(["de", "en"]);
    expect(byLanguage["de"]).toMatchObject({ n: 1, top1: 0, top3: 1 });
    expect(byTopic["a"]).toMatchObject({ n: 2, top1: 0.5 });
    expect(byTopic["b"]).toMatchObject({ n: 3, top1: 0, missed: 1 / 3 });
  });

  it("gives zeros for no questions", () => {
    expect(summarise([]).overall).toMatchObject({ n: 0, top1: 0, p99Ms: 0 });
  });
});

describe("parseQuestions", () => {
  const good = '{"id":"1","lang":"en","question":"?","accept":["a"],"expect":"answer"}';

  it("reads lines and passes over empty ones", () => {
    expect(parseQuestions(`${good}\r\n\n${good}\n`, "f")).toHaveLength(2);
  });

  it.each([
    ["no JSON", "{", /JSON/u],
    ["no object", "[1]", /not a JSON object/u],
    ["no language", '{"id":"1","question":"?","accept":["a"],"expect":"answer"}', /"lang"/u],
    ["another expectation", good.replace('"answer"', '"maybe"'), /"expect" must be one of/u],
    ["topics for a near-miss", good.replace('"answer"', '"near-miss"'), /exactly when/u],
    ["no topic for an answer", good.replace('["a"]', "[]"), /exactly when/u],
  ])("refuses %s with the line's number", (_, line, message) => {
    expect(() => parseQuestions(`${good}\n${line}\n`, "file.jsonl")).toThrow(/file\.jsonl:2: /u);
    expect(() => parseQuestions(`${good}\n${line}\n`, "file.jsonl")).toThrow(message);
  });

  it("refuses an empty file", () => {
    expect(() => parseQuestions("\n", "file.jsonl")).toThrow("file.jsonl: no questions");
  });
});

describe("assignFolds", () => {
  it("keeps near duplicates together and spreads the rest", () => {
    const texts = Array.from({ length: 40 }, (_, index) => ({
      label: "a",
      language: "en",
      text: `word${index} thing${index} other${index}`,
    }));
    const twin = { label: "a", language: "en", text: "word0 thing0 other0 please" };
    const folds = assignFolds([...texts, twin], 4);
    expect(folds[40]).toBe(folds[0]);
    for (const fold of [0, 1, 2, 3]) expect(folds.filter((other) => other === fold).length).toBeGreaterThanOrEqual(9);
  });
});

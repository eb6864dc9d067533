import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainMatch } from "../../src/matching/explain.ts";
import { matchQuestion } from "../../src/matching/match.ts";
import { trainModel } from "../../src/matching/train.ts";
import { SAMPLE } from "./sample.ts";

// The sample is far too small for the thresholds of the real knowledge.
const model = trainModel(SAMPLE, {
  epochs: 40,
  calibration: { answer: 0.5, answerBackground: 0.3, inScope: 0.4, offer: 0.1, bothParts: 0.35, bothWhole: 0.02 },
});

describe("matchQuestion", () => {
  it.each([
    ["does LinkedIn train on private messages?", "private-messages"],
    ["my CV?", "resume-cv"],
    ["my resumé is on there", "resume-cv"],
    ["iphone ausschalten", "how-to-opt-out-ios"],
    ["seit wann läuft das Training", "start-date"],
    ["lebenslaeufe hochgeladen", "resume-cv"],
    ["direkt nachrichtn", "private-messages"],
  ])("answers %s", (question, topic) => {
    const decision = matchQuestion(model, question);
    expect(decision.kind).toBe("answer");
    expect(decision.topics.map((item) => item.topic)).toEqual([topic]);
  });

  it("understands a word that only the lexicon of another language has", () => {
    expect(matchQuestion(model, "messages privés ?").topics[0]?.topic).toBe("private-messages");
  });

  it.each(["What is for dinner today?", "der Drucker geht nicht", "", "   ", "🍕🍕🍕", "\u0000\ud800", "漢字だけ"])(
    "does not answer %j",
    (question) => {
      expect(matchQuestion(model, question).kind).not.toBe("answer");
    },
  );

  it("knows nothing of a text without a single known feature", () => {
    expect(matchQuestion(model, "漢字")).toMatchObject({ kind: "unknown", topics: [], language: { confidence: 0 } });
  });

  it.each([
    "Are my CV and my private messages used for training?",
    "wird mein Lebenslauf benutzt und liest ihr meine Privatnachrichten",
    "Is my CV used? And does it read my DMs?",
  ])("gives two topics for: %s", (question) => {
    const { kind, topics } = matchQuestion(model, question);
    expect(kind).toBe("answer");
    expect(topics.map((item) => item.topic).sort()).toEqual(["private-messages", "resume-cv"]);
  });

  it("offers at most three topics, best first, and ranks them whatever it decides", () => {
    for (const { text } of [...SAMPLE.phrasings, ...SAMPLE.background]) {
      const { kind, topics, ranking } = matchQuestion(model, text);
      expect(ranking).toHaveLength(3);
      expect(topics.length).toBeLessThanOrEqual({ answer: 2, "did-you-mean": 3, unknown: 0 }[kind]);
      const confidences = (topics.length === 2 ? [] : topics).map((item) => item.confidence);
      expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    }
  });

  it("tells the language, and is unsure of a word that all languages share", () => {
    expect(matchQuestion(model, "wird mein Lebenslauf benutzt").language.code).toBe("de");
    expect(matchQuestion(model, "is my resume used for it").language).toMatchObject({ code: "en" });
    expect(matchQuestion(model, "is my resume used for it").language.confidence).toBeGreaterThan(0.8);
    expect(matchQuestion(model, "iPad").language.confidence).toBeLessThan(0.8);
  });

  it("never throws, whatever is asked", () => {
    const kinds = ["answer", "did-you-mean", "unknown"];
    const anyText = fc.string({ unit: "binary", maxLength: 100 });
    // Few runs: fast-check takes several milliseconds to make one such string.
    fc.assert(
      fc.property(anyText, (text) => kinds.includes(matchQuestion(model, text).kind)),
      { numRuns: 30 },
    );
  });

  it("takes 40,000 characters in under 100 ms", () => {
    const start = performance.now();
    matchQuestion(model, "Are my private messages used, and my CV? ".repeat(1_000));
    expect(performance.now() - start).toBeLessThan(100);
  });
});

describe("explainMatch", () => {
  it("names the concepts and words that spoke for the topic, strongest first", () => {
    const reasons = explainMatch(model, "are my DMs used", "private-messages");
    expect(reasons).toContainEqual(expect.objectContaining({ kind: "concept", label: "private-message" }));
    expect(reasons).toContainEqual(expect.objectContaining({ kind: "words", label: "dms" }));
    const shares = reasons.map((reason) => reason.share);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1.000001);
  });

  it("is empty for an unknown topic and for a text that says nothing", () => {
    expect(explainMatch(model, "are my DMs used", "no-such-topic")).toEqual([]);
    expect(explainMatch(model, "漢字", "private-messages")).toEqual([]);
  });
});

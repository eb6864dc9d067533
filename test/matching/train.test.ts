import { describe, expect, it } from "vitest";
import { matchQuestion } from "../../src/matching/match.ts";
import { decodeModel, encodeModel } from "../../src/matching/model-file.ts";
import { DEFAULT_TRAIN_OPTIONS, type TrainingInput, type TrainOptions, trainModel } from "../../src/matching/train.ts";
import { SAMPLE } from "./sample.ts";

/** The sample is too small for a hidden layer of its own accord. */
const WITH_LAYER: Partial<TrainOptions> = {
  alteredVersions: 1,
  hidden: { ...DEFAULT_TRAIN_OPTIONS.hidden, units: 16, epochs: 60 },
};

describe("trainModel", () => {
  it("learns in the hidden layer what the linear weights are kept from learning", () => {
    const model = trainModel(SAMPLE, { ...WITH_LAYER, learningRate: 0 });
    const right = SAMPLE.phrasings.filter(({ text, topic }) => matchQuestion(model, text).ranking[0]?.topic === topic);
    expect(right.length / SAMPLE.phrasings.length).toBeGreaterThan(0.9);
  });

  it("gives the same bytes for the same input with a hidden layer", () => {
    expect(encodeModel(trainModel(SAMPLE, WITH_LAYER))).toEqual(encodeModel(trainModel(SAMPLE, WITH_LAYER)));
  });

  it("gives the same bytes for the same input", () => {
    expect(encodeModel(trainModel(SAMPLE))).toEqual(encodeModel(trainModel(SAMPLE)));
  });

  it("gives other bytes for another seed", () => {
    expect(encodeModel(trainModel(SAMPLE, { seed: 2 }))).not.toEqual(encodeModel(trainModel(SAMPLE)));
  });

  it("does not take an aside for a question, however much it sounds like one", () => {
    const text = "I write a lot of private messages";
    const answer = (asides: TrainingInput["asides"]): string | undefined =>
      matchQuestion(trainModel({ ...SAMPLE, asides }, { epochs: 40 }), text).topics[0]?.topic;
    expect(answer([])).toBe("private-messages");
    expect(answer([{ language: "en", text }])).toBeUndefined();
  });

  it("refuses to train on nothing", () => {
    expect(() => trainModel({ phrasings: [], background: [], asides: [], lexicon: {} })).toThrow("no phrasing");
  });

  it("does without background and lexicon", () => {
    const model = trainModel({ ...SAMPLE, background: [], asides: [], lexicon: {} }, { epochs: 40 });
    expect(matchQuestion(model, "does it read my private messages").topics[0]?.topic).toBe("private-messages");
  });
});

describe("model file", () => {
  const model = trainModel(SAMPLE, WITH_LAYER);
  const bytes = encodeModel(model);

  it.each([
    ["an array of bytes", bytes],
    ["a Buffer that begins at an odd place", Buffer.concat([Buffer.from([1, 2, 3]), bytes]).subarray(3)],
  ])("decides the same after a round trip through %s", (_, stored) => {
    const copy = decodeModel(stored);
    for (const { text } of [...SAMPLE.phrasings, ...SAMPLE.background])
      expect(matchQuestion(copy, text)).toEqual(matchQuestion(model, text));
  });

  it("encodes to the same bytes after a round trip", () => {
    expect(encodeModel(decodeModel(bytes))).toEqual(bytes);
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["something else", new TextEncoder().encode("this is no model at all")],
    ["another version", Uint8Array.from(bytes, (byte, index) => (index === 0 ? byte + 1 : byte))],
    ["a file cut short", bytes.subarray(0, bytes.length - 1)],
  ])("refuses %s and says what to do", (_, wrong) => {
    expect(() => decodeModel(wrong)).toThrow(/compile the knowledge again/u);
  });
});

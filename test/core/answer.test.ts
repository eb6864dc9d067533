import { describe, expect, it } from "vitest";
import { answerBlocks, type Reader, shortAnswerBlocks } from "../../src/core/answer.ts";
import type { Topic } from "../../src/core/ports.ts";
import { REGIONS } from "../../src/core/regions.ts";
import type { Block } from "../../src/core/reply.ts";
import { realKnowledge, START } from "../conversation.ts";

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

const reader: Reader = { language: "en", region: undefined, now: START };
const knowledge = realKnowledge();
const regional = knowledge.topicIds
  .map((id) => knowledge.topic(id, "en") as Topic)
  .find(({ statements }) => new Set(statements.map(({ regions }) => regions?.join())).size > 2) as Topic;
const words = (blocks: readonly Block[]): string => JSON.stringify(blocks);
const stale = knowledge.say("en")("answer.may-be-outdated");

describe("an answer that was given before", () => {
  it("is given anew to readers in other regions", () => {
    const answers = [undefined, ...REGIONS, undefined].map((region) => words(answerBlocks(regional, { ...reader, region }, knowledge)));
    expect(new Set(answers).size).toBeGreaterThan(2);
    expect(answers.at(-1)).toBe(answers[0]);
    for (const [index, region] of REGIONS.entries()) {
      for (const { text, regions } of regional.statements) {
        const isTold = answers[index + 1]?.includes(JSON.stringify(text).slice(1, -1)) ?? false;
        expect(isTold, `${region}: ${text}`).toBe(regions === undefined || regions.includes(region));
      }
    }
  });

  it("says that its sources are old once they are, and no more once time goes back", () => {
    for (const blocks of [answerBlocks, shortAnswerBlocks]) {
      expect(words(blocks(regional, reader, knowledge))).not.toContain(stale);
      expect(words(blocks(regional, { ...reader, now: START + YEAR_MS }, knowledge))).toContain(stale);
      expect(words(blocks(regional, reader, knowledge))).not.toContain(stale);
    }
  });

  it("does not keep what another company said about it", () => {
    expect(words(answerBlocks(regional, reader, knowledge, "Ask our lawyers"))).toContain("Ask our lawyers");
    expect(words(answerBlocks(regional, reader, knowledge))).not.toContain("lawyers");
  });

  it("is the short one only for those who asked for two things", () => {
    const short = words(shortAnswerBlocks(regional, reader, knowledge));
    expect(words(answerBlocks(regional, reader, knowledge)).length).toBeGreaterThan(short.length);
    expect(words(shortAnswerBlocks(regional, reader, knowledge))).toBe(short);
  });

  it("is made of the very blocks that were shown before, which renderers remember", () => {
    const [one, other] = [answerBlocks(regional, reader, knowledge), answerBlocks(regional, reader, knowledge)];
    expect(one.every((block, index) => block === other[index])).toBe(true);
  });
});

/**
 * `node test/evaluation/cross-validate.ts [--folds 5] [--run 5]`: how good the matcher is on training texts left out of
 * training, and which thresholds follow from it. The test file has no part in this.
 */
import { parseArgs } from "node:util";
import { matchQuestion } from "../../src/matching/match.ts";
import { trainModel } from "../../src/matching/train.ts";
import { assignFolds } from "./folds.ts";
import { KNOWLEDGE } from "./load-matcher.ts";
import { alignRows, percent, printSummary } from "./print-summary.ts";
import type { Expectation, TestQuestion } from "./questions.ts";
import { type Result, summarise } from "./summarise.ts";
import { readTrainingInput } from "./training-data.ts";

/** A result with the numbers that thresholds are set on. */
interface Judged extends Result {
  /** Probability of the best topic. */
  readonly confidence: number;
  readonly isRight: boolean;
  readonly isRightInThree: boolean;
}

const { values } = parseArgs({ options: { folds: { type: "string", default: "5" }, run: { type: "string", default: "5" } } });
const input = readTrainingInput(KNOWLEDGE);
const texts = [
  ...input.phrasings.map((item) => ({ ...item, label: item.topic, expect: "answer" as Expectation })),
  ...input.background.map((item) => ({ ...item, label: item.kind as string, expect: item.kind as Expectation })),
];
const folds = assignFolds(texts, Number(values.folds));
const judged: Judged[] = [];
for (let fold = 0; fold < Number(values.run); fold++) judged.push(...judgeFold(fold));
console.log(printSummary(summarise(judged)));
console.log(`\n${printThresholds(judged)}`);

function judgeFold(fold: number): Judged[] {
  const count = input.phrasings.length;
  const model = trainModel({
    phrasings: input.phrasings.filter((_, index) => folds[index] !== fold),
    background: input.background.filter((_, index) => folds[count + index] !== fold),
    asides: input.asides,
    lexicon: input.lexicon,
  });
  const left = texts.filter((_, index) => folds[index] === fold);
  return left.map(({ label, language, text, expect }, index) => {
    const question: TestQuestion = {
      id: `${fold}-${index}`,
      lang: language,
      question: text,
      accept: expect === "answer" ? [label] : [],
      expect,
    };
    const start = performance.now();
    const { kind, topics, ranking } = matchQuestion(model, text);
    const milliseconds = performance.now() - start;
    return {
      question,
      kind,
      topics: topics.map((topic) => topic.topic),
      milliseconds,
      confidence: ranking[0]?.confidence ?? 0,
      isRight: ranking[0]?.topic === label,
      isRightInThree: ranking.some((topic) => topic.topic === label),
    };
  });
}

function printThresholds(results: readonly Judged[]): string {
  const of = (expect: Expectation): Judged[] => results.filter((result) => result.question.expect === expect);
  const [inScope, nearMiss, outOfScope] = [of("answer"), of("near-miss"), of("out-of-scope")];
  const share = (list: readonly Judged[], test: (result: Judged) => boolean): string =>
    percent(list.filter(test).length / Math.max(1, list.length));
  const rows = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9].map((least) => [
    least.toFixed(2),
    share(inScope, (result) => result.confidence >= least && result.isRight),
    share(inScope, (result) => result.confidence >= least && !result.isRight),
    share(nearMiss, (result) => result.confidence >= least),
    share(outOfScope, (result) => result.confidence >= least),
  ]);
  const ranking = `ranking alone, in scope: top-1 ${share(inScope, (result) => result.isRight)}, top-3 ${share(inScope, (result) => result.isRightInThree)}`;
  return [...alignRows([["answer from", "right", "wrong", "near-miss", "off-scope"], ...rows]), "", ranking].join("\n");
}

/**
 * `node test/evaluation/banking77.ts DIR`: the matcher without lexicon on the public benchmark BANKING77 (Casanueva et al.
 * 2020). DIR holds `train.csv` and `test.csv` of github.com/PolyAI-LDN/task-specific-datasets, folder banking_data.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EMPTY_LEXICON } from "../../src/matching/lexicon.ts";
import { scoreText } from "../../src/matching/score.ts";
import { createRandom, shuffle } from "../../src/matching/seeded-random.ts";
import { type Phrasing, trainModel } from "../../src/matching/train.ts";
import { alignRows, percent } from "./print-summary.ts";

/** Examples per intent, and how many random draws are averaged: with 5 examples, five draws gave from 63.1 to 65.7 %. */
const RUNS: readonly (readonly [number, number])[] = [
  [5, 5],
  [10, 5],
  [112, 1],
  [Number.POSITIVE_INFINITY, 1],
];

const folder = process.argv[2];
if (folder === undefined) throw new Error("Say where train.csv and test.csv are: node test/evaluation/banking77.ts DIR");
const [train, test] = ["train.csv", "test.csv"].map((name) => readCsv(join(folder, name))) as [Phrasing[], Phrasing[]];
const rows = RUNS.map(([examples, draws]) => {
  const scores = Array.from({ length: draws }, (_, draw) => measure(drawExamples(examples, draw + 1)));
  const mean = (index: 0 | 1): string => percent(scores.reduce((sum, score) => sum + score[index], 0) / draws);
  return [examples === Number.POSITIVE_INFINITY ? "all" : String(examples), String(draws), mean(0), mean(1)];
});
console.log(alignRows([["per intent", "draws", "top-1", "top-3"], ...rows]).join("\n"));

function drawExamples(count: number, seed: number): Phrasing[] {
  const taken = new Map<string, number>();
  const order = shuffle(Int32Array.from(train.keys()), createRandom(seed));
  return [...order]
    .map((index) => train[index] as Phrasing)
    .filter(({ topic }) => {
      const before = taken.get(topic) ?? 0;
      taken.set(topic, before + 1);
      return before < count;
    });
}

function measure(phrasings: Phrasing[]): [number, number] {
  const model = trainModel({ phrasings, background: [], asides: [], lexicon: EMPTY_LEXICON });
  let [first, three] = [0, 0];
  for (const { text, topic } of test) {
    const { topics } = scoreText(model, text);
    const right = topics[model.topics.indexOf(topic)] as number;
    const better = topics.reduce((count, probability) => count + (probability > right ? 1 : 0), 0);
    if (better < 1) first++;
    if (better < 3) three++;
  }
  return [first / test.length, three / test.length];
}

/** Two columns, text and category; a text may be quoted and hold commas, line ends and doubled quotes. */
function readCsv(file: string): Phrasing[] {
  const rows = readFileSync(file, "utf8").matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*)),([^\n]*)\n/gu);
  return [...rows].slice(1).map(([, quoted, plain, topic]) => ({
    text: (quoted ?? plain ?? "").replaceAll('""', '"'),
    topic: (topic ?? "").trim(),
    language: "en",
  }));
}

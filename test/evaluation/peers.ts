/** The same questions and the same training data for search libraries and a chatbot toolkit. */
import Fuse from "fuse.js";
import MiniSearch from "minisearch";
import { createRandom, shuffle } from "../../src/matching/seeded-random.ts";
import type { Phrasing } from "../../src/matching/train.ts";
import { KNOWLEDGE, type Matcher } from "./load-matcher.ts";
import { NlpManager } from "./node-nlp.ts";
import { alignRows, percent } from "./print-summary.ts";
import type { TestQuestion } from "./questions.ts";
import { readTrainingInput } from "./training-data.ts";

/** How often the right topic came first, or among the first three, whatever the score: no library has a threshold here. */
export interface PeerFigures {
  readonly name: string;
  readonly questions: number;
  readonly top1: number;
  readonly top3: number;
  readonly meanMs: number;
  /** What was left out to finish in minutes. */
  readonly note: string;
}

/** Topics, best first. */
type Rank = (question: TestQuestion) => Promise<readonly string[]> | readonly string[];

/** Fuse.js looks at every phrasing for every question (0.3 s and more each), so it gets a sample of the questions. */
const FUSE_QUESTIONS = 80;

/** Nearest phrasings whose scores are added up per topic: best of the variants tried on BANKING77. */
const NEAREST = 10;

/** Ranks all in-scope questions with every peer and with the matcher itself, under the same rules. */
export async function runPeers(questions: readonly TestQuestion[], matcher: Matcher): Promise<PeerFigures[]> {
  const { phrasings } = readTrainingInput(KNOWLEDGE);
  const inScope = questions.filter((question) => question.expect === "answer");
  const sample = [...shuffle(Int32Array.from(inScope.keys()), createRandom(1))]
    .slice(0, FUSE_QUESTIONS)
    .map((index) => inScope[index] as TestQuestion);
  return [
    await measure("this matcher", "", inScope, ({ question }) => matcher.match(question).ranking.map((item) => item.topic)),
    await measure("MiniSearch, nearest phrasings", "", inScope, rankByMiniSearch(phrasings)),
    await measure("MiniSearch, one document per topic and language", "", inScope, rankByMiniSearch(joinPhrasings(phrasings))),
    await measure("nlp.js", "told the language", inScope, await rankByNlp(phrasings)),
    await measure("Fuse.js", `a sample of ${sample.length} questions`, sample, rankByFuse(phrasings)),
  ];
}

/** The peers' figures as a table. */
export function printPeers(peers: readonly PeerFigures[]): string {
  const rows = peers.map((peer) => [
    peer.name,
    String(peer.questions),
    percent(peer.top1),
    percent(peer.top3),
    peer.meanMs.toFixed(2),
    peer.note,
  ]);
  return alignRows([["peers, ranking only", "n", "top-1", "top-3", "mean ms", ""], ...rows]).join("\n");
}

async function measure(name: string, note: string, questions: readonly TestQuestion[], rank: Rank): Promise<PeerFigures> {
  let [first, three] = [0, 0];
  const start = performance.now();
  for (const question of questions) {
    const place = (await rank(question)).slice(0, 3).findIndex((topic) => question.accept.includes(topic));
    if (place === 0) first++;
    if (place >= 0) three++;
  }
  const { length } = questions;
  return { name, note, questions: length, top1: first / length, top3: three / length, meanMs: (performance.now() - start) / length };
}

function rankByMiniSearch(phrasings: readonly Phrasing[]): Rank {
  const index = new MiniSearch({ fields: ["text"], storeFields: ["topic"], searchOptions: { prefix: true, fuzzy: 0.2 } });
  index.addAll(phrasings.map((phrasing, id) => ({ id, ...phrasing })));
  return ({ question }) =>
    sumByTopic(
      index
        .search(question)
        .slice(0, NEAREST)
        .map((hit) => [hit["topic"] as string, hit.score]),
    );
}

function joinPhrasings(phrasings: readonly Phrasing[]): Phrasing[] {
  const joined = new Map<string, Phrasing>();
  for (const { topic, language, text } of phrasings) {
    const key = `${topic} ${language}`;
    joined.set(key, { topic, language, text: `${joined.get(key)?.text ?? ""} ${text}` });
  }
  return [...joined.values()];
}

function rankByFuse(phrasings: readonly Phrasing[]): Rank {
  const index = new Fuse(phrasings, { keys: ["text"], includeScore: true, ignoreLocation: true, threshold: 0.6 });
  return ({ question }) => sumByTopic(index.search(question, { limit: NEAREST }).map((hit) => [hit.item.topic, 1 - (hit.score ?? 1)]));
}

async function rankByNlp(phrasings: readonly Phrasing[]): Promise<Rank> {
  const languages = [...new Set(phrasings.map((phrasing) => phrasing.language))];
  const manager = new NlpManager({ languages, nlu: { log: false }, autoSave: false });
  for (const { topic, language, text } of phrasings) manager.addDocument(language, text, topic);
  await manager.train();
  return async ({ lang, question }) => {
    const { classifications } = await manager.process(lang, question);
    return classifications.map((item) => item.intent);
  };
}

function sumByTopic(hits: readonly (readonly [string, number])[]): string[] {
  const sums = new Map<string, number>();
  for (const [topic, score] of hits) sums.set(topic, (sums.get(topic) ?? 0) + score);
  return [...sums].sort((a, b) => b[1] - a[1]).map(([topic]) => topic);
}

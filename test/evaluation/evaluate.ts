/** `npm run -s evaluate -- [FILE.jsonl] [--json] [--peers]`: how good the matcher is on questions it was not trained on. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadMatcher, type Matcher } from "./load-matcher.ts";
import { printSummary } from "./print-summary.ts";
import { readQuestions, type TestQuestion } from "./questions.ts";
import { type Result, summarise } from "./summarise.ts";

const DEFAULT_FILE = join(import.meta.dirname, "questions.jsonl");

const USAGE = `Usage: npm run -s evaluate -- [FILE.jsonl] [--json] [--peers]
  FILE.jsonl  lines {"id", "lang", "question", "accept": [topic…], "expect": "answer" | "near-miss" | "out-of-scope"};
              without it: test/evaluation/questions.jsonl
  --json      figures as JSON {overall, byLanguage, byTopic}, fractions from 0 to 1
  --peers     also MiniSearch, nlp.js and Fuse.js on the same training data (takes minutes)`;

/** Each question is timed this often and the quickest counts: what other programs do on the machine is no property of ours. */
const TIMINGS = 3;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(USAGE);
  if (positionals.length > 1) throw new Error(`One file at a time.\n${USAGE}`);
  const questions = readQuestions(positionals[0] ?? DEFAULT_FILE);
  const matcher = loadMatcher();
  refuseUnknownTopics(questions, matcher);
  const summary = summarise(runMatcher(matcher, questions));
  const peers = values.peers ? await (await import("./peers.ts")).runPeers(questions, matcher) : undefined;
  if (values.json) {
    console.log(JSON.stringify(peers ? { ...summary, peers } : summary, undefined, 2));
    return;
  }
  console.log(printSummary(summary));
  if (peers) console.log(`\n${(await import("./peers.ts")).printPeers(peers)}`);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: "boolean" }, peers: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}

function refuseUnknownTopics(questions: readonly TestQuestion[], matcher: Matcher): void {
  const unknown = questions.flatMap(({ id, accept }) =>
    accept.filter((topic) => !matcher.topics.includes(topic)).map((topic) => `question ${id}: there is no topic "${topic}"`),
  );
  if (unknown.length > 0) throw new Error(unknown.join("\n"));
}

function runMatcher(matcher: Matcher, questions: readonly TestQuestion[]): Result[] {
  // The first pass lets the engine compile the code, as in a bot that has been running for a minute.
  for (const { question } of questions) matcher.match(question);
  return questions.map((question) => {
    const timed = Array.from({ length: TIMINGS }, () => {
      const start = performance.now();
      const decision = matcher.match(question.question);
      return { decision, milliseconds: performance.now() - start };
    });
    const { kind, topics } = (timed[0] as (typeof timed)[0]).decision;
    const milliseconds = Math.min(...timed.map((timing) => timing.milliseconds));
    return { question, kind, topics: topics.map((topic) => topic.topic), milliseconds };
  });
}

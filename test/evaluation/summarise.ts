/** From single results to the figures of the evaluation. Pure arithmetic. */
import type { Decision } from "../../src/matching/match.ts";
import type { TestQuestion } from "./questions.ts";

/** What the matcher made of one question, and how long it took. */
export interface Result {
  readonly question: TestQuestion;
  readonly kind: Decision["kind"];
  /** Topics given to the person, best first. */
  readonly topics: readonly string[];
  readonly milliseconds: number;
}

/** Fractions from 0 to 1; 0 where there is no question of the sort. */
export interface Figures {
  /** Questions of every sort. */
  readonly n: number;
  /** In scope: the first topic, answered or offered first, is accepted. */
  readonly top1: number;
  /** In scope: one of the topics given, in the answer or in "did you mean", is accepted. */
  readonly top3: number;
  /** In scope: answered at once, and rightly. */
  readonly answered: number;
  /** In scope: answered with a topic that is not accepted. */
  readonly falseAnswersInScope: number;
  /** Out of scope: answered all the same. */
  readonly falseAnswersOutOfScope: number;
  /** Near-miss: answered all the same. */
  readonly falseAnswersNearMiss: number;
  /** In scope: "I don't know". */
  readonly missed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** All figures of an evaluation. A question with two accepted topics counts under both. */
export interface Summary {
  readonly overall: Figures;
  readonly byLanguage: Readonly<Record<string, Figures>>;
  readonly byTopic: Readonly<Record<string, Figures>>;
}

/** The figures over all results, per language and per topic. */
export function summarise(results: readonly Result[]): Summary {
  return {
    overall: figuresOf(results),
    byLanguage: groupFigures(results, (result) => [result.question.lang]),
    byTopic: groupFigures(results, (result) => result.question.accept),
  };
}

function groupFigures(results: readonly Result[], keysOf: (result: Result) => readonly string[]): Record<string, Figures> {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    for (const key of keysOf(result)) {
      const group = groups.get(key);
      if (group) group.push(result);
      else groups.set(key, [result]);
    }
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, group]) => [key, figuresOf(group)]));
}

function figuresOf(results: readonly Result[]): Figures {
  const inScope = results.filter((result) => result.question.expect === "answer");
  const nearMiss = results.filter((result) => result.question.expect === "near-miss");
  const outOfScope = results.filter((result) => result.question.expect === "out-of-scope");
  const isAnswer = (result: Result): boolean => result.kind === "answer";
  const times = results.map((result) => result.milliseconds).sort((a, b) => a - b);
  return {
    n: results.length,
    top1: share(inScope, (result) => isAccepted(result, result.topics.slice(0, 1))),
    top3: share(inScope, (result) => isAccepted(result, result.topics.slice(0, 3))),
    answered: share(inScope, (result) => isAnswer(result) && isAccepted(result, result.topics)),
    falseAnswersInScope: share(inScope, (result) => isAnswer(result) && !isAccepted(result, result.topics)),
    falseAnswersOutOfScope: share(outOfScope, isAnswer),
    falseAnswersNearMiss: share(nearMiss, isAnswer),
    missed: share(inScope, (result) => result.kind === "unknown"),
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
  };
}

function isAccepted({ kind, question }: Result, topics: readonly string[]): boolean {
  return kind !== "unknown" && topics.some((topic) => question.accept.includes(topic));
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(test).length / items.length;
}

/** The nearest-rank quantile of ascending numbers; 0 of none. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

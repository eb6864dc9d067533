/** From probabilities to a decision: answer, ask back, or admit not to know. */
import type { Model } from "./model.ts";
import { cleanText, foldText } from "./normalize.ts";
import { type Scores, scoreText } from "./score.ts";

/** A topic and how likely it is the one meant, 0 to 1. */
export interface RankedTopic {
  readonly topic: string;
  readonly confidence: number;
}

/** What the matcher makes of a question. */
export interface Decision {
  /** `answer`: say it; `did-you-mean`: offer the topics; `unknown`: nothing fits. */
  readonly kind: "answer" | "did-you-mean" | "unknown";
  /** Best first. One topic to answer, two when the question names two things; up to three to offer; none when unknown. */
  readonly topics: readonly RankedTopic[];
  /**
   * The three likeliest topics whatever the kind: for "not what I asked" after a wrong answer, and for measuring.
   * Not to be shown when the kind is `unknown`.
   */
  readonly ranking: readonly RankedTopic[];
  /** The language that the question is most likely written in; `confidence` below 0.6 means unsure. */
  readonly language: { readonly code: string; readonly confidence: number };
}

/** Most topics offered by "did you mean", and the length of {@link Decision.ranking}. */
const OFFERED_TOPICS = 3;

/** Decides about any text. Never throws. */
export function matchQuestion(model: Model, question: string): Decision {
  const { calibration } = model;
  const scores = scoreText(model, question);
  const ranking = rankTopics(model, scores);
  const language = detectLanguage(model, scores);
  const confidence = scores.knownFeatures === 0 ? 0 : (ranking[0]?.confidence ?? 0);
  const background = backgroundOf(model, scores);
  if (confidence < calibration.offer || 1 - background < calibration.inScope) {
    return { kind: "unknown", topics: [], ranking, language };
  }
  if (background > calibration.answerBackground) return { kind: "did-you-mean", topics: ranking, ranking, language };
  const pair = findTwoTopics(model, question, scores);
  if (pair) return { kind: "answer", topics: pair, ranking: reorder(ranking, pair), language };
  if (confidence >= calibration.answer) return { kind: "answer", topics: ranking.slice(0, 1), ranking, language };
  return { kind: "did-you-mean", topics: ranking, ranking, language };
}

function detectLanguage(model: Model, scores: Scores): Decision["language"] {
  let best = 0;
  for (let k = 1; k < scores.languages.length; k++) {
    if ((scores.languages[k] as number) > (scores.languages[best] as number)) best = k;
  }
  return { code: model.languages[best] as string, confidence: scores.knownFeatures === 0 ? 0 : (scores.languages[best] as number) };
}

/** The likeliest topics, best first; of two that are equally likely the one that comes first in the model. */
function rankTopics(model: Model, { topics }: Scores, length = OFFERED_TOPICS): RankedTopic[] {
  const best: number[] = [];
  for (let column = 0; column < model.topics.length; column++) {
    const confidence = topics[column] as number;
    let at = best.length;
    while (at > 0 && (topics[best[at - 1] as number] as number) < confidence) at--;
    // Sorting all of them for the sake of three took longer than anything else that is done with the scores.
    if (at < length) best.splice(at, 0, column);
    if (best.length > length) best.pop();
  }
  return best.map((column) => ({ topic: model.topics[column] as string, confidence: topics[column] as number }));
}

/** Probability of near-miss and out-of-scope together. */
function backgroundOf(model: Model, scores: Scores): number {
  return scores.topics.subarray(model.topics.length).reduce((sum, probability) => sum + probability, 0);
}

/** Words between two things named in one question, in every supported language. */
const CONJUNCTION =
  /\s+(?:and|or|plus|et|ou|und|oder|sowie|y|e|o|u|ed|od|en|of|ainsi que|as well as|oraz|i|a|lub|czy|also|auch|aussi|ook|anche|tambien|tambem|też|również)\s+|[,;?!.&+/]+\s*/giu;

/** Both topics must be among this many of the whole question: the second thing named often comes third or fourth. */
const LIKELY_TOPICS = 4;

/** A part shorter than this (folded letters) names nothing. */
const SHORTEST_PART = 4;

/** Questions are cut in at most this many places: people name two things, and each cut costs two scorings. */
const MOST_CUTS = 4;

/** Separators looked at; a text with more of them is a list or noise. */
const MOST_SEPARATORS = 8;

/** Two topics, when cutting the question in two leaves two parts that are each clearly about another topic. */
function findTwoTopics(model: Model, question: string, whole: Scores): RankedTopic[] | undefined {
  const { bothParts, bothWhole } = model.calibration;
  const likely = rankTopics(model, whole, LIKELY_TOPICS).flatMap((item) => (item.confidence >= bothWhole ? [item.topic] : []));
  if (likely.length < 2) return undefined;
  const clearTopic = (part: string): RankedTopic | undefined => {
    const [best] = rankTopics(model, scoreText(model, part), 1);
    return best && best.confidence >= bothParts && likely.includes(best.topic) ? best : undefined;
  };
  for (const parts of cutInTwo(cleanText(question))) {
    // The shorter part costs less, and mostly it is about nothing: the other one need not be looked at then.
    const [shorter, longer] = parts.toSorted((a, b) => a.length - b.length) as [string, string];
    const one = clearTopic(shorter);
    const other = one && clearTopic(longer);
    if (one && other && one.topic !== other.topic) return likelierFirst(one, other, likely);
  }
  return undefined;
}

/** The topic that the whole question is more about comes first, as one of the two is now and then a misunderstanding. */
function likelierFirst(one: RankedTopic, other: RankedTopic, likely: readonly string[]): RankedTopic[] {
  return likely.indexOf(one.topic) < likely.indexOf(other.topic) ? [one, other] : [other, one];
}

function cutInTwo(text: string): [string, string][] {
  const separators = [...text.matchAll(CONJUNCTION)].slice(0, MOST_SEPARATORS);
  return separators
    .map((found): [string, string] => [text.slice(0, found.index), text.slice(found.index + found[0].length)])
    .filter((parts) => parts.every((part) => foldText(part).length >= SHORTEST_PART))
    .slice(0, MOST_CUTS);
}

function reorder(ranking: readonly RankedTopic[], first: readonly RankedTopic[]): RankedTopic[] {
  const rest = ranking.filter((item) => !first.some((chosen) => chosen.topic === item.topic));
  return [...first, ...rest].slice(0, OFFERED_TOPICS);
}

/** Why the matcher chose a topic, in words a person can check. */
import { type Block, extractFeatures, visitFeatures } from "./features.ts";
import { findRow } from "./hashing.ts";
import type { Model } from "./model.ts";
import { vectorize } from "./vocabulary.ts";

/** One thing in the question that spoke for a topic. */
export interface Reason {
  /** A concept of the lexicon (or two, joined by " + "), or words of the question. */
  readonly kind: "concept" | "words";
  readonly label: string;
  /** Part of all that spoke for the topic, 0 to 1. */
  readonly share: number;
}

/** Reasons given: more than these carry little and confuse. */
const MOST_REASONS = 6;

/**
 * What in the question spoke for the topic rather than for the average topic, strongest first. Empty when the topic is
 * not in the model or nothing spoke for it. Read off the linear weights: what the hidden layer adds cannot be put in words.
 */
export function explainMatch(model: Model, question: string, topic: string): Reason[] {
  const column = model.topics.indexOf(topic);
  if (column < 0) return [];
  const vector = vectorize(extractFeatures(question, model.lexicon), model.vocabulary);
  const strengths = new Map([...vector.rows].map((row, i) => [row, advantage(model, row, column) * (vector.values[i] as number)]));
  const sums = new Map<string, { kind: Reason["kind"]; label: string; sum: number }>();
  const counted = new Set<number>();
  visitFeatures(question, model.lexicon, (block, hash, label) => {
    const row = findRow(model.vocabulary.table, hash);
    // A feature found twice in the question has one value; it is credited where it stands first.
    if (row < 0 || counted.has(row)) return;
    counted.add(row);
    const kind = kindOf(block);
    const entry = sums.get(`${kind} ${label}`) ?? { kind, label: label.replace(/[\^$]/gu, "").trim(), sum: 0 };
    entry.sum += strengths.get(row) ?? 0;
    sums.set(`${kind} ${label}`, entry);
  });
  const reasons = [...sums.values()].filter((entry) => entry.sum > 0).sort((a, b) => b.sum - a.sum);
  const total = reasons.reduce((sum, entry) => sum + entry.sum, 0);
  return reasons.slice(0, MOST_REASONS).map(({ kind, label, sum }) => ({ kind, label, share: sum / total }));
}

function kindOf(block: Block): Reason["kind"] {
  return block === "concept" || block === "conceptPair" ? "concept" : "words";
}

/** How much more a feature speaks for the column than for the topics on average. */
function advantage({ topics, linear }: Model, row: number, column: number): number {
  const offset = row * linear.columns;
  let sum = 0;
  for (let k = 0; k < topics.length; k++) sum += linear.bytes[offset + k] as number;
  const mean = sum / topics.length;
  return ((linear.bytes[offset + column] as number) - mean) * (linear.rowScale[row] as number);
}

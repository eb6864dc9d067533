/** A question's probabilities, before anything is decided. */
import { extractFeatures } from "./features.ts";
import { BACKGROUND_KINDS, countColumns, type Model } from "./model.ts";
import { softmax } from "./solve-softmax.ts";
import { type SparseVector, vectorize } from "./vocabulary.ts";

/** What the model holds for likely. */
export interface Scores {
  /** Probability per topic, then near-miss, then out-of-scope; together 1. */
  readonly topics: Float64Array;
  /** Probability per language of the model; together 1. */
  readonly languages: Float64Array;
  /** How many features of the text the model knows; 0 means that the probabilities say nothing. */
  readonly knownFeatures: number;
}

/** Scores any text. Never throws. */
export function scoreText(model: Model, text: string): Scores {
  const vector = vectorize(extractFeatures(text, model.lexicon), model.vocabulary);
  const columns = scoreColumns(model, vector);
  const topicEnd = model.topics.length + BACKGROUND_KINDS.length;
  softmax(columns, 0, topicEnd);
  softmax(columns, topicEnd, columns.length);
  return {
    topics: columns.subarray(0, topicEnd),
    languages: columns.subarray(topicEnd),
    knownFeatures: vector.rows.length,
  };
}

/** Raw score of a vector in every column of the model. */
export function scoreColumns(model: Model, vector: SparseVector): Float64Array {
  const columnCount = countColumns(model);
  const scores = new Float64Array(columnCount);
  const { weights, rowScale } = model;
  const { rows, values } = vector;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = (values[i] as number) * (rowScale[row] as number);
    const offset = row * columnCount;
    for (let k = 0; k < columnCount; k++) scores[k] = (scores[k] as number) + value * (weights[offset + k] as number);
  }
  return scores;
}

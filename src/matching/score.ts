/** A question's probabilities, before anything is decided. */
import { extractFeatures } from "./features.ts";
import { scoreHidden } from "./hidden-layer.ts";
import { BACKGROUND_KINDS, type Model } from "./model.ts";
import { softmax } from "./softmax.ts";
import { vectorize } from "./vocabulary.ts";
import { multiplyVector } from "./weight-matrix.ts";

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
  const columns = multiplyVector(model.linear, vector);
  const topicEnd = model.topics.length + BACKGROUND_KINDS.length;
  if (model.hidden.input.columns > 0) {
    const second = scoreHidden(model.hidden, vector);
    for (let k = 0; k < topicEnd; k++) columns[k] = ((columns[k] as number) + (second[k] as number)) / 2;
  }
  softmax(columns, 0, topicEnd);
  softmax(columns, topicEnd, columns.length);
  return {
    topics: columns.subarray(0, topicEnd),
    languages: columns.subarray(topicEnd),
    knownFeatures: vector.rows.length,
  };
}

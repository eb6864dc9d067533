/** The trained model in memory. */
import type { Calibration } from "./calibration.ts";
import type { CompiledLexicon } from "./lexicon.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Names of the background columns, which follow the topics' columns. */
export const BACKGROUND_KINDS = ["near-miss", "out-of-scope"] as const;

/**
 * A trained model. Columns are, in this order: one per topic, near-miss, out-of-scope, one per language.
 * A question's score in column k is the sum over its features of `value × rowScale[row] × weights[row × columns + k]`.
 */
export interface Model {
  readonly topics: readonly string[];
  readonly languages: readonly string[];
  readonly lexicon: CompiledLexicon;
  readonly vocabulary: Vocabulary;
  readonly weights: Int8Array;
  readonly rowScale: Float32Array;
  readonly calibration: Calibration;
}

/** Weights as bytes, each row scaled so that its largest weight becomes ±127. */
export function quantizeWeights(weights: Float32Array, columnCount: number): Pick<Model, "weights" | "rowScale"> {
  const rowCount = weights.length / columnCount;
  const bytes = new Int8Array(weights.length);
  const rowScale = new Float32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const offset = row * columnCount;
    let largest = 0;
    for (let k = offset; k < offset + columnCount; k++) largest = Math.max(largest, Math.abs(weights[k] as number));
    rowScale[row] = largest / 127;
    if (largest === 0) continue;
    for (let k = offset; k < offset + columnCount; k++) bytes[k] = Math.round(((weights[k] as number) / largest) * 127);
  }
  return { weights: bytes, rowScale };
}

/** Number of columns of a model's weights. */
export function countColumns(model: Pick<Model, "topics" | "languages">): number {
  return model.topics.length + BACKGROUND_KINDS.length + model.languages.length;
}

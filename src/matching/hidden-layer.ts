/**
 * The second opinion: a network with one hidden layer over the same vectors. It learns what features mean together, which
 * the linear weights cannot; the average of both is better than either of them.
 */
import type { SparseVector } from "./vocabulary.ts";
import { multiplyVector, type WeightMatrix } from "./weight-matrix.ts";

/** A unit's activation is the sum of its input weights over a text's features, or 0 when that is negative. */
export interface HiddenLayer {
  /** A row per feature, a column per unit. No columns: there is no layer. */
  readonly input: WeightMatrix;
  /** `columns × units`, for the topics, near-miss and out-of-scope. */
  readonly output: Float32Array;
}

/** The layer's raw score of a vector in every column. */
export function scoreHidden({ input, output }: HiddenLayer, vector: SparseVector): Float64Array {
  const units = input.columns;
  const activation = multiplyVector(input, vector);
  // The others count 0, and are the greater part.
  const active = Int32Array.from(activation.keys()).filter((unit) => (activation[unit] as number) > 0);
  const scores = new Float64Array(output.length / units);
  for (let k = 0; k < scores.length; k++) {
    const row = k * units;
    let sum = 0;
    for (let i = 0; i < active.length; i++) {
      const unit = active[i] as number;
      sum += (activation[unit] as number) * (output[row + unit] as number);
    }
    scores[k] = sum;
  }
  return scores;
}

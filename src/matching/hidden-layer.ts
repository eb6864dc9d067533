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
  /** A row per unit, a column for each topic, near-miss and out-of-scope: a unit's row is read only where it is active. */
  readonly output: Float32Array;
}

/** The layer's raw score of a vector in every column. */
export function scoreHidden({ input, output }: HiddenLayer, vector: SparseVector): Float64Array {
  const units = input.columns;
  const activation = multiplyVector(input, vector);
  const scores = new Float64Array(output.length / units);
  for (let unit = 0; unit < units; unit++) {
    const weight = activation[unit] as number;
    if (weight <= 0) continue;
    const row = unit * scores.length;
    for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) + weight * (output[row + k] as number);
  }
  return scores;
}

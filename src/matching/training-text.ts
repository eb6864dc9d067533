/** What both solvers read: a text in several versions, of which a random part is hidden at every step. */
import type { SparseVector } from "./vocabulary.ts";

/** A training text as vectors. */
export interface TrainingText {
  readonly original: SparseVector;
  /** The text as others might have typed it; may be empty. */
  readonly altered: readonly SparseVector[];
  /** Factor on its steps. */
  readonly importance: number;
}

/** Share of the steps that an altered version is taken for. */
const ALTERED_STEPS = 0.5;

/**
 * One version of the text with each feature left out with probability `dropout`; the others grow, so that the sum is kept on
 * average. Hiding features forces the weights to spread over words, characters and concepts, so that a question with one
 * strange word is still understood.
 */
export function drawVector({ original, altered }: TrainingText, dropout: number, random: () => number): SparseVector {
  const isAltered = altered.length > 0 && random() < ALTERED_STEPS;
  const vector = isAltered ? (altered[Math.floor(random() * altered.length)] as SparseVector) : original;
  if (dropout === 0) return vector;
  const rows = new Int32Array(vector.rows.length);
  const values = new Float32Array(vector.rows.length);
  const limit = dropout * 256;
  let kept = 0;
  let bits = 0;
  for (let i = 0; i < vector.rows.length; i++) {
    // One random number decides about four features: drawing one each took a sixth of the training.
    bits = i % 4 === 0 ? random() * 2 ** 32 : bits >>> 8;
    if ((bits & 255) < limit) continue;
    rows[kept] = vector.rows[i] as number;
    values[kept++] = (vector.values[i] as number) / (1 - dropout);
  }
  return { rows: rows.subarray(0, kept), values: values.subarray(0, kept) };
}

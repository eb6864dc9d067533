/** Where "answer" ends and "did you mean" begins. */

/**
 * Probabilities at which the matcher changes its mind. Chosen by `test/evaluation/cross-validate.ts` on the training
 * phrasings alone and stored in the model.
 */
export interface Calibration {
  /** Least probability of a topic that is answered without asking back. */
  readonly answer: number;
  /** Most probability of the background (near-miss and out-of-scope together) at which anything is answered. */
  readonly answerBackground: number;
  /** Least probability of all topics together for "did you mean" instead of "unknown". */
  readonly inScope: number;
  /** Least probability of the best topic for "did you mean" instead of "unknown". */
  readonly offer: number;
  /** Least probability, in its own part of the question, of each of two topics answered together. */
  readonly bothParts: number;
  /** Least probability of each of them in the whole question. */
  readonly bothWhole: number;
}

/**
 * Chosen on cross-validation over all languages, where 71 % of the phrasings are answered rightly and 1.6 % wrongly, and 3 % of
 * near-misses and 2 % of out-of-scope questions are answered; 0.3 % of phrasings are given up although the right topic was
 * among the first three. Real questions are easier: the phrasings were written to differ from each other.
 */
export const DEFAULT_CALIBRATION: Calibration = {
  answer: 0.75,
  answerBackground: 0.02,
  inScope: 0.4,
  offer: 0.1,
  bothParts: 0.7,
  bothWhole: 0.04,
};

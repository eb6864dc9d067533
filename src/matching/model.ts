/** The trained model in memory. */
import type { Calibration } from "./calibration.ts";
import type { HiddenLayer } from "./hidden-layer.ts";
import type { CompiledLexicon } from "./lexicon.ts";
import type { Vocabulary } from "./vocabulary.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/** Names of the background columns, which follow the topics' columns. */
export const BACKGROUND_KINDS = ["near-miss", "out-of-scope"] as const;

/** A trained model. */
export interface Model {
  readonly topics: readonly string[];
  readonly languages: readonly string[];
  readonly lexicon: CompiledLexicon;
  readonly vocabulary: Vocabulary;
  /** Columns are, in this order: one per topic, near-miss, out-of-scope, one per language. */
  readonly linear: WeightMatrix;
  /** The same columns without the languages. */
  readonly hidden: HiddenLayer;
  readonly calibration: Calibration;
}

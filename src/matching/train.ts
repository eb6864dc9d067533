/** Phrasings and background questions in, model out. */
import { alterText } from "./alter-text.ts";
import { type Calibration, DEFAULT_CALIBRATION } from "./calibration.ts";
import { extractFeatures, type TextFeatures } from "./features.ts";
import { compileLexicon, type Lexicon } from "./lexicon.ts";
import { BACKGROUND_KINDS, type Model } from "./model.ts";
import { createRandom } from "./seeded-random.ts";
import { type HiddenOptions, solveHidden } from "./solve-hidden.ts";
import { type ColumnGroup, type SolverOptions, solveLinear } from "./solve-linear.ts";
import type { TrainingText } from "./training-text.ts";
import { buildVocabulary, type VocabularyOptions, vectorize } from "./vocabulary.ts";
import { quantizeWeights } from "./weight-matrix.ts";

/** One way of asking for a topic. */
export interface Phrasing {
  readonly topic: string;
  /** Language code, such as `pt`. */
  readonly language: string;
  readonly text: string;
}

/** A question that no topic answers: about something else, or (`near-miss`) in the same words about something else. */
export interface BackgroundQuestion {
  readonly kind: "near-miss" | "out-of-scope";
  readonly language: string;
  readonly text: string;
}

/** What people say besides their question: who they are, why they ask, how they feel about it. */
export interface Aside {
  readonly language: string;
  readonly text: string;
}

/** All that a model is made from. */
export interface TrainingInput {
  readonly phrasings: readonly Phrasing[];
  readonly background: readonly BackgroundQuestion[];
  readonly asides: readonly Aside[];
  readonly lexicon: Lexicon;
}

/** Everything that can be varied; the defaults are those chosen by cross-validation (docs/matching.md). */
export interface TrainOptions extends VocabularyOptions, SolverOptions {
  /** Factor on the steps of background questions. */
  readonly backgroundImportance: number;
  /** Altered versions of each text to learn from as well. */
  readonly alteredVersions: number;
  readonly hidden: HiddenOptions;
  readonly calibration: Calibration;
}

/**
 * Below this many texts every feature counts, as most are seen once, and nothing is altered or learned twice: it brings
 * nothing. Above it keeping the rare ones would make the model four times as large for 0.4 points in cross-validation.
 */
const FEW_TEXTS = 5_000;

/** The options that trained best. */
export const DEFAULT_TRAIN_OPTIONS: TrainOptions = {
  minTexts: { word: 2, pair: 5, characters: 6, concept: 1, conceptPair: 7 },
  blockWeights: { word: 1, pair: 0.7, characters: 1.3, concept: 1, conceptPair: 0.7 },
  learningRate: 1,
  decay: 5e-6,
  dropout: 0.6,
  epochs: 15,
  seed: 1,
  backgroundImportance: 4,
  alteredVersions: 2,
  hidden: { units: 128, learningRate: 0.05, outputRate: 0.2, spread: 0.05, decay: 5e-6, dropout: 0.5, unitDropout: 0.2, epochs: 12 },
  calibration: DEFAULT_CALIBRATION,
};

const OPTIONS_FOR_FEW: Partial<TrainOptions> = {
  minTexts: { word: 1, pair: 1, characters: 1, concept: 1, conceptPair: 1 },
  dropout: 0.5,
  alteredVersions: 0,
  hidden: { ...DEFAULT_TRAIN_OPTIONS.hidden, units: 0 },
};

/**
 * Trains a model. The same input gives the same model, byte for byte.
 * @throws {Error} when there is no phrasing, or when a lexicon pattern is malformed
 */
export function trainModel(input: TrainingInput, options: Partial<TrainOptions> = {}): Model {
  if (input.phrasings.length === 0) throw new Error("There is no phrasing to train on.");
  const isSmall = input.phrasings.length < FEW_TEXTS;
  const settings: TrainOptions = { ...DEFAULT_TRAIN_OPTIONS, ...(isSmall ? OPTIONS_FOR_FEW : {}), ...options };
  const topics = [...new Set(input.phrasings.map((phrasing) => phrasing.topic))].sort();
  // An aside alone asks for nothing.
  const asides = input.asides.map((aside): BackgroundQuestion => ({ kind: "out-of-scope", ...aside }));
  const items = [...input.phrasings, ...input.background, ...asides];
  const languages = [...new Set(items.map((item) => item.language))].sort();
  const lexicon = compileLexicon(input.lexicon);
  const features = items.map((item) => extractFeatures(item.text, lexicon));
  const vocabulary = buildVocabulary(features, settings);
  const alter = createAlterer(input, settings.seed);
  const texts = items.map((item, index): TrainingText => {
    const altered = Array.from({ length: settings.alteredVersions }, () => extractFeatures(alter(item), lexicon));
    return {
      original: vectorize(features[index] as TextFeatures, vocabulary),
      altered: altered.map((version) => vectorize(version, vocabulary)),
      importance: "topic" in item ? 1 : settings.backgroundImportance,
    };
  });

  const topicColumns = topics.length + BACKGROUND_KINDS.length;
  const columnCount = topicColumns + languages.length;
  const columnOf = new Map([...topics, ...BACKGROUND_KINDS].map((name, column) => [name as string, column]));
  const topicLabels = Int32Array.from(items, (item) => columnOf.get("topic" in item ? item.topic : item.kind) as number);
  const languageLabels = Int32Array.from(items, (item) => topicColumns + languages.indexOf(item.language));
  const groups: ColumnGroup[] = [
    { start: 0, end: topicColumns, labels: topicLabels },
    { start: topicColumns, end: columnCount, labels: languageLabels },
  ];
  const rowCount = vocabulary.hashes.length;
  const linear = solveLinear(texts, groups, rowCount, columnCount, settings);
  const hidden = solveHidden(texts, topicLabels, rowCount, topicColumns, settings.hidden, settings.seed);
  return {
    topics,
    languages,
    lexicon,
    vocabulary,
    linear: quantizeWeights(linear, columnCount),
    hidden: { input: quantizeWeights(hidden.input, settings.hidden.units), output: transpose(hidden.output, settings.hidden.units) },
    calibration: settings.calibration,
  };
}

/**
 * Alters texts one after the other. Phrasings get asides, and out-of-scope questions serve as such too: who mentions the
 * canteen and then asks about private messages has asked about private messages.
 */
function createAlterer(input: TrainingInput, seed: number): (item: Phrasing | BackgroundQuestion) => string {
  const random = createRandom(seed);
  const asides = Map.groupBy(
    [...input.asides, ...input.background.filter((item) => item.kind === "out-of-scope")],
    (item) => item.language,
  );
  return (item) => {
    const usable = "topic" in item ? (asides.get(item.language) ?? []) : [];
    return alterText(
      item.text,
      usable.map((aside) => aside.text),
      random,
    );
  };
}

/** The weights column by column of what was given row by row, in rows of `length`. */
function transpose(weights: Float32Array, length: number): Float32Array {
  const rows = length === 0 ? 0 : weights.length / length;
  return weights.map((_, index) => weights[(index % rows) * length + Math.floor(index / rows)] as number);
}

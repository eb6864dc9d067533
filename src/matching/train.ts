/** Phrasings and background questions in, model out. */
import { type Calibration, DEFAULT_CALIBRATION } from "./calibration.ts";
import { extractFeatures } from "./features.ts";
import { compileLexicon, type Lexicon } from "./lexicon.ts";
import { BACKGROUND_KINDS, type Model, quantizeWeights } from "./model.ts";
import { type ColumnGroup, type SolverOptions, solveSoftmax } from "./solve-softmax.ts";
import { buildVocabulary, type VocabularyOptions, vectorize } from "./vocabulary.ts";

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

/** All that a model is made from. */
export interface TrainingInput {
  readonly phrasings: readonly Phrasing[];
  readonly background: readonly BackgroundQuestion[];
  readonly lexicon: Lexicon;
}

/** Everything that can be varied; the defaults are those chosen by cross-validation (docs/matching.md). */
export interface TrainOptions extends VocabularyOptions, SolverOptions {
  /** Factor on the steps of background questions. */
  readonly backgroundImportance: number;
  readonly calibration: Calibration;
}

/**
 * Below this many texts every feature counts: with five phrasings a topic, most features are seen once. Above it keeping the
 * rare ones would make the model four times as large for 0.4 points in cross-validation.
 */
const FEW_TEXTS = 5_000;
const EVERY_FEATURE: VocabularyOptions["minTexts"] = { word: 1, pair: 1, characters: 1, concept: 1, conceptPair: 1 };

/** The options that trained best. */
export const DEFAULT_TRAIN_OPTIONS: TrainOptions = {
  minTexts: { word: 2, pair: 5, characters: 6, concept: 1, conceptPair: 7 },
  blockWeights: { word: 1, pair: 0.7, characters: 1.3, concept: 1, conceptPair: 0.7 },
  learningRate: 1,
  decay: 5e-6,
  dropout: 0.5,
  epochs: 15,
  seed: 1,
  backgroundImportance: 4,
  calibration: DEFAULT_CALIBRATION,
};

/**
 * Trains a model. The same input gives the same model, byte for byte.
 * @throws {Error} when there is no phrasing, or when a lexicon pattern is malformed
 */
export function trainModel(input: TrainingInput, options: Partial<TrainOptions> = {}): Model {
  if (input.phrasings.length === 0) throw new Error("There is no phrasing to train on.");
  const isSmall = input.phrasings.length < FEW_TEXTS;
  const settings: TrainOptions = { ...DEFAULT_TRAIN_OPTIONS, ...(isSmall ? { minTexts: EVERY_FEATURE } : {}), ...options };
  const topics = [...new Set(input.phrasings.map((phrasing) => phrasing.topic))].sort();
  const texts = [...input.phrasings, ...input.background];
  const languages = [...new Set(texts.map((text) => text.language))].sort();
  const lexicon = compileLexicon(input.lexicon);
  const features = texts.map((item) => extractFeatures(item.text, lexicon));
  const vocabulary = buildVocabulary(features, settings);
  const vectors = features.map((item) => vectorize(item, vocabulary));

  const topicColumns = topics.length + BACKGROUND_KINDS.length;
  const columnCount = topicColumns + languages.length;
  const columnOf = new Map([...topics, ...BACKGROUND_KINDS].map((name, column) => [name as string, column]));
  const groups: ColumnGroup[] = [
    {
      start: 0,
      end: topicColumns,
      labels: Int32Array.from(texts, (item) => columnOf.get("topic" in item ? item.topic : item.kind) as number),
    },
    {
      start: topicColumns,
      end: columnCount,
      labels: Int32Array.from(texts, (item) => topicColumns + languages.indexOf(item.language)),
    },
  ];
  const importance = Float32Array.from(texts, (item) => ("topic" in item ? 1 : settings.backgroundImportance));
  const weights = solveSoftmax(vectors, importance, groups, vocabulary.hashes.length, columnCount, settings);
  return {
    topics,
    languages,
    lexicon,
    vocabulary,
    ...quantizeWeights(weights, columnCount),
    calibration: settings.calibration,
  };
}

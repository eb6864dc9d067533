/** Splits training texts for cross-validation, keeping near duplicates together. */
import { foldText } from "../../src/matching/normalize.ts";
import { createRandom } from "../../src/matching/seeded-random.ts";

/** Two texts of the same label and language sharing this part of their words (Jaccard) go into the same fold. */
const NEAR_DUPLICATE = 0.6;

/**
 * A fold number from 0 to `count - 1` for each text. Near duplicates get the same number, so that a text is never
 * judged by a model that has seen its twin.
 */
export function assignFolds(
  texts: readonly { readonly label: string; readonly language: string; readonly text: string }[],
  count: number,
  seed = 1,
): Int32Array {
  const words = texts.map((item) => new Set(foldText(item.text).split(" ")));
  const groups = new Map<string, number[]>();
  for (const [index, item] of texts.entries()) {
    const key = `${item.language} ${item.label}`;
    const group = groups.get(key) ?? [];
    groups.set(key, [...group, index]);
  }
  const folds = new Int32Array(texts.length).fill(-1);
  const random = createRandom(seed);
  for (const group of groups.values()) {
    // A random start per group spreads the remainders over all folds.
    let next = Math.floor(random() * count);
    const order = group.map((index) => ({ index, key: random() })).sort((a, b) => a.key - b.key);
    for (const { index } of order) {
      if (folds[index] !== -1) continue;
      spread(index, next++ % count, group, words, folds);
    }
  }
  return folds;
}

function spread(from: number, fold: number, group: number[], words: Set<string>[], folds: Int32Array): void {
  folds[from] = fold;
  for (const other of group) {
    if (folds[other] === -1 && jaccard(words[from] as Set<string>, words[other] as Set<string>) >= NEAR_DUPLICATE) {
      spread(other, fold, group, words, folds);
    }
  }
}

function jaccard(a: Set<string>, b: Set<string>): number {
  let shared = 0;
  for (const item of a) if (b.has(item)) shared++;
  return shared / (a.size + b.size - shared);
}

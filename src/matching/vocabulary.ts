/** Which features the model knows, and how much each counts in a question. */
import { BLOCKS, type Block, type TextFeatures } from "./features.ts";
import { buildHashTable, findRow, type HashTable } from "./hashing.ts";

/** How features are counted and weighted. */
export interface VocabularyOptions {
  /** Features found in fewer training texts than this are left out, per block. */
  readonly minTexts: Readonly<Record<Block, number>>;
  /** Length of each block in a question's vector; blocks without any known feature have none. */
  readonly blockWeights: Readonly<Record<Block, number>>;
}

/** The known features. `idf[row]` and `hashes[row]` belong together. */
export interface Vocabulary {
  readonly hashes: Uint32Array;
  readonly idf: Float32Array;
  readonly table: HashTable;
  readonly blockWeights: Readonly<Record<Block, number>>;
}

/** A text as sparse vector: `values[i]` at row `rows[i]`, each row once. */
export interface SparseVector {
  readonly rows: Int32Array;
  readonly values: Float32Array;
}

/** Collects the features of all training texts, in order of first appearance. */
export function buildVocabulary(texts: readonly TextFeatures[], options: VocabularyOptions): Vocabulary {
  const hashes: number[] = [];
  const idf: number[] = [];
  for (const block of BLOCKS) {
    if (options.blockWeights[block] === 0) continue;
    const counts = countTexts(texts, block);
    for (const [hash, count] of counts) {
      if (count < options.minTexts[block]) continue;
      hashes.push(hash);
      // Smoothed, as if one more text held every feature.
      idf.push(Math.log((1 + texts.length) / (1 + count)) + 1);
    }
  }
  return createVocabulary(Uint32Array.from(hashes), Float32Array.from(idf), options.blockWeights);
}

/** Adds the look-up table to what is stored. */
export function createVocabulary(hashes: Uint32Array, idf: Float32Array, blockWeights: Vocabulary["blockWeights"]): Vocabulary {
  return { hashes, idf, blockWeights, table: buildHashTable(hashes) };
}

/** The vector of a text: per block TF-IDF with logarithmic counts, scaled to the block's weight. */
export function vectorize(features: TextFeatures, vocabulary: Vocabulary): SparseVector {
  const rows: number[] = [];
  const values: number[] = [];
  for (const block of BLOCKS) {
    const counts = countRows(features[block], vocabulary.table);
    let squares = 0;
    const start = values.length;
    for (const [row, count] of counts) {
      const value = (1 + Math.log(count)) * (vocabulary.idf[row] as number);
      squares += value * value;
      rows.push(row);
      values.push(value);
    }
    const scale = squares === 0 ? 0 : vocabulary.blockWeights[block] / Math.sqrt(squares);
    for (let i = start; i < values.length; i++) values[i] = (values[i] as number) * scale;
  }
  return { rows: Int32Array.from(rows), values: Float32Array.from(values) };
}

function countTexts(texts: readonly TextFeatures[], block: Block): Map<number, number> {
  const counts = new Map<number, number>();
  for (const text of texts) {
    for (const hash of new Set(text[block])) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return counts;
}

function countRows(hashes: readonly number[], table: HashTable): Map<number, number> {
  const counts = new Map<number, number>();
  for (const hash of hashes) {
    const row = findRow(table, hash);
    if (row >= 0) counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  return counts;
}

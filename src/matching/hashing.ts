/** Feature names are never stored: a feature is the 32-bit hash of its text, and the hash is found again by the same text. */

/** One hash seed per kind of feature, so that the word "cv" and the characters "cv" are different features. */
export const HASH_SEEDS = {
  word: 0x1f0a3c11,
  pair: 0x2b7e9d53,
  characters: 0x3c6ef372,
  concept: 0x510e527f,
  conceptPair: 0x6a09e667,
} as const;

/** FNV-1a over UTF-16 code units `start` to `end` of `text`, finished with a mixing step. Unsigned 32-bit. */
export function hashText(text: string, seed: number, start = 0, end = text.length): number {
  let hash = seed;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  // 0 marks an empty slot in the table below, so no feature may have it.
  return hash >>> 0 || 1;
}

/** Open-addressed map from feature hash to row number; `slots.length` is a power of two. */
export interface HashTable {
  readonly slots: Uint32Array;
  readonly rows: Uint32Array;
}

/** Builds the table for `hashes[row]`. At most half full, so that a look-up touches one or two slots. */
export function buildHashTable(hashes: Uint32Array): HashTable {
  let size = 16;
  while (size < hashes.length * 2) size *= 2;
  const slots = new Uint32Array(size);
  const rows = new Uint32Array(size);
  for (let row = 0; row < hashes.length; row++) {
    const hash = hashes[row] as number;
    let slot = hash & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = hash;
    rows[slot] = row;
  }
  return { slots, rows };
}

/** Row of a feature hash, or -1 when the model does not know the feature. */
export function findRow(table: HashTable, hash: number): number {
  const mask = table.slots.length - 1;
  let slot = hash & mask;
  for (let found = table.slots[slot]; found !== 0; found = table.slots[slot]) {
    if (found === hash) return table.rows[slot] as number;
    slot = (slot + 1) & mask;
  }
  return -1;
}

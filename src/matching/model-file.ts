/** The model as bytes: written when the knowledge is compiled, read at start. */
import type { Calibration } from "./calibration.ts";
import { indexPatterns } from "./lexicon.ts";
import { BACKGROUND_KINDS, type Model } from "./model.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";
import type { WeightMatrix } from "./weight-matrix.ts";

/** First bytes of every model file: "QM" and the version of this format. */
const MAGIC = 0x514d_0003;

/** Magic, length of the JSON part, number of rows, each four bytes, little-endian as all numbers of the file. */
const HEADER_BYTES = 12;

interface Description {
  readonly topics: readonly string[];
  readonly languages: readonly string[];
  readonly concepts: readonly string[];
  readonly patterns: readonly (readonly string[])[];
  readonly blockWeights: Vocabulary["blockWeights"];
  readonly calibration: Calibration;
  readonly hiddenUnits: number;
}

/**
 * Bytes of a model: header, JSON, feature hashes, IDF, the hidden layer's output weights, then row scales and weights of the
 * linear part and of the hidden layer. Not compressed: only a fifth of the weights
 * are zero, and unpacking them took longer than reading them.
 */
export function encodeModel(model: Model): Uint8Array {
  const description: Description = {
    topics: model.topics,
    languages: model.languages,
    concepts: model.lexicon.concepts,
    patterns: model.lexicon.patterns,
    blockWeights: model.vocabulary.blockWeights,
    calibration: model.calibration,
    hiddenUnits: model.hidden.input.columns,
  };
  const json = new TextEncoder().encode(JSON.stringify(description));
  const { hashes, idf } = model.vocabulary;
  const { linear, hidden } = model;
  const numbers = [hashes, idf, hidden.output, linear.rowScale, linear.bytes, hidden.input.rowScale, hidden.input.bytes];
  const parts = [json, ...numbers.map(asBytes)];
  const bytes = new Uint8Array(HEADER_BYTES + parts.reduce((sum, part) => sum + part.length, 0));
  const header = new DataView(bytes.buffer);
  for (const [index, value] of [MAGIC, json.length, hashes.length].entries()) header.setUint32(index * 4, value, true);
  let at = HEADER_BYTES;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * The model of {@link encodeModel}'s bytes.
 * @throws {Error} when the bytes are no model, of another version, or cut short
 */
export function decodeModel(bytes: Uint8Array): Model {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || header.getUint32(0, true) !== MAGIC) {
    throw new Error("These bytes are not a model of this version; compile the knowledge again.");
  }
  let at = HEADER_BYTES;
  const view = (length: number): Uint8Array => {
    at += length;
    if (at > bytes.length) throw new Error("The model file is cut short; compile the knowledge again.");
    return bytes.subarray(at - length, at);
  };
  // Copied, because arrays of four-byte numbers must begin at a multiple of four. Not by `slice`: that of a Node Buffer
  // does not copy.
  const copy = (length: number): ArrayBuffer => new Uint8Array(view(length)).buffer;
  const description = JSON.parse(new TextDecoder().decode(view(header.getUint32(4, true)))) as Description;
  const rowCount = header.getUint32(8, true);
  const hashes = new Uint32Array(copy(rowCount * 4));
  const idf = new Float32Array(copy(rowCount * 4));
  const { topics, languages, hiddenUnits } = description;
  const topicColumns = topics.length + BACKGROUND_KINDS.length;
  const output = new Float32Array(copy(hiddenUnits * topicColumns * 4));
  const matrix = (columns: number): WeightMatrix => {
    const rowScale = new Float32Array(copy(columns === 0 ? 0 : rowCount * 4));
    const weights = view(rowCount * columns);
    return { columns, rowScale, bytes: new Int8Array(weights.buffer, weights.byteOffset, weights.length) };
  };
  return {
    topics,
    languages,
    lexicon: indexPatterns(description.concepts, description.patterns),
    vocabulary: createVocabulary(hashes, idf, description.blockWeights),
    linear: matrix(topicColumns + languages.length),
    hidden: { output, input: matrix(hiddenUnits) },
    calibration: description.calibration,
  };
}

function asBytes(array: Uint8Array | Uint32Array | Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

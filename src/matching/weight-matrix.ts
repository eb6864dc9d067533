/** Weights as bytes: a quarter of the memory of floating-point numbers. */
import type { SparseVector } from "./vocabulary.ts";

/** Rows are features. The weight of a row in column k is `rowScale[row] × bytes[row × columns + k]`. */
export interface WeightMatrix {
  readonly columns: number;
  readonly bytes: Int8Array;
  readonly rowScale: Float32Array;
}

/** The weights (`rows × columns`, row by row) as bytes, each row scaled so that its largest weight becomes ±127. */
export function quantizeWeights(weights: Float32Array, columns: number): WeightMatrix {
  const rowCount = columns === 0 ? 0 : weights.length / columns;
  const bytes = new Int8Array(weights.length);
  const rowScale = new Float32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const offset = row * columns;
    let largest = 0;
    for (let k = offset; k < offset + columns; k++) largest = Math.max(largest, Math.abs(weights[k] as number));
    rowScale[row] = largest / 127;
    if (largest === 0) continue;
    for (let k = offset; k < offset + columns; k++) bytes[k] = Math.round(((weights[k] as number) / largest) * 127);
  }
  return { columns, bytes, rowScale };
}

/** The sum over the vector's rows of `value × weight`, for every column. */
export function multiplyVector({ columns, bytes, rowScale }: WeightMatrix, { rows, values }: SparseVector): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = (values[i] as number) * (rowScale[row] as number);
    const offset = row * columns;
    for (let k = 0; k < columns; k++) sums[k] = (sums[k] as number) + value * (bytes[offset + k] as number);
  }
  return sums;
}

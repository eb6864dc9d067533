import { createHash } from "node:crypto";

/** A row of any table; the store keeps texts, whole numbers and nulls only. */
export type Row = Readonly<Record<string, unknown>>;

/** How many rows, and what is in them. */
export interface Tally {
  rows: number;
  /** The rows' hashes added up, so that it does not matter in which order a database gives them: 16 hexadecimal digits. */
  checksum: string;
}

/** Counts and sums up the rows that it is given. */
export function createTally(columns: readonly string[]): { add(rows: readonly Row[]): void; result(): Tally } {
  let rows = 0;
  let sum = 0n;
  return {
    add(more) {
      rows += more.length;
      for (const row of more) sum = BigInt.asUintN(64, sum + hashOf(columns.map((column) => row[column])));
    },
    result: () => ({ rows, checksum: sum.toString(16).padStart(16, "0") }),
  };
}

function hashOf(values: readonly unknown[]): bigint {
  return createHash("sha256").update(JSON.stringify(values)).digest().readBigUInt64BE();
}

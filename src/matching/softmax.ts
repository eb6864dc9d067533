/** Replaces scores `start` to `end` by their softmax probabilities, in place. */
export function softmax(scores: Float64Array, start: number, end: number): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = start; k < end; k++) highest = Math.max(highest, scores[k] as number);
  let sum = 0;
  for (let k = start; k < end; k++) {
    const power = Math.exp((scores[k] as number) - highest);
    scores[k] = power;
    sum += power;
  }
  for (let k = start; k < end; k++) scores[k] = (scores[k] as number) / sum;
}

/** The hidden layer by stochastic gradient descent: deterministic, and quick on sparse vectors. */
import { createRandom, shuffle } from "./seeded-random.ts";
import { softmax } from "./softmax.ts";
import { drawVector, type TrainingText } from "./training-text.ts";
import type { SparseVector } from "./vocabulary.ts";

/** How the layer is fitted. */
export interface HiddenOptions {
  /** Number of units; 0 for no layer. */
  readonly units: number;
  /** First step size of the input weights; it falls linearly to nothing. Far from 0.05 the layer learns little. */
  readonly learningRate: number;
  /** Step size of the output weights, as a share of that of the input weights. */
  readonly outputRate: number;
  /** Spread of the input weights at the start. */
  readonly spread: number;
  /** Share of the input weights given up per text and unit of step size (L2 penalty). */
  readonly decay: number;
  /** Share of a text's features hidden from each step. */
  readonly dropout: number;
  /** Share of the units switched off in each step. */
  readonly unitDropout: number;
  /** Passes over the data. */
  readonly epochs: number;
}

/** Errors smaller than this are left out, as most columns of a text soon have one. */
const SMALLEST_ERROR = 0.001;

/** A text whose right column has this probability teaches nothing new; passing over it saves a third of the time. */
const CERTAIN = 0.99;

/** Fits input weights (`rowCount × units`) and output weights (`columnCount × units`). `labels` are the texts' right columns. */
export function solveHidden(
  texts: readonly TrainingText[],
  labels: Int32Array,
  rowCount: number,
  columnCount: number,
  { units, ...options }: HiddenOptions,
  seed: number,
): { input: Float32Array; output: Float32Array } {
  const random = createRandom(seed);
  const input = Float32Array.from({ length: rowCount * units }, () => options.spread * drawNormal(random));
  const output = Float32Array.from({ length: columnCount * units }, () => drawNormal(random) / Math.sqrt(units));
  if (units === 0) return { input, output };
  const activation = new Float64Array(units);
  const blame = new Float64Array(units);
  const scores = new Float64Array(columnCount);
  const order = Int32Array.from(texts.keys());
  const total = options.epochs * texts.length;
  const boost = 1 / (1 - options.unitDropout);
  // Input weights are stored divided by `scale`, so that the decay of all of them is one multiplication.
  let scale = 1;
  let done = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (const index of shuffle(order, random)) {
      const text = texts[index] as TrainingText;
      const vector = drawVector(text, options.dropout, random);
      const step = options.learningRate * (1 - done++ / total) * text.importance;
      addRows(vector, input, activation.fill(0));
      const active = pickUnits(activation, options.unitDropout, random);
      for (const unit of active) activation[unit] = (activation[unit] as number) * boost * scale;
      scoreOutput(output, activation, active, scores);
      softmax(scores, 0, columnCount);
      const label = labels[index] as number;
      if ((scores[label] as number) > CERTAIN) continue;
      scores[label] = (scores[label] as number) - 1;
      stepOutput(output, activation, active, scores, step * options.outputRate, blame.fill(0));
      scale *= 1 - step * options.decay;
      for (const unit of active) blame[unit] = ((blame[unit] as number) * boost * step) / scale;
      stepInput(vector, input, active, blame);
    }
  }
  for (let i = 0; i < input.length; i++) input[i] = (input[i] as number) * scale;
  return { input, output };
}

/** About normally distributed with mean 0 and deviation 1: the sum of four uniform draws. */
function drawNormal(random: () => number): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

function addRows({ rows, values }: SparseVector, input: Float32Array, sums: Float64Array): void {
  const units = sums.length;
  for (let i = 0; i < rows.length; i++) {
    const value = values[i] as number;
    const offset = (rows[i] as number) * units;
    for (let unit = 0; unit < units; unit++) sums[unit] = (sums[unit] as number) + value * (input[offset + unit] as number);
  }
}

/** Units above zero, less a random share: the only ones that take part in the step. */
function pickUnits(activation: Float64Array, dropout: number, random: () => number): number[] {
  const active: number[] = [];
  for (let unit = 0; unit < activation.length; unit++) {
    if ((activation[unit] as number) > 0 && random() >= dropout) active.push(unit);
  }
  return active;
}

function scoreOutput(output: Float32Array, activation: Float64Array, active: readonly number[], scores: Float64Array): void {
  const units = activation.length;
  for (let k = 0; k < scores.length; k++) {
    let sum = 0;
    for (const unit of active) sum += (activation[unit] as number) * (output[k * units + unit] as number);
    scores[k] = sum;
  }
}

/** Moves the output weights against the errors, and adds up in `blame` what each unit had to do with them. */
function stepOutput(
  output: Float32Array,
  activation: Float64Array,
  active: readonly number[],
  errors: Float64Array,
  step: number,
  blame: Float64Array,
): void {
  const units = activation.length;
  for (let k = 0; k < errors.length; k++) {
    const error = errors[k] as number;
    if (Math.abs(error) < SMALLEST_ERROR) continue;
    const offset = k * units;
    for (const unit of active) {
      const weight = output[offset + unit] as number;
      blame[unit] = (blame[unit] as number) + error * weight;
      output[offset + unit] = weight - step * error * (activation[unit] as number);
    }
  }
}

function stepInput({ rows, values }: SparseVector, input: Float32Array, active: readonly number[], blame: Float64Array): void {
  const units = blame.length;
  for (let i = 0; i < rows.length; i++) {
    const value = values[i] as number;
    const offset = (rows[i] as number) * units;
    for (const unit of active) input[offset + unit] = (input[offset + unit] as number) - value * (blame[unit] as number);
  }
}

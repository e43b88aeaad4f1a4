/**
 * How one value of a convolution or dense layer arises: its window in the input, each product, their sum, and what follows
 * it, beside the value that the run gave. Computed in float64 from the numbers of the run; both numbers of terms and places
 * are bounded, and what is left out is there as one sum.
 */

import type { ConvolutionStep, DenseStep, Plan, PlanShape } from '../plan/plan';
import type { LookPlace } from './look-question';
import { pointwiseFunction } from './reference/activation';
import { foldNorm } from './reference/normalization';
import { finite } from './statistics';

export type SummingStep = ConvolutionStep | DenseStep;

/** One place of the window. */
export interface OriginTap {
  /** In the kernel. */
  readonly kernelRow: number;
  readonly kernelColumn: number;
  /** In the input; outside of it on padding. */
  readonly row: number;
  readonly column: number;
  readonly isPadding: boolean;
  /** Of the products of all its channels. */
  readonly sum: number | null;
}

export interface OriginTerm {
  /** Of the input. */
  readonly channel: number;
  readonly value: number | null;
  readonly weight: number | null;
  readonly product: number | null;
}

export interface LeftOut {
  readonly count: number;
  readonly sum: number | null;
}

export interface ValueOrigin {
  readonly row: number;
  readonly column: number;
  /** The filter or unit. */
  readonly channel: number;
  readonly input: PlanShape;
  /** Row by row; the first few, where there are very many. */
  readonly taps: readonly OriginTap[];
  readonly otherTaps: LeftOut | null;
  /** Whose terms are listed. */
  readonly tap: number;
  /** By channel; where there are many, those with the largest products. */
  readonly terms: readonly OriginTerm[];
  readonly otherTerms: LeftOut | null;
  /** Products in all, those with padding among them. */
  readonly products: number;
  readonly sum: number | null;
  readonly bias: number | null;
  /** `factor * (sum + bias) + term`, of a norm that is folded in. */
  readonly norm: { readonly factor: number | null; readonly term: number | null } | null;
  /** Of the layer, by its name in the language. */
  readonly activation: string | null;
  readonly beforeActivation: number | null;
  readonly result: number | null;
  /** What the run gave there. */
  readonly measured: number | null;
  /** Apart by no more than rounding to float32 explains. */
  readonly isSame: boolean;
  /** What comes out where the layer does more to it, in steps of their own. */
  readonly final: { readonly value: number | null } | null;
}

/** Listed whole up to so many channels; beyond, so many of them. */
const mostTerms = 64;
const fewTerms = 16;
const mostTaps = 256;

/**
 * Rounding of float32, as a share of the products' sum without signs. Fast convolution (Winograd F(4x4, 3x3)) rounds
 * intermediate values that are some ten times larger.
 */
const tolerance = 2e-5;

interface Summed {
  readonly step: SummingStep;
  readonly place: LookPlace;
  readonly channel: number;
  /** Of the layer's input, height x width x channels. */
  readonly input: Float32Array;
  readonly measured: number;
  weightOf(index: number): Float32Array;
}

export function valueOrigin(plan: Plan, { step, place, channel, input, measured, weightOf }: Summed): ValueOrigin {
  const { height, width, channels } = step.inputs[0] as SummingStep['inputs'][number];
  const window = windowOf(step, place, channel);
  const weights = weightOf(step.weight);
  const { kernel, depth, firstChannel, filters } = window;
  const [kernelHeight, kernelWidth] = kernel;
  const taps: OriginTap[] = [];
  const others = { count: 0, sum: 0 };
  let [sum, size] = [0, 0];
  let best = { tap: 0, size: -1 };
  const productAt = (tap: number, at: number, d: number): number =>
    (input[at + d] as number) * (weights[(tap * depth + d) * filters + channel] as number);
  const startOf = (row: number, column: number): number => (row * width + column) * channels + firstChannel;
  for (let tap = 0; tap < kernelHeight * kernelWidth; tap++) {
    const kernelRow = Math.floor(tap / kernelWidth);
    const kernelColumn = tap % kernelWidth;
    const row = window.top + kernelRow * window.dilation[0];
    const column = window.left + kernelColumn * window.dilation[1];
    const isPadding = row < 0 || row >= height || column < 0 || column >= width;
    let [tapSum, tapSize] = [0, 0];
    if (!isPadding) {
      const at = startOf(row, column);
      for (let d = 0; d < depth; d++) {
        const product = productAt(tap, at, d);
        tapSum += product;
        tapSize += Math.abs(product);
      }
    }
    sum += tapSum;
    size += tapSize;
    if (taps.length < mostTaps) {
      if (tapSize > best.size) best = { tap, size: tapSize };
      taps.push({ kernelRow, kernelColumn, row, column, isPadding, sum: finite(tapSum) });
    } else {
      others.count++;
      others.sum += tapSum;
    }
  }

  const tap = Math.min(place.tap ?? best.tap, taps.length - 1);
  const { row, column, isPadding, sum: tapSum } = taps[tap] as OriginTap;
  const at = startOf(row, column);
  const termOf = (d: number): OriginTerm => ({
    channel: firstChannel + d,
    value: isPadding ? 0 : finite(input[at + d] as number),
    weight: finite(weights[(tap * depth + d) * filters + channel] as number),
    product: isPadding ? 0 : finite(productAt(tap, at, d)),
  });
  const places = Array.from({ length: depth }, (_, d) => d);
  if (depth > mostTerms) {
    const sizes = places.map((d) => (isPadding ? 0 : Math.abs(productAt(tap, at, d))));
    places.sort((a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b);
    places.length = fewTerms;
    places.sort((a, b) => a - b);
  }
  const terms = places.map(termOf);
  const listed = terms.reduce((total, { product }) => total + (product ?? Number.NaN), 0);

  const bias = step.bias === null ? null : (weightOf(step.bias)[channel] as number);
  let before = sum + (bias ?? 0);
  let norm: ValueOrigin['norm'] = null;
  if (step.norm !== null) {
    const wanted = plan.weights.map((_, index) => (normUses(step, index) ? weightOf(index) : new Float32Array(0)));
    const memory = { arena: new Float32Array(0), weights: wanted, poll: () => {} };
    const fold = foldNorm(step.norm, step.output.channels, memory);
    const [factor, term] = [fold.factor[channel] as number, fold.term[channel] as number];
    before = before * factor + term;
    size *= Math.abs(factor);
    norm = { factor: finite(factor), term: finite(term) };
  }
  const result = step.activation === null ? before : pointwiseFunction(step.activation)(before);
  return {
    row: place.row,
    column: place.column,
    channel,
    input: [height, width, channels],
    taps,
    otherTaps: others.count === 0 ? null : { count: others.count, sum: finite(others.sum) },
    tap,
    terms,
    otherTerms:
      terms.length === depth ? null : { count: depth - terms.length, sum: finite((tapSum ?? Number.NaN) - listed) },
    products: kernelHeight * kernelWidth * depth,
    sum: finite(sum),
    bias: bias === null ? null : finite(bias),
    norm,
    activation: step.activation?.kind ?? null,
    beforeActivation: finite(before),
    result: finite(result),
    measured: finite(measured),
    isSame: Object.is(result, measured) || Math.abs(result - measured) <= tolerance * (size + Math.abs(before) + 1e-6),
    final: null,
  };
}

interface Window {
  readonly kernel: readonly [height: number, width: number];
  readonly dilation: readonly [vertical: number, horizontal: number];
  /** Of the window's first place in the input. */
  readonly top: number;
  readonly left: number;
  /** Channels that are read, from `firstChannel` on. */
  readonly depth: number;
  readonly firstChannel: number;
  readonly filters: number;
}

/** A dense layer is a window as large as its input. */
function windowOf(step: SummingStep, { row, column }: LookPlace, channel: number): Window {
  const input = step.inputs[0] as SummingStep['inputs'][number];
  const filters = step.output.channels;
  if (step.kernel === 'dense') {
    const { height, width, channels } = input;
    const whole = { kernel: [height, width], dilation: [1, 1] } as const;
    return { ...whole, top: 0, left: 0, depth: channels, firstChannel: 0, filters };
  }
  const { window, groups } = step;
  const depth = input.channels / groups;
  return {
    kernel: window.kernel,
    dilation: window.dilation,
    top: row * window.stride[0] - window.pads[0],
    left: column * window.stride[1] - window.pads[2],
    depth,
    firstChannel: Math.floor(channel / (filters / groups)) * depth,
    filters,
  };
}

function normUses({ norm }: SummingStep, weight: number): boolean {
  const { gamma, beta, stored } = norm ?? { gamma: null, beta: null, stored: null };
  return [gamma, beta, stored?.mean, stored?.variance].includes(weight);
}

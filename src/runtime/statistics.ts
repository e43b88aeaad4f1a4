/** Figures over the values of one tensor, and its largest values. Sums in float64. */

import type { PlanShape, Pointwise } from '../plan/plan';
import type { RunTop, Statistics } from './result';

export function statisticsOf(values: Float32Array): Statistics {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let zeros = 0;
  let nan = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      nan++;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
    sum += value;
  }
  const count = values.length - nan;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  }
  return {
    min: finite(min),
    max: finite(max),
    mean: finite(mean),
    std: finite(Math.sqrt(squares / count)),
    zeros,
    nan,
    elements: values.length,
  };
}

/** Channels of which every value is 0, in order. */
export function deadChannels(values: Float32Array, channels: number): readonly number[] {
  let dead = Array.from({ length: channels }, (_, channel) => channel);
  // Most channels have a value soon, so that hardly any are looked at to the end.
  for (let pixel = 0; pixel < values.length && dead.length > 0; pixel += channels) {
    if (dead.some((channel) => values[pixel + channel] !== 0)) {
      dead = dead.filter((channel) => values[pixel + channel] === 0);
    }
  }
  return dead;
}

/** Between these an activation still tells values apart; undefined for one that does not saturate. */
function unsaturated(activation: Pointwise): readonly [above: number, below: number] | undefined {
  switch (activation.kind) {
    case 'sigmoid':
      return [0.01, 0.99];
    case 'tanh':
      return [-0.99, 0.99];
    case 'hardsigmoid':
      return [0, 1];
    case 'relu6':
      return [Number.NEGATIVE_INFINITY, 6];
    case 'clip':
      return [activation.minimum === 0 ? Number.NEGATIVE_INFINITY : activation.minimum, activation.maximum];
    default:
      return undefined;
  }
}

/**
 * How many results of an activation lie at its ends, where it hardly changes any more: within 1% for sigmoid and tanh, at a
 * limit for what is cut off there. A lower limit of 0 is a ReLU's, whose zeros are told apart. 0 for what does not saturate.
 */
export function saturatedOf(values: Float32Array, activation: Pointwise): number {
  const range = unsaturated(activation);
  if (range === undefined) return 0;
  const [above, below] = range;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value <= above || value >= below) count++;
  }
  return count;
}

/** JSON knows neither infinity nor NaN. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The `count` largest channels, by name where there are as many names; NaN comes last, equal values by index. Images are averaged over their pixels first. */
export function topOf(
  values: Float32Array,
  [height, width, channels]: PlanShape,
  count: number,
  labels: readonly string[] | undefined,
): readonly RunTop[] {
  const known = labels?.length === channels ? labels : undefined;
  const pixels = height * width;
  const means = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) {
    const channel = i % channels;
    means[channel] = (means[channel] as number) + (values[i] as number) / pixels;
  }
  const rank = (index: number): number => {
    const value = means[index] as number;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  return Array.from(means.keys())
    .sort((a, b) => (rank(b) === rank(a) ? a - b : rank(b) - rank(a)))
    .slice(0, count)
    .map((index) => ({ index, label: known?.[index] ?? null, value: finite(means[index] as number) }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

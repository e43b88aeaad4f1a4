/** Figures over the values of one tensor, and its largest values. Sums in float64. */

import type { PlanShape } from '../plan/plan';
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

/** JSON knows neither infinity nor NaN. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The `count` largest channels; NaN comes last, equal values by index. Images are averaged over their pixels first. */
export function topOf(
  values: Float32Array,
  [height, width, channels]: PlanShape,
  count: number,
  labels: readonly string[] | undefined,
): readonly RunTop[] {
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
    .map((index) => ({ index, label: labels?.[index] ?? null, value: finite(means[index] as number) }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

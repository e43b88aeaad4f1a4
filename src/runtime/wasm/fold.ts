/** Bias and batch norm of a convolution or dense layer as one factor and one term per filter, computed in float64. */

import type { BatchNorm, ConvolutionStep, DenseStep } from '../../plan/plan';
import type { Lowering } from './lowering';

/** Per filter: what its weights are multiplied with, and what is added behind. Filled up to whole panels. */
export interface Fold {
  readonly factors: Float32Array;
  readonly terms: Float32Array;
}

/** `slots[f]` is where filter f lies among the panels. */
export function fold(
  step: ConvolutionStep | DenseStep,
  lowering: Lowering,
  slots: readonly number[],
  size: number,
): Fold {
  const factors = new Float32Array(size).fill(1);
  const terms = new Float32Array(size);
  const bias = step.bias === null ? undefined : lowering.weight(step.bias);
  const norm = step.norm === null ? undefined : foldNorm(step.norm, slots.length, lowering);
  for (const [filter, slot] of slots.entries()) {
    const factor = norm?.factors[filter] ?? 1;
    factors[slot] = factor;
    terms[slot] = (bias?.[filter] ?? 0) * factor + (norm?.terms[filter] ?? 0);
  }
  return { factors, terms };
}

/** `gamma * (x - mean) / sqrt(variance + epsilon) + beta` as one factor and one term per channel, in float64. */
export function foldNorm(
  norm: BatchNorm,
  channels: number,
  lowering: Lowering,
): { readonly factors: Float64Array; readonly terms: Float64Array } {
  const gamma = norm.gamma === null ? undefined : lowering.weight(norm.gamma);
  const beta = norm.beta === null ? undefined : lowering.weight(norm.beta);
  const { stored } = norm;
  const mean = stored === null ? undefined : lowering.weight(stored.mean);
  const variance = stored === null ? undefined : lowering.weight(stored.variance);
  const factors = new Float64Array(channels);
  const terms = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    const deviation = Math.sqrt((variance?.[c] ?? 1) + (stored?.epsilon ?? 0));
    const factor = (gamma?.[c] ?? 1) / deviation;
    factors[c] = factor;
    terms[c] = (beta?.[c] ?? 0) - (mean?.[c] ?? 0) * factor;
  }
  return { factors, terms };
}

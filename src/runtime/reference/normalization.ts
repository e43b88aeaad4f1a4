/** Local response normalization (Krizhevsky et al. 2012, alpha / size as in Caffe) and batch normalization at inference. */

import type { BatchNorm, BatchNormStep, LrnStep } from '../../plan/plan';
import { mapKernel, pointwiseFunction } from './activation';
import { type Kernel, type Memory, onlyInput, weightAt } from './memory';

/**
 * Channel c sums the squares from c - floor((size - 1) / 2) to c + floor(size / 2), as far as there are such channels.
 */
export function lrnKernel(step: LrnStep, memory: Memory): Kernel {
  const input = onlyInput(step);
  const { output, size, alpha, beta, k } = step;
  const { arena } = memory;
  const { channels } = output;
  const before = Math.floor((size - 1) / 2);
  const after = Math.floor(size / 2);
  const activate = step.activation === null ? undefined : pointwiseFunction(step.activation);
  // A pixel is copied first, because output and input may be the same place.
  const pixel = new Float64Array(channels);
  return () => {
    for (let y = 0; y < output.height; y++) {
      memory.poll();
      for (let x = 0; x < output.width; x++) {
        const from = input.offset + y * input.rowStride + x * input.pixelStride;
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        for (let c = 0; c < channels; c++) pixel[c] = arena[from + c] as number;
        for (let c = 0; c < channels; c++) {
          const end = Math.min(channels - 1, c + after);
          let sum = 0;
          for (let other = Math.max(0, c - before); other <= end; other++) sum += (pixel[other] as number) ** 2;
          const value = (pixel[c] as number) / (k + (alpha / size) * sum) ** beta;
          arena[to + c] = activate === undefined ? value : activate(value);
        }
      }
    }
  };
}

/** The two numbers per channel that a batch norm comes to: `gamma * (x - mean) / sqrt(variance + epsilon) + beta`. */
export function foldNorm(
  norm: BatchNorm,
  channels: number,
  memory: Memory,
): { readonly factor: Float64Array; readonly term: Float64Array } {
  const gamma = norm.gamma === null ? undefined : weightAt(memory, norm.gamma);
  const beta = norm.beta === null ? undefined : weightAt(memory, norm.beta);
  const mean = weightAt(memory, norm.mean);
  const variance = weightAt(memory, norm.variance);
  const factor = new Float64Array(channels);
  const term = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    const scale = (gamma?.[c] ?? 1) / Math.sqrt((variance[c] as number) + norm.epsilon);
    factor[c] = scale;
    term[c] = (beta?.[c] ?? 0) - (mean[c] as number) * scale;
  }
  return { factor, term };
}

export function batchNormKernel(step: BatchNormStep, memory: Memory): Kernel {
  const { factor, term } = foldNorm(step.norm, step.output.channels, memory);
  return mapKernel(step, memory, (x, c) => x * (factor[c] as number) + (term[c] as number));
}

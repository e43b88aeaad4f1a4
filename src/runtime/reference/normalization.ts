/** Normalization: local response (Krizhevsky et al. 2012, alpha / n as in Caffe), batch at inference, by statistics at hand. */

import type {
  BatchNorm,
  BatchNormStep,
  ChannelFactors,
  LengthNormStep,
  LrnStep,
  StatisticsNormStep,
  TensorView,
} from '../../plan/plan';
import { mapKernel, pointwiseFunction } from './activation';
import { type Memory, onlyInput, type StepKernel, weightAt } from './memory';

/**
 * Channel c sums the squares from c - floor((size - 1) / 2) to c + floor(size / 2), as far as there are such channels.
 */
export function lrnKernel(step: LrnStep, memory: Memory): StepKernel {
  return step.within ? lrnWithin(step, memory) : lrnAcross(step, memory);
}

function lrnAcross(step: LrnStep, memory: Memory): StepKernel {
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

/** The squares of a window of size x size in the value's own channel, zeros beyond the image counting as values. */
function lrnWithin(step: LrnStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const { output, size, alpha, beta, k } = step;
  const { arena } = memory;
  const before = Math.floor((size - 1) / 2);
  const after = Math.floor(size / 2);
  const activate = step.activation === null ? undefined : pointwiseFunction(step.activation);
  const at = (y: number, x: number, c: number) =>
    arena[input.offset + y * input.rowStride + x * input.pixelStride + c] as number;
  return () => {
    for (let y = 0; y < output.height; y++) {
      for (let x = 0; x < output.width; x++) {
        memory.poll();
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        for (let c = 0; c < output.channels; c++) {
          let sum = 0;
          for (let row = Math.max(0, y - before); row <= Math.min(output.height - 1, y + after); row++) {
            for (let column = Math.max(0, x - before); column <= Math.min(output.width - 1, x + after); column++) {
              sum += at(row, column, c) ** 2;
            }
          }
          const value = at(y, x, c) / (k + (alpha / (size * size)) * sum) ** beta;
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
  const { gamma, beta } = factorsOf(norm, channels, memory);
  const { stored } = norm;
  if (stored === null) return { factor: gamma, term: beta };
  const mean = weightAt(memory, stored.mean);
  const variance = weightAt(memory, stored.variance);
  const factor = new Float64Array(channels);
  const term = new Float64Array(channels);
  for (let c = 0; c < channels; c++) {
    const scale = (gamma[c] as number) / Math.sqrt((variance[c] as number) + stored.epsilon);
    factor[c] = scale;
    term[c] = (beta[c] as number) - (mean[c] as number) * scale;
  }
  return { factor, term };
}

/** One and zero where the layer has no such weights. */
function factorsOf({ gamma, beta }: ChannelFactors, channels: number, memory: Memory) {
  const filled = (index: number | null, value: number) =>
    index === null ? new Float64Array(channels).fill(value) : Float64Array.from(weightAt(memory, index));
  return { gamma: filled(gamma, 1), beta: filled(beta, 0) };
}

export function batchNormKernel(step: BatchNormStep, memory: Memory): StepKernel {
  const { factor, term } = foldNorm(step.norm, step.output.channels, memory);
  return mapKernel(step, memory, (x, c) => x * (factor[c] as number) + (term[c] as number));
}

/** Values of the same set are visited in one call; sets do not overlap, so that the kernel may work in place. */
export function statisticsKernel(step: StatisticsNormStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const { output, groups, epsilon } = step;
  const { gamma, beta } = factorsOf(step.factors, output.channels, memory);
  const normalize = (set: ValueSet): void => {
    const count = set.height * set.width * set.channels;
    let sum = 0;
    each(set, input, (at) => {
      sum += memory.arena[at] as number;
    });
    const mean = sum / count;
    let squares = 0;
    each(set, input, (at) => {
      squares += ((memory.arena[at] as number) - mean) ** 2;
    });
    const deviation = Math.sqrt(squares / count + epsilon);
    each(set, input, (at, y, x, c) => {
      const value = ((memory.arena[at] as number) - mean) / deviation;
      const to = output.offset + y * output.rowStride + x * output.pixelStride + c;
      memory.arena[to] = value * (gamma[c] as number) + (beta[c] as number);
    });
  };
  const { height, width, channels } = output;
  return () => {
    if (groups !== null) {
      const depth = channels / groups;
      for (let group = 0; group < groups; group++) {
        memory.poll();
        normalize({ y: 0, x: 0, c: group * depth, height, width, channels: depth });
      }
      return;
    }
    for (let y = 0; y < height; y++) {
      memory.poll();
      for (let x = 0; x < width; x++) normalize({ y, x, c: 0, height: 1, width: 1, channels });
    }
  };
}

/** A part of a tensor: from one value on, so many rows, columns and channels. */
interface ValueSet {
  readonly y: number;
  readonly x: number;
  readonly c: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

function each(set: ValueSet, view: TensorView, visit: (at: number, y: number, x: number, c: number) => void): void {
  for (let y = set.y; y < set.y + set.height; y++) {
    for (let x = set.x; x < set.x + set.width; x++) {
      const pixel = view.offset + y * view.rowStride + x * view.pixelStride;
      for (let c = set.c; c < set.c + set.channels; c++) visit(pixel + c, y, x, c);
    }
  }
}

export function lengthNormKernel(step: LengthNormStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const { output, epsilon } = step;
  const { arena } = memory;
  const { gamma } = factorsOf({ gamma: step.gamma, beta: null }, output.channels, memory);
  return () => {
    for (let y = 0; y < output.height; y++) {
      memory.poll();
      for (let x = 0; x < output.width; x++) {
        const from = input.offset + y * input.rowStride + x * input.pixelStride;
        const to = output.offset + y * output.rowStride + x * output.pixelStride;
        let sum = 0;
        for (let c = 0; c < output.channels; c++) sum += (arena[from + c] as number) ** 2;
        const length = Math.sqrt(sum + epsilon);
        for (let c = 0; c < output.channels; c++) {
          arena[to + c] = ((arena[from + c] as number) / length) * (gamma[c] as number);
        }
      }
    }
  };
}

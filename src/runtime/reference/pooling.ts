/**
 * Pooling. Averages divide by the taps inside the image, or with `countPadding` by those inside the image and its
 * padding, as PyTorch does: what a window reaches beyond both (`rounding = ceil`) counts in neither. Maxima never see
 * padding.
 */

import type { AdaptivePoolStep, AveragePoolStep, GlobalPoolStep, MaxPoolStep, TensorView } from '../../plan/plan';
import { type Memory, onlyInput, type StepKernel } from './memory';

export function maxPoolKernel(step: MaxPoolStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const reduce = maximum(memory, input);
  const [top, , left] = step.window.pads;
  const [strideY, strideX] = step.window.stride;
  const [kernelHeight, kernelWidth] = step.window.kernel;
  return eachPixel(step.output, (y, x, to) => {
    const firstY = y * strideY - top;
    const firstX = x * strideX - left;
    reduce(
      Math.max(0, firstY),
      Math.min(input.height, firstY + kernelHeight),
      Math.max(0, firstX),
      Math.min(input.width, firstX + kernelWidth),
      to,
    );
  });
}

export function averagePoolKernel(step: AveragePoolStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const reduce = mean(memory, input);
  const [top, bottom, left, right] = step.window.pads;
  const [strideY, strideX] = step.window.stride;
  const [kernelHeight, kernelWidth] = step.window.kernel;
  return eachPixel(step.output, (y, x, to) => {
    const firstY = y * strideY - top;
    const firstX = x * strideX - left;
    const rows = Math.min(input.height + bottom, firstY + kernelHeight) - firstY;
    const columns = Math.min(input.width + right, firstX + kernelWidth) - firstX;
    reduce(
      Math.max(0, firstY),
      Math.min(input.height, firstY + kernelHeight),
      Math.max(0, firstX),
      Math.min(input.width, firstX + kernelWidth),
      to,
      step.countPadding ? rows * columns : undefined,
    );
  });
}

export function adaptivePoolKernel(step: AdaptivePoolStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const { output } = step;
  const reduce = mean(memory, input);
  return eachPixel(output, (y, x, to) => {
    reduce(
      Math.floor((y * input.height) / output.height),
      Math.ceil(((y + 1) * input.height) / output.height),
      Math.floor((x * input.width) / output.width),
      Math.ceil(((x + 1) * input.width) / output.width),
      to,
    );
  });
}

export function globalPoolKernel(step: GlobalPoolStep, memory: Memory): StepKernel {
  const input = onlyInput(step);
  const reduce = step.kernel === 'globalavgpool' ? mean(memory, input) : maximum(memory, input);
  return () => {
    memory.poll();
    reduce(0, input.height, 0, input.width, step.output.offset);
  };
}

function eachPixel(output: TensorView, compute: (y: number, x: number, to: number) => void): StepKernel {
  return () => {
    for (let y = 0; y < output.height; y++) {
      for (let x = 0; x < output.width; x++) {
        compute(y, x, output.offset + y * output.rowStride + x * output.pixelStride);
      }
    }
  };
}

/** Reduces rows [top, bottom) and columns [left, right) of the input to one pixel. */
type Reduce = (top: number, bottom: number, left: number, right: number, to: number, divisor?: number) => void;

function maximum(memory: Memory, input: TensorView): Reduce {
  const { arena } = memory;
  const { channels } = input;
  const result = new Float64Array(channels);
  return (top, bottom, left, right, to) => {
    memory.poll();
    result.fill(Number.NEGATIVE_INFINITY);
    for (let y = top; y < bottom; y++) {
      let from = input.offset + y * input.rowStride + left * input.pixelStride;
      for (let x = left; x < right; x++) {
        for (let c = 0; c < channels; c++) {
          const value = arena[from + c] as number;
          // Written so that NaN is passed on.
          if (!(value <= (result[c] as number))) result[c] = value;
        }
        from += input.pixelStride;
      }
    }
    for (let c = 0; c < channels; c++) arena[to + c] = result[c] as number;
  };
}

function mean(memory: Memory, input: TensorView): Reduce {
  const { arena } = memory;
  const { channels } = input;
  const sums = new Float64Array(channels);
  return (top, bottom, left, right, to, divisor = (bottom - top) * (right - left)) => {
    memory.poll();
    sums.fill(0);
    for (let y = top; y < bottom; y++) {
      let from = input.offset + y * input.rowStride + left * input.pixelStride;
      for (let x = left; x < right; x++) {
        for (let c = 0; c < channels; c++) sums[c] = (sums[c] as number) + (arena[from + c] as number);
        from += input.pixelStride;
      }
    }
    for (let c = 0; c < channels; c++) arena[to + c] = (sums[c] as number) / divisor;
  };
}

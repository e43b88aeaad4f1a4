/**
 * Transposed convolution by its definition: every value of the input times every weight of its window, each product counted
 * and added to the result it reaches; those that reach none are made all the same and only counted.
 */

import type { TransposedConvolutionStep } from '../../plan/plan';
import { epilogueOf } from './epilogue';
import { type Counter, type Memory, onlyInput, type StepKernel, weightAt } from './memory';

export function transposedConvolutionKernel(
  step: TransposedConvolutionStep,
  memory: Memory,
  counter: Counter | undefined,
): StepKernel {
  const input = onlyInput(step);
  const { output, window, groups } = step;
  const [kernelHeight, kernelWidth] = window.kernel;
  const [strideY, strideX] = window.stride;
  const [dilationY, dilationX] = window.dilation;
  const [top, , left] = window.pads;
  const depth = input.channels / groups;
  const filters = output.channels / groups;
  const weight = weightAt(memory, step.weight);
  const epilogue = epilogueOf(step, output.channels, memory);
  const { height, width, channels } = output;
  const sums = new Float64Array(height * width * channels);
  const pixel = new Float64Array(channels);

  /** Adds the products of one input pixel with one place of the window to the result pixel at `to`. */
  const spread = (from: number, tap: number, to: number): void => {
    for (let group = 0; group < groups; group++) {
      for (let c = 0; c < depth; c++) {
        const value = memory.arena[from + group * depth + c] as number;
        const row = (tap * depth + c) * channels + group * filters;
        for (let f = 0; f < filters; f++) {
          const at = to + group * filters + f;
          sums[at] = (sums[at] as number) + value * (weight[row + f] as number);
        }
      }
    }
  };

  return () => {
    sums.fill(0);
    for (let y = 0; y < input.height; y++) {
      for (let x = 0; x < input.width; x++) {
        memory.poll();
        const from = input.offset + y * input.rowStride + x * input.pixelStride;
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const toY = y * strideY - top + ky * dilationY;
            const toX = x * strideX - left + kx * dilationX;
            const isInside = toY >= 0 && toY < height && toX >= 0 && toX < width;
            if (counter) {
              counter.multiplies += depth * channels;
              if (isInside) counter.effectiveMultiplies += depth * channels;
            }
            if (isInside) spread(from, ky * kernelWidth + kx, (toY * width + toX) * channels);
          }
        }
      }
    }
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        pixel.set(sums.subarray((y * width + x) * channels, (y * width + x + 1) * channels));
        epilogue(pixel, output.offset + y * output.rowStride + x * output.pixelStride);
      }
    }
  };
}

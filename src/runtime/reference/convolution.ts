/**
 * Convolution of every kind: groups, dilation, any stride and padding; depthwise is the case of one input channel
 * per group. Sums are kept in float64, in the order kernel row, kernel column, input channel, and rounded once,
 * behind bias, norm and activation.
 *
 * There are two forms. The usual one takes four results at a time, so that each weight is loaded once for four
 * pixels. The counting one does the textbook's loops and counts every product as it makes it; it is the
 * naive twin of the first, and gives the same values to the last bit.
 */

import type { ConvolutionStep } from '../../plan/plan';
import { type Epilogue, epilogueOf } from './epilogue';
import { type Counter, type Memory, onlyInput, type StepKernel, weightAt } from './memory';

/** Products between two questions whether to go on: a few milliseconds. */
const productsPerPoll = 4_000_000;

const tile = 4;

export function convolutionKernel(step: ConvolutionStep, memory: Memory, counter: Counter | undefined): StepKernel {
  const epilogue = epilogueOf(step, step.output.channels, memory);
  if (counter !== undefined) return countingConvolution(step, memory, epilogue, counter);
  return tiledConvolution(step, memory, epilogue);
}

function tiledConvolution(step: ConvolutionStep, memory: Memory, epilogue: Epilogue): StepKernel {
  const input = onlyInput(step);
  const { output, groups } = step;
  const { arena } = memory;
  const weight = weightAt(memory, step.weight);
  const filters = output.channels;
  const depth = input.channels / groups;
  const filtersEach = filters / groups;
  const [kernelHeight, kernelWidth] = step.window.kernel;
  const [strideY, strideX] = step.window.stride;
  const [dilationY, dilationX] = step.window.dilation;
  const [top, , left] = step.window.pads;
  const sums = Array.from({ length: tile }, () => new Float64Array(filters));
  const [sums0, sums1, sums2, sums3] = sums as [Float64Array, Float64Array, Float64Array, Float64Array];
  /** Where the four pixels of a tap start in the arena; below 0 on padding. */
  const at = new Int32Array(tile);
  const starts = new Float64Array(tile);
  const pixels = output.height * output.width;
  const productsPerTile = tile * kernelHeight * kernelWidth * depth * filters;
  const tilesPerPoll = Math.max(1, Math.floor(productsPerPoll / productsPerTile));

  const addDepthwise = (weightStart: number): void => {
    for (let lane = 0; lane < tile; lane++) {
      if ((at[lane] as number) < 0) continue;
      const start = starts[lane] as number;
      const laneSums = sums[lane] as Float64Array;
      let filter = 0;
      for (let c = 0; c < groups; c++) {
        const value = arena[start + c] as number;
        for (let f = 0; f < filtersEach; f++, filter++) {
          laneSums[filter] = (laneSums[filter] as number) + value * (weight[weightStart + filter] as number);
        }
      }
    }
  };

  /**
   * Adds one tap, for four pixels and four input channels (p, q, r, s) at a time, so that sums are loaded and stored a
   * quarter as often. A sum grows in the order of the channels all the same. A lane on padding adds zeros.
   */
  const addDense = (weightStart: number): void => {
    const start0 = starts[0] as number;
    const start1 = starts[1] as number;
    const start2 = starts[2] as number;
    const start3 = starts[3] as number;
    const in0 = (at[0] as number) >= 0;
    const in1 = (at[1] as number) >= 0;
    const in2 = (at[2] as number) >= 0;
    const in3 = (at[3] as number) >= 0;
    for (let group = 0; group < groups; group++) {
      const firstFilter = group * filtersEach;
      const lastFilter = firstFilter + filtersEach;
      let depthDone = 0;
      for (; depthDone + 3 < depth; depthDone += 4) {
        const channel = group * depth + depthDone;
        // Weights of this tap and channel, at the filters of this group: a row holds all filters.
        const row = weightStart + depthDone * filters;
        const p0 = in0 ? (arena[start0 + channel] as number) : 0;
        const q0 = in0 ? (arena[start0 + channel + 1] as number) : 0;
        const r0 = in0 ? (arena[start0 + channel + 2] as number) : 0;
        const s0 = in0 ? (arena[start0 + channel + 3] as number) : 0;
        const p1 = in1 ? (arena[start1 + channel] as number) : 0;
        const q1 = in1 ? (arena[start1 + channel + 1] as number) : 0;
        const r1 = in1 ? (arena[start1 + channel + 2] as number) : 0;
        const s1 = in1 ? (arena[start1 + channel + 3] as number) : 0;
        const p2 = in2 ? (arena[start2 + channel] as number) : 0;
        const q2 = in2 ? (arena[start2 + channel + 1] as number) : 0;
        const r2 = in2 ? (arena[start2 + channel + 2] as number) : 0;
        const s2 = in2 ? (arena[start2 + channel + 3] as number) : 0;
        const p3 = in3 ? (arena[start3 + channel] as number) : 0;
        const q3 = in3 ? (arena[start3 + channel + 1] as number) : 0;
        const r3 = in3 ? (arena[start3 + channel + 2] as number) : 0;
        const s3 = in3 ? (arena[start3 + channel + 3] as number) : 0;
        for (let f = firstFilter; f < lastFilter; f++) {
          const p = weight[row + f] as number;
          const q = weight[row + filters + f] as number;
          const r = weight[row + 2 * filters + f] as number;
          const s = weight[row + 3 * filters + f] as number;
          sums0[f] = (sums0[f] as number) + p0 * p + q0 * q + r0 * r + s0 * s;
          sums1[f] = (sums1[f] as number) + p1 * p + q1 * q + r1 * r + s1 * s;
          sums2[f] = (sums2[f] as number) + p2 * p + q2 * q + r2 * r + s2 * s;
          sums3[f] = (sums3[f] as number) + p3 * p + q3 * q + r3 * r + s3 * s;
        }
      }
      for (; depthDone < depth; depthDone++) {
        const channel = group * depth + depthDone;
        const row = weightStart + depthDone * filters;
        const p0 = in0 ? (arena[start0 + channel] as number) : 0;
        const p1 = in1 ? (arena[start1 + channel] as number) : 0;
        const p2 = in2 ? (arena[start2 + channel] as number) : 0;
        const p3 = in3 ? (arena[start3 + channel] as number) : 0;
        for (let f = firstFilter; f < lastFilter; f++) {
          const p = weight[row + f] as number;
          sums0[f] = (sums0[f] as number) + p0 * p;
          sums1[f] = (sums1[f] as number) + p1 * p;
          sums2[f] = (sums2[f] as number) + p2 * p;
          sums3[f] = (sums3[f] as number) + p3 * p;
        }
      }
    }
  };
  const addTap = depth === 1 && groups > 1 ? addDepthwise : addDense;

  return () => {
    let tilesLeft = 0;
    for (let first = 0; first < pixels; first += tile) {
      if (tilesLeft-- <= 0) {
        memory.poll();
        tilesLeft = tilesPerPoll;
      }
      for (const laneSums of sums) laneSums.fill(0);
      for (let ky = 0; ky < kernelHeight; ky++) {
        for (let kx = 0; kx < kernelWidth; kx++) {
          let isAny = false;
          for (let lane = 0; lane < tile; lane++) {
            const pixel = first + lane;
            const y = Math.floor(pixel / output.width) * strideY - top + ky * dilationY;
            const x = (pixel % output.width) * strideX - left + kx * dilationX;
            const isInside = pixel < pixels && y >= 0 && y < input.height && x >= 0 && x < input.width;
            at[lane] = isInside ? 0 : -1;
            starts[lane] = isInside ? input.offset + y * input.rowStride + x * input.pixelStride : 0;
            isAny ||= isInside;
          }
          if (isAny) addTap((ky * kernelWidth + kx) * depth * filters);
        }
      }
      for (let lane = 0; lane < tile && first + lane < pixels; lane++) {
        const pixel = first + lane;
        const y = Math.floor(pixel / output.width);
        const x = pixel % output.width;
        epilogue(sums[lane] as Float64Array, output.offset + y * output.rowStride + x * output.pixelStride);
      }
    }
  };
}

function countingConvolution(step: ConvolutionStep, memory: Memory, epilogue: Epilogue, counter: Counter): StepKernel {
  const input = onlyInput(step);
  const { output, groups, window } = step;
  const { arena } = memory;
  const weight = weightAt(memory, step.weight);
  const filters = output.channels;
  const depth = input.channels / groups;
  const filtersEach = filters / groups;
  const [kernelHeight, kernelWidth] = window.kernel;
  const sums = new Float64Array(filters);
  const productsPerPixel = kernelHeight * kernelWidth * depth * filters;
  const pixelsPerPoll = Math.max(1, Math.floor(productsPerPoll / productsPerPixel));

  return () => {
    let pixelsLeft = 0;
    for (let y = 0; y < output.height; y++) {
      for (let x = 0; x < output.width; x++) {
        if (pixelsLeft-- <= 0) {
          memory.poll();
          pixelsLeft = pixelsPerPoll;
        }
        sums.fill(0);
        let products = 0;
        let productsInside = 0;
        for (let ky = 0; ky < kernelHeight; ky++) {
          for (let kx = 0; kx < kernelWidth; kx++) {
            const inputY = y * window.stride[0] - window.pads[0] + ky * window.dilation[0];
            const inputX = x * window.stride[1] - window.pads[2] + kx * window.dilation[1];
            const isInside = inputY >= 0 && inputY < input.height && inputX >= 0 && inputX < input.width;
            const start = input.offset + inputY * input.rowStride + inputX * input.pixelStride;
            const tap = (ky * kernelWidth + kx) * depth;
            for (let group = 0; group < groups; group++) {
              const firstFilter = group * filtersEach;
              for (let d = 0; d < depth; d++) {
                // A tap on padding is a product with zero: made and counted as any other.
                const value = isInside ? (arena[start + group * depth + d] as number) : 0;
                const row = (tap + d) * filters;
                const made = multiplyAll(sums, weight, value, row, firstFilter, firstFilter + filtersEach);
                products += made;
                if (isInside) productsInside += made;
              }
            }
          }
        }
        counter.multiplies += products;
        counter.effectiveMultiplies += productsInside;
        epilogue(sums, output.offset + y * output.rowStride + x * output.pixelStride);
      }
    }
  };
}

/** One value times its weight of every filter from `first` to before `last`; how many products were made. */
function multiplyAll(
  sums: Float64Array,
  weight: Float32Array,
  value: number,
  row: number,
  first: number,
  last: number,
): number {
  let made = 0;
  for (let f = first; f < last; f++) {
    sums[f] = (sums[f] as number) + value * (weight[row + f] as number);
    made++;
  }
  return made;
}

/**
 * How a convolution is computed: chosen from its sizes alone, so that the lowering and the prediction of times (works.ts)
 * say the same, and nothing has to be compiled for it.
 */

import { invariant } from '../../base/assert';
import type { KernelKind } from '../../base/machine-profile';
import type { ConvolutionStep, Pointwise, TensorView } from '../../plan/plan';
import { pairedFilters, panelWidth, tilingOf } from './kernels/gemm';
import { plain, type Winograd, winograd } from './winograd-matrices';

export interface WinogradAlgorithm {
  readonly kind: KernelKind;
  readonly vertical: Winograd;
  readonly horizontal: Winograd;
}

const f43 = winograd(4, 3);
const f33 = winograd(3, 3);
const f23 = winograd(2, 3);
const f25 = winograd(2, 5);
const f34 = winograd(3, 4);
const f27 = winograd(2, 7);

export const winogradAlgorithms: readonly WinogradAlgorithm[] = [
  { kind: 'conv3x3', vertical: f43, horizontal: f43 },
  { kind: 'conv3x3by3', vertical: f33, horizontal: f33 },
  { kind: 'conv3x3by2', vertical: f23, horizontal: f23 },
  { kind: 'conv3x1', vertical: plain, horizontal: f43 },
  { kind: 'conv3x1', vertical: f43, horizontal: plain },
  { kind: 'conv5x5', vertical: f25, horizontal: f25 },
  { kind: 'conv4x4', vertical: f34, horizontal: f34 },
  { kind: 'conv7x1', vertical: plain, horizontal: f27 },
  { kind: 'conv7x1', vertical: f27, horizontal: plain },
];

export type ConvolutionChoice =
  | { readonly by: 'winograd'; readonly algorithm: WinogradAlgorithm }
  /**
   * Four neighbouring pixels become one with four times the channels, on which a filter of half the size has stride 1:
   * for stride 2 on images of up to four channels (the stem of many networks).
   */
  | { readonly by: 'phases'; readonly algorithm: WinogradAlgorithm }
  /** A filter for each channel, four channels at a time. */
  | { readonly by: 'channels' }
  /** A product of matrices, for each group. */
  | { readonly by: 'products' };

export function chooseConvolution(step: ConvolutionStep): ConvolutionChoice {
  const [input] = step.inputs;
  invariant(input !== undefined, 'a convolution has an input');
  const { groups, output } = step;
  if (groups > 1 && groups === input.channels && output.channels === input.channels) return { by: 'channels' };
  if (groups > 1 || step.window.dilation.some((value) => value !== 1)) return { by: 'products' };
  const plainly = windowAlgorithm(step, input);
  if (plainly !== undefined) return { by: 'winograd', algorithm: plainly };
  const phased = phasesAlgorithm(step, input);
  return phased === undefined ? { by: 'products' } : { by: 'phases', algorithm: phased };
}

/** Whether products of two neighbouring groups are computed together: neither has filters enough for a panel. */
export function hasPairedGroups({ inputs, groups, output }: ConvolutionStep): boolean {
  const isPaired = (channels: number | undefined): boolean => channels === pairedFilters * groups;
  return groups % 2 === 0 && isPaired(inputs[0]?.channels) && isPaired(output.channels);
}

/** Whether kernels do it to their results while they have them in registers: by a lower and an upper limit. */
export function isLimit(activation: Pointwise | null): boolean {
  return activation === null || ['relu', 'relu6', 'clip'].includes(activation.kind);
}

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

export function tilesAlong(size: number, outputs: number): number {
  return Math.ceil(size / outputs);
}

/**
 * To bring one weight from memory, as products. On images of few tiles it is most of what a large tile costs: measured on
 * images of 5x5 to 35x35 with 96 to 512 channels, where 4 to 8 chose what was fastest or within a tenth of it.
 */
const productsPerWeight = 6;

/** Matrix products of so many rows, with the reading of their weights. */
function productsOf(rows: number, weights: number): number {
  return (tilingOf(rows, false).pixels + productsPerWeight) * weights;
}

/** The algorithm that takes least work, if that is less than the direct products. */
function windowAlgorithm({ window, output }: ConvolutionStep, input: TensorView): WinogradAlgorithm | undefined {
  if (window.stride.some((value) => value !== 1)) return undefined;
  const filters = roundUp(output.channels, panelWidth);
  const channels = roundUp(input.channels, 4);
  let least = productsOf(output.height * output.width, window.kernel[0] * window.kernel[1] * input.channels * filters);
  let found: WinogradAlgorithm | undefined;
  for (const algorithm of winogradAlgorithms) {
    const { vertical, horizontal } = algorithm;
    if (vertical.taps !== window.kernel[0] || horizontal.taps !== window.kernel[1]) continue;
    const tiles = tilesAlong(output.height, vertical.outputs) * tilesAlong(output.width, horizontal.outputs);
    const points = vertical.points * horizontal.points;
    // Transforms take some four operations per point and value each way.
    const work = productsOf(tiles, points * channels * filters) + 4 * points * tiles * (channels + filters);
    if (work >= least) continue;
    least = work;
    found = algorithm;
  }
  return found;
}

/** Channels of a pixel in the copy that phases are read from: one vector. */
export const phaseChannels = 4;

/** Height and width of that copy: the padded image, as far as windows reach. */
export function phasedSize(output: TensorView, { vertical, horizontal }: WinogradAlgorithm): readonly [number, number] {
  return [2 * (output.height + vertical.taps - 1), 2 * (output.width + horizontal.taps - 1)];
}

function phasesAlgorithm({ window, output }: ConvolutionStep, input: TensorView): WinogradAlgorithm | undefined {
  const [height, width] = window.kernel;
  if (input.channels > phaseChannels || window.stride.some((value) => value !== 2)) return undefined;
  const found = winogradAlgorithms.find(
    ({ vertical, horizontal }) =>
      vertical === horizontal && 2 * vertical.taps - height < 2 && height <= 2 * vertical.taps && height === width,
  );
  if (found === undefined) return undefined;
  const { outputs, points } = found.vertical;
  const tiles = tilesAlong(output.height, outputs) * tilesAlong(output.width, outputs);
  const filters = roundUp(output.channels, panelWidth);
  const direct = roundUp(output.height * output.width, 4) * filters * input.channels * height * width;
  const depth = 4 * phaseChannels;
  // Sums are short here, so that the beginning and end of each weigh more than elsewhere.
  const products = points * points * roundUp(tiles, 4) * filters * (depth + 8);
  const transforms = 4 * points * points * tiles * (depth + filters);
  return products + transforms < direct ? found : undefined;
}

/** What the pictures of the course show: computed by the runtime, and counted by the analysis. */

import { seededRandom } from '../base/random';
import { channelGate, direct, manyChannels, oneChannel } from './designs';
import { windowOf } from './edited';
import type { LaterSizes } from './googlenet';
import type { DirectSizes } from './inception';
import { Design, designOf, read } from './measure';
import { featuresOf, kernelOf, type ManyChannelsSizes, type OneChannelSizes, pixelsOf } from './one-by-one';
import { type Computed, compute } from './pixels';

export interface WeightedImage extends Computed {
  readonly height: number;
  readonly width: number;
  readonly pixels: readonly number[];
  /** What the analysis says of the multiplies. */
  readonly predicted: number;
}

/** Each pixel times the weight. */
export async function weightedImage(sizes: OneChannelSizes, weight: number): Promise<WeightedImage> {
  const height = sizes.rows.length;
  const width = sizes.rows[0]?.length ?? 0;
  const design = designOf(oneChannel(height, width, 'conv(1, 1x1, activation = none)'));
  const pixels = pixelsOf(sizes);
  return { height, width, pixels, predicted: design.multiplies(), ...(await compute(design, pixels, [weight])) };
}

export interface DotProducts {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Row by row, pixel by pixel, channel by channel. */
  readonly features: readonly number[];
  readonly kernel: readonly number[];
  /** Of each pixel, before and after ReLU. */
  readonly sums: readonly number[];
  readonly rectified: readonly number[];
  readonly multiplies: number;
  readonly predicted: number;
}

/** A kernel of 1x1 at every pixel. */
export async function dotProducts(sizes: ManyChannelsSizes): Promise<DotProducts> {
  const { height, width, channels } = sizes;
  const designFor = (layer: string) => designOf(manyChannels(height, width, channels, layer));
  const features = featuresOf(sizes);
  const kernel = kernelOf(sizes);
  const design = designFor('conv(1, 1x1)');
  const sums = await compute(designFor('conv(1, 1x1, activation = none)'), features, kernel);
  const rectified = await compute(design, features, kernel);
  return {
    height,
    width,
    channels,
    features,
    kernel,
    sums: sums.values,
    rectified: rectified.values,
    multiplies: rectified.multiplies,
    predicted: design.multiplies(),
  };
}

export interface KernelResults {
  /** Of each kernel at the pixel that the lesson asks for, after ReLU. */
  readonly values: readonly number[];
  readonly multiplies: number;
  readonly params: number;
}

/** So many kernels of 1x1 at every pixel: the lesson's, and others drawn from a seed. */
export async function kernelResults(sizes: ManyChannelsSizes, count: number): Promise<KernelResults> {
  const { height, width, channels } = sizes;
  const design = designOf(manyChannels(height, width, channels, `conv(${count}, 1x1)`));
  const random = seededRandom(11);
  const others = Array.from({ length: count - 1 }, () =>
    kernelOf({ ...sizes, kernel: sizes.at.map(() => Math.floor(random() * 5) - 2) }),
  );
  const kernels = [kernelOf(sizes), ...others];
  const weights = Array.from({ length: channels }, (_, channel) => kernels.map((kernel) => kernel[channel] ?? 0));
  const { values } = await compute(design, featuresOf(sizes), weights.flat());
  const pixel = ((sizes.row - 1) * width + sizes.column - 1) * count;
  return {
    values: values.slice(pixel, pixel + count),
    multiplies: design.multiplies(),
    params: design.sum('params'),
  };
}

/** The weights of the gate are drawn once; another image is another seed. */
const gateSeed = 4;

/**
 * What a gate of squeeze and excitation lets through of each channel, from 0 to 1, of an image that is drawn from a seed:
 * half of its channels are as good as silent, as behind a ReLU.
 */
export async function gatesOf(sizes: LaterSizes, image: number): Promise<readonly number[]> {
  const random = seededRandom(image);
  const strengths = Array.from({ length: sizes.channels }, () => Math.max(0, 16 * random() - 8));
  const features = Array.from({ length: sizes.size * sizes.size }, () => strengths.map((most) => most * random()));
  return (await compute(designOf(channelGate(sizes, sizes.squeeze)), features.flat(), { seed: gateSeed })).values;
}

export interface SlidingWindow {
  readonly size: number;
  readonly channels: number;
  readonly kernel: number;
  /** Multiplies of all filters at one place of the window. */
  readonly each: number;
  readonly multiplies: number;
  readonly effective: number;
  /** Taps beside the image, at a place from 0. */
  padded(row: number, column: number): number;
  /** What the first filter makes of an image that is drawn from a seed, after ReLU; row by row, computed when it is asked for. */
  results(): Promise<readonly number[]>;
}

export function slidingWindow(sizes: DirectSizes): SlidingWindow {
  const { size, channels, filters, kernel } = sizes;
  const design = designOf(direct(sizes, `conv(${filters}, ${kernel}x${kernel})`));
  const reach = Math.floor(kernel / 2);
  const inside = (at: number): number => Math.min(at + reach, size - 1) - Math.max(at - reach, 0) + 1;
  return {
    size,
    channels,
    kernel,
    each: design.multiplies() / (size * size),
    multiplies: design.multiplies(),
    effective: design.sum('effectiveMultiplies'),
    padded: (row, column) => kernel * kernel - inside(row) * inside(column),
    results: async () => {
      const random = seededRandom(7);
      const draw = (count: number): number[] => Array.from({ length: count }, () => 2 * random() - 1);
      const single = designOf(direct(sizes, `conv(1, ${kernel}x${kernel})`));
      return (await compute(single, draw(size * size * channels), draw(kernel * kernel * channels))).values;
    },
  };
}

/** A text with `padding = valid` at its convolution of the largest window; undefined where nothing can be written there. */
export function withValidPadding(text: string): { readonly kernel: string; readonly text: string } | undefined {
  const network = read(text).networks[0];
  if (network === undefined) return undefined;
  const areaOf = (kernel: string): number => kernel.split('x').reduce((area, side) => area * Number(side), 1);
  const [largest] = new Design(network)
    .layers('conv')
    .map((layer) => ({ span: layer.origin.span, kernel: windowOf(layer).kernel }))
    .sort((a, b) => areaOf(b.kernel) - areaOf(a.kernel));
  if (largest === undefined || areaOf(largest.kernel) === 1) return undefined;
  const call = text.slice(largest.span.start, largest.span.end);
  if (!/^conv\([^()]*\)$/.test(call) || call.includes('padding')) return undefined;
  const at = largest.span.end - 1;
  return { kernel: largest.kernel.replace('x', '×'), text: `${text.slice(0, at)}, padding = valid${text.slice(at)}` };
}

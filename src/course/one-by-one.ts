/** Lessons 1 to 3: what a 1x1 convolution does. */

import { present } from '../base/assert';
import { seededRandom } from '../base/random';
import { manyChannels, oneChannel, shrink } from './designs';
import { Edited, isOnly, isPool, windowOf } from './edited';
import { exact, figuresOf, type Lesson, type LessonSource } from './lesson';
import { designOf, elements, type Reading } from './measure';
import { compute } from './pixels';

export interface OneChannelSizes {
  /** Digits, a row each. */
  readonly rows: readonly string[];
  readonly weight: number;
  /** Of the pixel that is asked for, from 1. */
  readonly row: number;
  readonly column: number;
}

/** The digits of pi; the sister question has those of e. */
export const oneChannelSizes: OneChannelSizes = {
  rows: ['314159', '265358', '979323', '846264', '338327', '950288'],
  weight: 2,
  row: 1,
  column: 6,
};
export const oneChannelSister: OneChannelSizes = {
  rows: ['27182', '81828', '45904', '52353', '60287', '47135', '26624'],
  weight: 3,
  row: 2,
  column: 4,
};

export async function oneChannelLesson(sizes: OneChannelSizes): Promise<Lesson> {
  const height = sizes.rows.length;
  const width = sizes.rows[0]?.length ?? 0;
  const variant = (layer: string) => oneChannel(height, width, `${layer}, activation = none)`);
  const text = variant('conv(1, 1x1');
  const design = designOf(text);
  const conv = design.layer('conv');
  const pixels = pixelsOf(sizes);
  const at = (sizes.row - 1) * width + sizes.column - 1;
  const outputFor = async (weight: number) => present((await compute(design, pixels, [weight])).values[at], 'pixel');
  const pixel = present(pixels[at], 'pixel');
  const answer = await outputFor(sizes.weight);
  const narrow = designOf(variant('conv(1, 3x3, padding = valid'));
  const double = designOf(variant(`conv(${sizes.weight}, 1x1`));
  const multiplies = design.multiplies();
  const figures = figuresOf({
    shape: design.result,
    image: design.inputShape,
    multiplies,
    weight: sizes.weight,
    row: sizes.row,
    column: sizes.column,
    pixel,
    answer,
  });
  return {
    id: 'one-channel',
    text,
    figures,
    questions: [
      {
        id: 'one-channel.1',
        kind: 'number',
        figures,
        hasSister: true,
        answer,
        firstFactor: pixel,
        wrong: [
          { name: 'added', value: pixel + sizes.weight },
          { name: 'unchanged', value: await outputFor(1) },
        ],
      },
      {
        id: 'one-channel.2',
        kind: 'shape',
        figures,
        hasSister: true,
        answer: design.result,
        wrong: [
          { name: 'window', value: narrow.result },
          { name: 'filters', value: double.result },
        ],
      },
      {
        id: 'one-channel.3',
        kind: 'number',
        figures,
        hasSister: true,
        answer: multiplies,
        firstFactor: height,
        wrong: [
          { name: 'once', value: design.weights(conv) },
          { name: 'weight', value: multiplies * sizes.weight },
        ],
      },
    ],
  };
}

export function pixelsOf({ rows }: OneChannelSizes): readonly number[] {
  return rows.flatMap((row) => [...row].map(Number));
}

export interface ManyChannelsSizes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Of the pixel that is asked for, from 1. */
  readonly row: number;
  readonly column: number;
  /** Its channels that are not zero, from 1. */
  readonly at: readonly number[];
  readonly values: readonly number[];
  readonly kernel: readonly number[];
  /** How many filters the file is to have in the end. */
  readonly filters: number;
}

export const manyChannelsSizes: ManyChannelsSizes = {
  height: 6,
  width: 6,
  channels: 32,
  row: 3,
  column: 4,
  at: [3, 10, 21],
  values: [4, 3, 1],
  kernel: [1, -2, 1],
  filters: 8,
};
export const manyChannelsSister: ManyChannelsSizes = {
  height: 5,
  width: 5,
  channels: 16,
  row: 2,
  column: 2,
  at: [2, 7, 12],
  values: [2, 5, 3],
  kernel: [3, -1, -2],
  filters: 4,
};

export async function manyChannelsLesson(sizes: ManyChannelsSizes): Promise<Lesson> {
  const { height, width, channels, filters } = sizes;
  const variant = (layer: string) => manyChannels(height, width, channels, layer);
  const text = variant('conv(1, 1x1)');
  const solution = variant(`conv(${filters}, 1x1)`);
  const design = designOf(text);
  const linear = designOf(variant('conv(1, 1x1, activation = none)'));
  const features = featuresOf(sizes);
  const at = (sizes.row - 1) * width + sizes.column - 1;
  const kernel = kernelOf(sizes);
  const outputOf = async (network: typeof design, weights: readonly number[]) =>
    present((await compute(network, features, weights)).values[at], 'pixel');
  const sum = await outputOf(linear, kernel);
  const rectified = await outputOf(design, kernel);
  const wide = designOf(solution);
  const neighbours = designOf(variant(`conv(${filters}, 3x3)`));
  const figures = figuresOf({
    at: sizes.at.join(', '),
    values: sizes.values.map(exact).join(', '),
    weights: sizes.kernel.map(exact).join(', '),
    channel: present(sizes.at[0], 'channel'),
    product: `${sizes.values[0]}·${signed(sizes.kernel[0] ?? 0)}`,
    products: sizes.at.map((_, i) => `${sizes.values[i]}·${signed(sizes.kernel[i] ?? 0)}`).join(' + '),
    channels,
    sum,
    rectified,
    expected: wide.result,
    filters,
    cheap: wide.multiplies(),
    dear: neighbours.multiplies(),
    times: neighbours.multiplies() / wide.multiplies(),
  });
  return {
    id: 'many-channels',
    text,
    figures,
    questions: [
      {
        id: 'many-channels.1',
        kind: 'number',
        figures,
        hasSister: true,
        answer: sum,
        wrong: [
          { name: 'sign', value: await outputOf(linear, kernel.map(Math.abs)) },
          {
            name: 'pixel',
            value: await outputOf(
              linear,
              kernel.map(() => 1),
            ),
          },
        ],
      },
      {
        id: 'many-channels.2',
        kind: 'number',
        figures,
        hasSister: true,
        answer: rectified,
        wrong: [
          { name: 'negative', value: sum },
          { name: 'absolute', value: Math.abs(sum) },
        ],
      },
      {
        id: 'many-channels.3',
        kind: 'edit',
        figures,
        hasSister: false,
        solution,
        look: (reading: Reading) =>
          Edited.look(reading, design, (edited) => {
            const windows = edited.layers('conv').map(windowOf);
            const isSwapped = windows.some((one) => one.filters === 1 && one.kernel === `${filters}x${filters}`);
            const shape = edited.shapeRule(wide.result);
            const neighboursSeen = shape.isMet && windows.some(({ kernel: size }) => size !== '1x1');
            return {
              wrong: isSwapped ? 'swapped' : neighboursSeen ? 'neighbours' : undefined,
              rules: [
                shape,
                edited.rule('one-pixel', edited.seesOnePixel()),
                edited.rule('one-conv', isOnly(edited, 'conv', 1)),
              ],
            };
          }),
      },
    ],
  };
}

function signed(value: number): string {
  return value < 0 ? `(${exact(value)})` : exact(value);
}

/** The one kernel: zero but at the channels that count. */
export function kernelOf({ channels, at, kernel }: ManyChannelsSizes): readonly number[] {
  return spread(channels, at, kernel);
}

/** The pixel that is asked for, and others drawn from a seed: small whole numbers in a few channels. */
export function featuresOf(sizes: ManyChannelsSizes): readonly number[] {
  const { height, width, channels, at, values } = sizes;
  const random = seededRandom(5);
  const features: number[] = [];
  for (let row = 1; row <= height; row++) {
    for (let column = 1; column <= width; column++) {
      const isAsked = row === sizes.row && column === sizes.column;
      const drawn = at.map(() => Math.max(0, Math.floor(random() * 6) - 1));
      features.push(...spread(channels, at, isAsked ? values : drawn));
    }
  }
  return features;
}

function spread(channels: number, at: readonly number[], values: readonly number[]): readonly number[] {
  const pixel = new Array<number>(channels).fill(0);
  for (const [index, channel] of at.entries()) pixel[channel - 1] = values[index] ?? 0;
  return pixel;
}

export interface ShrinkSizes {
  readonly size: number;
  readonly channels: number;
  readonly filters: number;
}

export const shrinkSizes: ShrinkSizes = { size: 28, channels: 192, filters: 32 };
export const shrinkSister: ShrinkSizes = { size: 14, channels: 480, filters: 64 };

export function shrinkLesson(sizes: ShrinkSizes, { placeholder }: LessonSource): Lesson {
  const { size, channels, filters } = sizes;
  const line = `conv(${filters}, 1x1)`;
  const text = shrink(sizes, placeholder);
  const start = designOf(text);
  const solution = shrink(sizes, line);
  const design = designOf(solution);
  const conv = design.layer('conv');
  const each = design.weights(conv) / design.shape(conv)[2];
  const flat = designOf(shrink({ ...sizes, channels: 1 }, line));
  const unbiased = designOf(shrink(sizes, `conv(${filters}, 1x1, bias = false)`));
  const pooled = designOf(shrink(sizes, 'maxpool(2x2, stride = 2)'));
  const figures = figuresOf({
    size,
    channels,
    filters,
    expected: design.result,
    input: design.inputShape,
    each,
    weights: design.weights(conv),
    params: design.sum('params'),
    multiplies: design.multiplies(),
    positions: elements([design.result[0], design.result[1]]),
    pooled: pooled.result,
  });
  return {
    id: 'shrink',
    text,
    figures,
    questions: [
      {
        id: 'shrink.1',
        kind: 'edit',
        figures,
        hasSister: false,
        solution,
        look: (reading: Reading) =>
          Edited.look(reading, start, (edited) => {
            const convs = edited.layers('conv');
            const isPooled = convs.length === 0 && edited.layers().some(isPool);
            return {
              wrong: edited.hasDepthInKernel() ? 'depth' : isPooled ? 'pool' : undefined,
              rules: [
                edited.shapeRule(design.result),
                edited.rule('one-pixel', edited.seesOnePixel()),
                edited.rule('one-conv', isOnly(edited, 'conv', 1)),
                edited.rule(
                  'no-groups',
                  convs.every((layer) => windowOf(layer).groups === 1),
                  { channels },
                ),
              ],
            };
          }),
      },
      {
        id: 'shrink.2',
        kind: 'number',
        figures,
        hasSister: true,
        answer: each,
        firstFactor: 1,
        wrong: [
          { name: 'flat', value: flat.weights(flat.layer('conv')) / flat.result[2] },
          { name: 'filters', value: design.result[2] },
        ],
      },
      {
        id: 'shrink.3',
        kind: 'number',
        figures,
        hasSister: true,
        answer: design.sum('params'),
        firstFactor: each,
        wrong: [
          { name: 'bias', value: unbiased.sum('params') },
          { name: 'multiplies', value: design.multiplies() },
        ],
      },
    ],
  };
}

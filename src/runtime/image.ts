/**
 * From a decoded image to a network's input: resize, then normalise. Resizing is bilinear with a filter as wide as the
 * pixels it merges (as Pillow's, so that large photographs do not alias), the centre cropped where the proportions
 * differ. Presets are what the frameworks' published weights expect.
 */

import type { PlanShape } from '../plan/plan';
import { RunError } from './run-error';

/** Rows of red, green, blue, alpha, 0 to 255. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

export const presetNames = ['torchvision', 'keras', 'caffe', 'unit'] as const;

export type PresetName = (typeof presetNames)[number];

export interface ImageOptions {
  readonly preset: PresetName;
  /** `crop` keeps proportions and cuts the longer side; `stretch` keeps the whole image. */
  readonly fit: 'crop' | 'stretch';
}

export const defaultImageOptions: ImageOptions = { preset: 'torchvision', fit: 'crop' };

interface ImagePreset {
  /** Channel order of the input. */
  readonly order: 'RGB' | 'BGR';
  /** `(value / divisor - mean) / deviation`, per channel in that order. */
  readonly divisor: number;
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

export const imagePresets: Readonly<Record<PresetName, ImagePreset>> = {
  torchvision: {
    order: 'RGB',
    divisor: 255,
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
  },
  keras: { order: 'RGB', divisor: 127.5, mean: [1, 1, 1], deviation: [1, 1, 1] },
  caffe: { order: 'BGR', divisor: 1, mean: [104, 117, 123], deviation: [1, 1, 1] },
  unit: { order: 'RGB', divisor: 255, mean: [0, 0, 0], deviation: [1, 1, 1] },
};

/** Luma of ITU-R BT.601, for an input of one channel. */
export const greyParts = { red: 0.299, green: 0.587, blue: 0.114 } as const;

/**
 * Height x width x channels values for an input of 3 channels or 1. Transparent pixels are laid on white.
 * Throws a `RunError` for another number of channels.
 */
export function imageToInput(image: DecodedImage, shape: PlanShape, options: ImageOptions): Float32Array {
  const [height, width, channels] = shape;
  if (channels !== 3 && channels !== 1) {
    throw new RunError({ code: 'run.input/channels', values: { channels } });
  }
  const rgb = resize(image, height, width, options.fit);
  const preset = imagePresets[options.preset];
  const values = new Float32Array(height * width * channels);
  const average = (three: readonly [number, number, number]): number => (three[0] + three[1] + three[2]) / 3;
  for (let pixel = 0; pixel < height * width; pixel++) {
    const red = rgb[pixel * 3] as number;
    const green = rgb[pixel * 3 + 1] as number;
    const blue = rgb[pixel * 3 + 2] as number;
    if (channels === 1) {
      const grey = greyParts.red * red + greyParts.green * green + greyParts.blue * blue;
      values[pixel] = (grey / preset.divisor - average(preset.mean)) / average(preset.deviation);
      continue;
    }
    const ordered = preset.order === 'RGB' ? [red, green, blue] : [blue, green, red];
    for (let c = 0; c < 3; c++) {
      const value = (ordered[c] as number) / preset.divisor;
      values[pixel * 3 + c] = (value - (preset.mean[c] as number)) / (preset.deviation[c] as number);
    }
  }
  return values;
}

/** Weights with which a range of source pixels makes up one result pixel. */
interface Mix {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Red, green, blue from 0 to 255, as many rows and columns as asked for. */
function resize(image: DecodedImage, height: number, width: number, fit: ImageOptions['fit']): Float32Array {
  let cropHeight = image.height;
  let cropWidth = image.width;
  if (fit === 'crop') {
    // Source pixels for one result pixel; the smaller of both axes keeps the crop inside.
    const scale = Math.min(image.height / height, image.width / width);
    cropHeight = height * scale;
    cropWidth = width * scale;
  }
  const rows = mixes((image.height - cropHeight) / 2, cropHeight, height, image.height);
  const columns = mixes((image.width - cropWidth) / 2, cropWidth, width, image.width);
  const firstRow = Math.min(...rows.map(({ first }) => first));
  const lastRow = Math.max(...rows.map(({ first, weights }) => first + weights.length));

  const narrow = new Float32Array((lastRow - firstRow) * width * 3);
  for (let y = firstRow; y < lastRow; y++) {
    for (const [x, { first, weights }] of columns.entries()) {
      const to = ((y - firstRow) * width + x) * 3;
      for (const [tap, weight] of weights.entries()) {
        const from = (y * image.width + first + tap) * 4;
        const alpha = (image.rgba[from + 3] as number) / 255;
        for (let c = 0; c < 3; c++) {
          const value = (image.rgba[from + c] as number) * alpha + 255 * (1 - alpha);
          narrow[to + c] = (narrow[to + c] as number) + value * weight;
        }
      }
    }
  }
  const rgb = new Float32Array(height * width * 3);
  for (const [y, { first, weights }] of rows.entries()) {
    for (const [tap, weight] of weights.entries()) {
      const from = (first + tap - firstRow) * width * 3;
      for (let i = 0; i < width * 3; i++) {
        rgb[y * width * 3 + i] = (rgb[y * width * 3 + i] as number) + (narrow[from + i] as number) * weight;
      }
    }
  }
  return rgb;
}

/** A triangle around each result pixel's centre, one source pixel wide when enlarging, one result pixel when reducing. */
function mixes(start: number, length: number, count: number, limit: number): readonly Mix[] {
  const scale = length / count;
  const radius = Math.max(1, scale);
  return Array.from({ length: count }, (_, index) => {
    const centre = start + (index + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - radius));
    const last = Math.min(limit, Math.ceil(centre + radius));
    const weights: number[] = [];
    for (let pixel = first; pixel < last; pixel++) {
      weights.push(Math.max(0, 1 - Math.abs((pixel + 0.5 - centre) / radius)));
    }
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** What was done to the image that a network was run on: `resized to 224x224, centre cropped; torchvision: ...`. */

import { greyParts, imagePresets } from '../runtime/image';
import type { RunInput } from '../runtime/result';
import type { CliWords } from '../words/cli';

/** Undefined for an input that is no image. */
export function preprocessingText({ shape, preprocessing }: RunInput, { run: say }: CliWords): string | undefined {
  if (preprocessing === undefined) return undefined;
  const { preset, fit } = preprocessing;
  const [height, width, channels] = shape;
  const { order, divisor, mean, deviation } = imagePresets[preset];
  const values = { order, divisor, mean: mean.join(', '), deviation: deviation.join(', ') };
  const prepared = say(`prepared.${fit}`, { size: `${height}x${width}`, values: say(`preset.${preset}`, values) });
  return channels === 1 ? say('prepared.grey', { prepared, ...greyParts }) : prepared;
}

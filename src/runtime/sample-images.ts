/**
 * A few images to run a network on where none is at hand. Each is drawn in the size of the network's input, so that nothing
 * is resized, and shows one thing well; what that is stands with its name in src/words.
 */

import { oneOf } from '../base/guard';
import type { DecodedImage } from './image';

export const sampleNames = ['edges', 'stripes', 'checkerboard', 'shapes', 'gradient', 'dot'] as const;

export type SampleName = (typeof sampleNames)[number];

export const isSampleName = oneOf(...sampleNames);

type Colour = readonly [red: number, green: number, blue: number];

/** A colour, 0 to 1 each, at a place of which both coordinates go from 0 to 1. */
type Painter = (across: number, down: number) => Colour;

const grey = (value: number): Colour => [value, value, value];

const painters: Readonly<Record<Exclude<SampleName, 'dot'>, Painter>> = {
  // A wheel of 16 sectors in turn black and white: edges at eight angles, each both ways.
  edges: (across, down) => {
    const [x, y] = [across - 0.5, down - 0.5];
    if (Math.hypot(x, y) > 0.45) return grey(0.5);
    const sector = Math.floor((Math.atan2(y, x) / (2 * Math.PI) + 1) * 16);
    return grey(sector % 2);
  },
  // The frequency grows from 2 to 62 periods over the width: the derivative of 2x + 30x^2.
  stripes: (across) => grey(0.5 + 0.5 * Math.cos(2 * Math.PI * (2 * across + 30 * across ** 2))),
  checkerboard: (across, down) => grey((Math.floor(across * 8) + Math.floor(down * 8)) % 2),
  shapes: (across, down) => {
    if (Math.hypot(across - 0.28, down - 0.3) < 0.18) return [0.9, 0.15, 0.1];
    if (Math.abs(across - 0.72) < 0.16 && Math.abs(down - 0.3) < 0.16) return [0.1, 0.3, 0.9];
    if (down > 0.55 && down < 0.9 && Math.abs(across - 0.5) < (down - 0.55) * 0.7) return [0.95, 0.8, 0.1];
    return grey(0.55);
  },
  // Red, green and blue in turn from left to right, white to black downwards.
  gradient: (across, down) => {
    const at = (centre: number): number => {
      const away = Math.abs(across - centre);
      return Math.max(0, 1 - 3 * Math.min(away, 1 - away));
    };
    const light = (value: number): number => (down < 0.5 ? 1 - 2 * down * (1 - value) : 2 * (1 - down) * value);
    return [light(at(0)), light(at(1 / 3)), light(at(2 / 3))];
  },
};

export function sampleImage(name: SampleName, height: number, width: number): DecodedImage {
  const rgba = new Uint8Array(4 * height * width).fill(255);
  // A single pixel: what a layer makes of it is its filters, and how far they reach.
  const middle = (height >> 1) * width + (width >> 1);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const pixel = row * width + column;
      const colour =
        name === 'dot' ? grey(pixel === middle ? 1 : 0) : painters[name]((column + 0.5) / width, (row + 0.5) / height);
      for (const [channel, value] of colour.entries()) rgba[4 * pixel + channel] = Math.round(255 * value);
    }
  }
  return { width, height, rgba };
}

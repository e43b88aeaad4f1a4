/**
 * PNG with a palette of 256 colours, as a picture or as an animation (APNG): a window's pictures at a third of what a browser
 * writes. W3C, "Portable Network Graphics (PNG) Specification (Third Edition)".
 */

import { constants, crc32, deflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel, and an opacity that is not read where there are four channels. */
  readonly data: ArrayLike<number>;
  readonly channels: number;
}

export interface Frame {
  readonly picture: Picture;
  /** How long it is shown, in milliseconds. */
  readonly milliseconds: number;
}

/** A rectangle of pixels, by the number of the colour of each. */
interface Indexed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

const mostColours = 256;

export function encodePicture(picture: Picture): Uint8Array {
  return encodeAnimation([{ picture, milliseconds: 0 }]);
}

/** Frames of one size, shown again and again. Of each only the rectangle that has changed is written; one frame is a plain PNG. */
export function encodeAnimation(frames: readonly Frame[]): Uint8Array {
  const [first] = frames;
  if (first === undefined) throw new RangeError('no frames');
  const { width, height } = first.picture;
  const counts = new Map<number, number>();
  for (const { picture } of frames) {
    if (picture.width !== width || picture.height !== height) throw new RangeError('frames differ in size');
    for (let pixel = 0; pixel < width * height; pixel++) {
      const colour = colourAt(picture, pixel);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  const palette = chosen(counts);
  const numbers = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));

  const shown: { indexed: Indexed; milliseconds: number }[] = [];
  let before: Uint8Array | undefined;
  for (const { picture, milliseconds } of frames) {
    const pixels = Uint8Array.from({ length: width * height }, (_, i) => numbers.get(colourAt(picture, i)) as number);
    const indexed = changed(before, { x: 0, y: 0, width, height, pixels });
    const last = shown.at(-1);
    if (indexed !== undefined) shown.push({ indexed, milliseconds });
    else if (last !== undefined) last.milliseconds += milliseconds;
    before = pixels;
  }

  const chunks = [chunk('IHDR', uint32(width), uint32(height), [8, 3, 0, 0, 0])];
  const isAnimated = shown.length > 1;
  if (isAnimated) chunks.push(chunk('acTL', uint32(shown.length), uint32(0)));
  chunks.push(chunk('PLTE', palette.flatMap(channelsOf)));
  let sequence = 0;
  shown.forEach(({ indexed, milliseconds }, index) => {
    if (isAnimated) {
      const place = [indexed.width, indexed.height, indexed.x, indexed.y].map(uint32);
      const delay = [...uint16(milliseconds), ...uint16(1000)];
      chunks.push(chunk('fcTL', uint32(sequence++), ...place, delay, [0, 0]));
    }
    const data = compressed(indexed);
    chunks.push(index === 0 ? chunk('IDAT', data) : chunk('fdAT', uint32(sequence++), data));
  });
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks, chunk('IEND')]);
}

function colourAt({ data, channels }: Picture, pixel: number): number {
  const at = pixel * channels;
  return ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
}

function channelsOf(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}

/** All colours where they are few; else, one after another, the one that those before it serve worst, by its pixels. */
function chosen(counts: ReadonlyMap<number, number>): number[] {
  const colours = [...counts.keys()].sort((a, b) => a - b);
  if (colours.length <= mostColours) return colours;
  const palette: number[] = [];
  const errors = colours.map(() => 3 * 255 ** 2);
  while (palette.length < mostColours) {
    let worst = 0;
    let worstError = 0;
    colours.forEach((colour, i) => {
      const error = (errors[i] as number) * (counts.get(colour) as number);
      if (error > worstError) [worst, worstError] = [i, error];
    });
    const taken = colours[worst] as number;
    palette.push(taken);
    colours.forEach((colour, i) => {
      errors[i] = Math.min(errors[i] as number, distance(colour, taken));
    });
  }
  return palette;
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  for (let i = 1; i < palette.length; i++) {
    if (distance(palette[i] as number, colour) < distance(palette[best] as number, colour)) best = i;
  }
  return best;
}

/** The smallest rectangle that holds all that differs, undefined where nothing does. */
function changed(before: Uint8Array | undefined, { width, height, pixels }: Indexed): Indexed | undefined {
  if (before === undefined) return { x: 0, y: 0, width, height, pixels };
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[y * width + x] === before[y * width + x]) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), y];
    }
  }
  if (right < 0) return undefined;
  const size = { width: right - left + 1, height: bottom - top + 1 };
  const part = new Uint8Array(size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    const start = (top + y) * width + left;
    part.set(pixels.subarray(start, start + size.width), y * size.width);
  }
  return { x: left, y: top, ...size, pixels: part };
}

/** Rows without a filter, which serves a palette best. */
function compressed({ width, height, pixels }: Indexed): Uint8Array {
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return deflateSync(rows, { level: constants.Z_BEST_COMPRESSION, memLevel: 9 });
}

function chunk(type: string, ...parts: readonly ArrayLike<number>[]): Uint8Array {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), ...parts.map((part) => Uint8Array.from(part))]);
  return Buffer.concat([Uint8Array.from(uint32(content.length - 4)), content, Uint8Array.from(uint32(crc32(content)))]);
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function uint16(value: number): number[] {
  return [(value >>> 8) & 255, value & 255];
}

/**
 * PNG and JPEG files to pixels, the way up that the camera says. The decoding is left to fast-png and jpeg-js; png-file.ts
 * and jpeg-file.ts look through a file before, so that none can harm.
 */

import { convertIndexedToRgb, decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { upright } from './exif';
import type { DecodedImage } from './image';
import { mostPixels, type Refuse } from './image-limits';
import { checkJpegFile, isJpeg } from './jpeg-file';
import { isPng, readPngFile } from './png-file';
import { RunError, type RunRefusal } from './run-error';

/** Throws a `RunError` that names the file. */
export function decodeImage(bytes: Uint8Array, file: string): DecodedImage {
  const refuse: Refuse = (what, values) => {
    throw new RunError({ code: `run.image/${what}`, values: { ...values, file } } as RunRefusal);
  };
  const decode = isPng(bytes) ? fromPng : isJpeg(bytes) ? fromJpeg : undefined;
  if (decode === undefined) {
    return refuse(bytes.length === 0 ? 'empty' : 'type');
  }
  try {
    return decode(bytes, refuse);
  } catch (problem) {
    if (problem instanceof RunError) throw problem;
    const reason = problem instanceof Error ? problem.message : String(problem);
    return refuse('damaged', { reason });
  }
}

function fromPng(bytes: Uint8Array, refuse: Refuse): DecodedImage {
  const { picture, orientation } = readPngFile(bytes, refuse);
  const decoded = decodePng(picture);
  const { width, height, depth } = decoded;
  const pixels = width * height;
  // Palettes give three or four channels of 8 bits; others have one to four of up to 16.
  const isIndexed = decoded.palette !== undefined;
  const data = isIndexed ? convertIndexedToRgb(decoded) : decoded.data;
  const channels = isIndexed ? (decoded.palette?.[0]?.length ?? 3) : decoded.channels;
  const top = isIndexed ? 255 : 2 ** depth - 1;
  // Grey of less than 8 bits is packed, several pixels to a byte, rows at whole bytes.
  const isPacked = !isIndexed && depth < 8;
  const rowBytes = Math.ceil((width * depth) / 8);
  const valueAt = (pixel: number, channel: number): number => {
    if (!isPacked) return data[pixel * channels + channel] as number;
    const bit = (pixel % width) * depth;
    const byte = data[Math.floor(pixel / width) * rowBytes + (bit >> 3)] as number;
    return (byte >> (8 - depth - (bit & 7))) & top;
  };
  if (!isPacked && data.length < pixels * channels) refuse('cut');
  const hidden = isIndexed ? undefined : decoded.transparency;
  const rgba = new Uint8Array(pixels * 4);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const isGrey = channels < 3;
    let isHidden = hidden !== undefined && hidden.length > 0;
    for (let c = 0; c < 3; c++) {
      const value = valueAt(pixel, isGrey ? 0 : c);
      if (isHidden && hidden?.[isGrey ? 0 : c] !== value) isHidden = false;
      rgba[pixel * 4 + c] = Math.round((value * 255) / top);
    }
    const hasAlpha = channels === 2 || channels === 4;
    rgba[pixel * 4 + 3] = isHidden ? 0 : hasAlpha ? Math.round((valueAt(pixel, channels - 1) * 255) / top) : 255;
  }
  return upright({ width, height, rgba }, orientation);
}

function fromJpeg(bytes: Uint8Array, refuse: Refuse): DecodedImage {
  const orientation = checkJpegFile(bytes, refuse);
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    tolerantDecoding: false,
    maxResolutionInMP: (mostPixels / 1e6) * 1.01,
    maxMemoryUsageInMB: 2048,
  });
  if (data.length !== width * height * 4) refuse('cut');
  return upright({ width, height, rgba: data }, orientation);
}

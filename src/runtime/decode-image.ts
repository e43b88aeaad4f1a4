/**
 * PNG and JPEG files to pixels. The decoding is left to fast-png and jpeg-js; here is what stands before them so that
 * no file can harm: the size is read from the header and limited before anything is allocated, and of a PNG only the
 * chunks that make the picture are passed on, after their data was seen to unpack to no more than the picture needs.
 * PNG: W3C Recommendation, third edition. JPEG: ITU-T T.81.
 */

import { convertIndexedToRgb, decode as decodePng } from 'fast-png';
import { Unzlib } from 'fflate';
import { decode as decodeJpeg } from 'jpeg-js';
import type { DecodedImage } from './image';
import { RunError, type RunRefusal } from './run-error';

/** 64 megapixels: more than any camera's picture that a network would be shown. */
export const mostPixels = 64 * 2 ** 20;

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

/** Ends the decoding, with the case of `run.image` and the values it has beside the file. */
type Refuse = (what: ImageFault, values?: Readonly<Record<string, string | number>>) => never;

type ImageFault = RunRefusal['code'] extends infer Code
  ? Code extends `run.image/${infer Case}`
    ? Case
    : never
  : never;

function isPng(bytes: Uint8Array): boolean {
  return [137, 80, 78, 71, 13, 10, 26, 10].every((byte, index) => bytes[index] === byte);
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

function checkSize(width: number, height: number, refuse: Refuse): void {
  if (width === 0 || height === 0) refuse('no-pixels', { size: `${width}x${height}` });
  if (width * height > mostPixels) {
    refuse('large', { size: `${width}x${height}`, limit: mostPixels / 2 ** 20 });
  }
}

function fromPng(bytes: Uint8Array, refuse: Refuse): DecodedImage {
  const picture = onlyThePicture(bytes, refuse);
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
  return { width, height, rgba };
}

/** The file's header, palette, transparency and data alone, when the data unpacks to what the header says. */
function onlyThePicture(bytes: Uint8Array, refuse: Refuse): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const data: Uint8Array[] = [];
  let most = 0;
  let at = 8;
  for (;;) {
    if (at + 12 > bytes.length) refuse('cut');
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length) refuse('cut');
    if (at === 8) {
      if (type !== 'IHDR' || length !== 13) refuse('png-header');
      const width = view.getUint32(at + 8);
      const height = view.getUint32(at + 12);
      checkSize(width, height, refuse);
      most = mostDataBytes(width, height, bytes[at + 16] as number);
    }
    if (['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].includes(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, end - 4));
    if (type === 'IEND') break;
    at = end;
  }
  if (data.length === 0) refuse('no-data');
  checkUnpacked(data, most, refuse);
  return join(kept);
}

/** Rows of four channels, each row with a byte for its filter; an interlaced picture has up to twice as many rows. */
function mostDataBytes(width: number, height: number, depth: number): number {
  return (Math.ceil((width * depth) / 8) * 4 + 1 + 8) * height * 2 + 64;
}

function checkUnpacked(data: readonly Uint8Array[], most: number, refuse: Refuse): void {
  let unpacked = 0;
  const stream = new Unzlib((chunk) => {
    unpacked += chunk.length;
    if (unpacked > most) refuse('unpacked');
  });
  for (const chunk of data) {
    // In pieces, so that a few bytes cannot unpack to gigabytes in one go.
    for (let at = 0; at < chunk.length; at += 16_384) stream.push(chunk.subarray(at, at + 16_384), false);
  }
  stream.push(new Uint8Array(0), true);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function fromJpeg(bytes: Uint8Array, refuse: Refuse): DecodedImage {
  const size = jpegSize(bytes);
  if (size === undefined) return refuse('jpeg-header');
  checkSize(size.width, size.height, refuse);
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    tolerantDecoding: false,
    maxResolutionInMP: (mostPixels / 1e6) * 1.01,
    maxMemoryUsageInMB: 2048,
  });
  if (data.length !== width * height * 4) refuse('cut');
  return { width, height, rgba: data };
}

/** From the first frame header (SOF0 to SOF15 but tables and the arithmetic coder's). */
function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      const height = ((bytes[at + 5] as number) << 8) | (bytes[at + 6] as number);
      const width = ((bytes[at + 7] as number) << 8) | (bytes[at + 8] as number);
      return { width, height };
    }
    at += 2 + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
  }
  return undefined;
}

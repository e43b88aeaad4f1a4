/**
 * Looks through a PNG file before it is decoded, so that no file can harm: the size is read from the header and limited
 * before anything is allocated, and only the chunks that make the picture are passed on, after their data was seen to unpack
 * to what the header says, no less and not much more. W3C Recommendation "PNG", third edition.
 */

import { Unzlib } from 'fflate';
import { concatenate } from '../base/bytes';
import { exifOrientation, type Orientation } from './exif';
import { checkSize, type Refuse } from './image-limits';

export interface PngFile {
  /** A PNG file of header, palette, transparency and data alone. */
  readonly picture: Uint8Array;
  readonly orientation: Orientation;
}

interface Header {
  readonly width: number;
  readonly height: number;
  /** Of one pixel. */
  readonly bits: number;
  readonly isIndexed: boolean;
  readonly isInterlaced: boolean;
}

/** Channels and bit depths by colour type. */
const colours: Readonly<Record<number, { readonly channels: number; readonly depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

/** The passes of an interlaced picture: first column and row, steps. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Some programs let a little follow the rows; nobody needs more. Bytes. */
const mostBehindRows = 65_536;

export function isPng(bytes: Uint8Array): boolean {
  return [137, 80, 78, 71, 13, 10, 26, 10].every((byte, index) => bytes[index] === byte);
}

export function readPngFile(bytes: Uint8Array, refuse: Refuse): PngFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const data: Uint8Array[] = [];
  let header: Header | undefined;
  let hasPalette = false;
  let orientation: Orientation = 1;
  for (let at = 8, type = ''; type !== 'IEND'; ) {
    if (at + 12 > bytes.length) refuse('cut');
    const length = view.getUint32(at);
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length) refuse('cut');
    const content = bytes.subarray(at + 8, end - 4);
    if (header === undefined) {
      if (type !== 'IHDR' || length !== 13) refuse('png-header');
      header = readHeader(content, refuse);
    } else if (type === 'IHDR') refuse('png-headers');
    if (type === 'PLTE') {
      if (length === 0 || length % 3 !== 0 || length > 768) refuse('palette');
      if (data.length === 0) hasPalette = true;
    }
    if (['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].includes(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IDAT') data.push(content);
    if (type === 'eXIf') orientation = exifOrientation(content);
    at = end;
  }
  if (header === undefined || data.length === 0) return refuse('no-data');
  if (header.isIndexed && !hasPalette) refuse('no-palette');
  checkUnpacked(data, dataBytes(header), refuse);
  return { picture: concatenate(kept), orientation };
}

function readHeader(content: Uint8Array, refuse: Refuse): Header {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  checkSize(width, height, refuse);
  const [depth = 0, type = 0, compression, filter, interlace] = content.subarray(8);
  const colour = colours[type];
  if (colour === undefined || !colour.depths.includes(depth) || compression !== 0 || filter !== 0) {
    return refuse('png-fields');
  }
  if (interlace !== 0 && interlace !== 1) refuse('png-fields');
  return { width, height, bits: colour.channels * depth, isIndexed: type === 3, isInterlaced: interlace === 1 };
}

/** Rows at whole bytes, each with a byte for its filter. */
function dataBytes({ width, height, bits, isInterlaced }: Header): number {
  const bytesOf = (columns: number, rows: number): number =>
    columns === 0 ? 0 : (Math.ceil((columns * bits) / 8) + 1) * rows;
  if (!isInterlaced) return bytesOf(width, height);
  return passes.reduce((sum, [x, y, dx, dy]) => {
    return sum + bytesOf(Math.max(0, Math.ceil((width - x) / dx)), Math.max(0, Math.ceil((height - y) / dy)));
  }, 0);
}

function checkUnpacked(data: readonly Uint8Array[], needed: number, refuse: Refuse): void {
  let unpacked = 0;
  const stream = new Unzlib((chunk) => {
    unpacked += chunk.length;
    if (unpacked > needed + mostBehindRows) refuse('unpacked');
  });
  for (const chunk of data) {
    // In pieces, so that a few bytes cannot unpack to gigabytes in one go.
    for (let at = 0; at < chunk.length; at += 16_384) stream.push(chunk.subarray(at, at + 16_384), false);
  }
  stream.push(new Uint8Array(0), true);
  if (unpacked < needed) refuse('cut');
}

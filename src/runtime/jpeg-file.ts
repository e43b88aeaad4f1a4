/**
 * Looks through a JPEG file before it is decoded: its kind, its size, and whether there is enough data for as many pixels as
 * it claims, so that a small file cannot cost much. ITU-T T.81.
 */

import { exifOrientation, type Orientation } from './exif';
import { checkSize, type Refuse } from './image-limits';

interface Frame {
  readonly isProgressive: boolean;
  /** Blocks of 8x8 samples in all components. */
  readonly blocks: number;
}

/** Blocks times scans: a picture of the largest size in as many scans as programs write. */
const mostBlockScans = 2 ** 26;

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

/** How the picture of a file that can be decoded is to be turned. */
export function checkJpegFile(bytes: Uint8Array, refuse: Refuse): Orientation {
  let frame: Frame | undefined;
  let orientation: Orientation = 1;
  let scans = 0;
  let scanBytes = 0;
  for (let at = 2; ; ) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
    const marker = bytes[at] === 0xff ? bytes[at + 1] : undefined;
    // Behind the last scan may be what no program reads.
    if (marker === undefined || marker === 0xd9) break;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return refuse(frame === undefined ? 'jpeg-header' : 'cut');
    const segment = bytes.subarray(at + 4, end);
    at = end;
    if (isFrame(marker)) {
      if (frame !== undefined) refuse('jpeg-headers');
      frame = readFrame(marker, segment, refuse);
    } else if (marker === 0xe1 && frame === undefined) {
      orientation = isExif(segment) ? exifOrientation(segment.subarray(6)) : orientation;
    } else if (marker === 0xda) {
      scans++;
      const stop = scanEnd(bytes, at);
      if (stop === bytes.length) refuse('cut');
      scanBytes += stop - at;
      at = stop;
    }
  }
  if (frame === undefined) return refuse('jpeg-header');
  if (frame.blocks * scans > mostBlockScans) refuse('scans');
  // A block has at least a bit for its mean, and one that says that there is no more to it; later scans may skip blocks.
  const fewestBits = frame.blocks * (frame.isProgressive ? 1 : 2);
  if (scanBytes * 8 < fewestBits) refuse('too-little');
  return orientation;
}

/** SOF0 to SOF15 but tables and the arithmetic coder's. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function isExif(segment: Uint8Array): boolean {
  return [0x45, 0x78, 0x69, 0x66, 0, 0].every((byte, index) => segment[index] === byte);
}

function readFrame(marker: number, segment: Uint8Array, refuse: Refuse): Frame {
  if (segment.length < 6) return refuse('jpeg-header');
  const [depth = 0, high0 = 0, low0 = 0, high1 = 0, low1 = 0, components = 0] = segment;
  const height = (high0 << 8) | low0;
  const width = (high1 << 8) | low1;
  checkSize(width, height, refuse);
  if (marker > 0xc2) return refuse('jpeg-kind');
  if (depth !== 8) return refuse('jpeg-depth', { depth });
  if (![1, 3, 4].includes(components) || segment.length < 6 + 3 * components) {
    return refuse('jpeg-fields');
  }
  const factors = Array.from({ length: components }, (_, i) => segment[6 + 3 * i + 1] ?? 0);
  const across = factors.map((factor) => factor >> 4);
  const down = factors.map((factor) => factor & 15);
  if ([...across, ...down].some((factor) => factor < 1 || factor > 4)) refuse('jpeg-fields');
  const blocks = factors.reduce((sum, _, i) => {
    const columns = Math.ceil((Math.ceil(width / 8) * (across[i] as number)) / Math.max(...across));
    const rows = Math.ceil((Math.ceil(height / 8) * (down[i] as number)) / Math.max(...down));
    return sum + columns * rows;
  }, 0);
  return { isProgressive: marker === 0xc2, blocks };
}

/** Where the data of a scan ends: at a marker that is neither a restart nor a stuffed byte. */
function scanEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at++) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return bytes.length;
    const next = bytes[at + 1] as number;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
}

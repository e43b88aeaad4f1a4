/** How a camera was held: the tag Orientation of Exif (2.32, 4.6.4), from the TIFF that JPEG and PNG files carry; and turning. */

import type { DecodedImage } from './image';

/** 1 is upright; 2 to 4 are mirrored or upside down, 5 to 8 lie on their side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;

/** Type SHORT of TIFF. */
const shortType = 3;

/** 1 for what is no TIFF, or says nothing. */
export function exifOrientation(tiff: Uint8Array): Orientation {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (view.byteLength < 8) return 1;
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return 1;
  const isLittle = mark === 0x4949;
  if (view.getUint16(2, isLittle) !== 42) return 1;
  const first = view.getUint32(4, isLittle);
  if (first + 2 > view.byteLength) return 1;
  const count = view.getUint16(first, isLittle);
  for (let at = first + 2; at < first + 2 + count * 12 && at + 12 <= view.byteLength; at += 12) {
    if (view.getUint16(at, isLittle) !== orientationTag || view.getUint16(at + 2, isLittle) !== shortType) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}

/** The picture as it was seen. */
export function upright(image: DecodedImage, orientation: Orientation): DecodedImage {
  if (orientation === 1) return image;
  const isOnSide = orientation >= 5;
  const width = isOnSide ? image.height : image.width;
  const height = isOnSide ? image.width : image.height;
  // Where the pixel to the right, and the one below, come from.
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const source = new Uint32Array(image.rgba.buffer, image.rgba.byteOffset, image.width * image.height);
  const turned = new Uint32Array(source.length);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to++) {
      const column = isOnSide ? y : x;
      const row = isOnSide ? x : y;
      const from =
        (fromBottom ? image.height - 1 - row : row) * image.width + (fromRight ? image.width - 1 - column : column);
      turned[to] = source[from] as number;
    }
  }
  return { width, height, rgba: new Uint8Array(turned.buffer) };
}

/** How large a picture may be, and how a file is refused. */

import type { RunRefusal } from './run-error';

/** Ends the decoding, with the case of `run.image` and the values it has beside the file. */
export type Refuse = (what: ImageFault, values?: Readonly<Record<string, string | number>>) => never;

type ImageFault = RunRefusal['code'] extends infer Code
  ? Code extends `run.image/${infer Case}`
    ? Case
    : never
  : never;

/** 64 megapixels: more than any camera's picture that a network would be shown. */
export const mostPixels = 64 * 2 ** 20;

export function checkSize(width: number, height: number, refuse: Refuse): void {
  if (width === 0 || height === 0) refuse('no-pixels', { size: `${width}x${height}` });
  if (width * height > mostPixels) {
    refuse('large', { size: `${width}x${height}`, limit: mostPixels / 2 ** 20 });
  }
}

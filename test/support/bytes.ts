/** Bytes of files that a test puts together. */

import { concatenate, floatBytes } from '../../src/base/bytes';

/** Texts of one letter for each byte, and bytes, one after the other. */
export function bytes(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return concatenate(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}

/** Numbers of 32 bits, little-endian. */
export function floats(...values: readonly number[]): Uint8Array {
  return floatBytes(Float32Array.from(values));
}

/**
 * The bytes of WebAssembly's binary format that the assembler needs: LEB128 numbers, floats, vectors, sections
 * (WebAssembly Core Specification 2.0, chapter 5). Knows no instruction.
 */

import { concatenate } from '../../base/bytes';

export type Bytes = ArrayLike<number>;

export const valueTypeCodes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

export type ValueType = keyof typeof valueTypeCodes;

/** Unsigned LEB128, for numbers below 2^32. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit number; 2^31 and above are taken as their two's complement. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

/** IEEE 754 single precision, little endian. */
export function float32(value: number): number[] {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}

/** A count, then the items. */
export function vector(items: readonly Bytes[]): Bytes {
  return concatenate([unsigned(items.length), ...items]);
}

export function text(value: string): Bytes {
  const bytes = new TextEncoder().encode(value);
  return concatenate([unsigned(bytes.length), bytes]);
}

export function section(id: number, content: Bytes): Bytes {
  return concatenate([[id], unsigned(content.length), content]);
}

/**
 * Dimensions, shapes and counts that may be unknown, and arithmetic on them. What needs an unknown part is
 * unknown. Results above 2^53 are plain numbers here, no longer exact; the analysis reports them and makes
 * them unknown.
 */

/** A whole dimension of a shape or a count; `undefined` is unknown, never zero. */
export type Dim = number | undefined;

/** Height x width x channels. */
export type Shape = readonly [height: Dim, width: Dim, channels: Dim];

/** Vertical, then horizontal. */
export type Pair = readonly [vertical: Dim, horizontal: Dim];

/** Zeros around an image. */
export type Pads = readonly [top: Dim, bottom: Dim, left: Dim, right: Dim];

export const UNKNOWN_SHAPE: Shape = [undefined, undefined, undefined];

export function add(a: Dim, b: Dim): Dim {
  return a === undefined || b === undefined ? undefined : a + b;
}

export function mul(a: Dim, b: Dim): Dim {
  return a === undefined || b === undefined ? undefined : a * b;
}

export function mul3(a: Dim, b: Dim, c: Dim): Dim {
  return a === undefined || b === undefined || c === undefined ? undefined : a * b * c;
}

/** Unknown also where the division leaves a rest. */
export function divideExactly(a: Dim, b: Dim): Dim {
  return a === undefined || b === undefined || a % b !== 0 ? undefined : a / b;
}

/** Values of a tensor of this shape. */
export function elements(shape: Shape): Dim {
  return mul3(shape[0], shape[1], shape[2]);
}

export function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

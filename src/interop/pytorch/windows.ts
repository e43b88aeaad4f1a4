/**
 * Padding and rounding in PyTorch's words: it pads alike on both sides, in pools by at most half of the window, and rounds up on
 * request. What it cannot say is padded in front of the layer.
 */

import type { Sides } from '../../base/tensor';

type Pair = readonly [number, number];

export interface PoolGeometry {
  readonly kernel: Pair;
  readonly stride: Pair;
  /** Zeros that the layer has, as written or computed for `same`. */
  readonly pads: Sides;
  readonly input: Pair;
  readonly output: Pair;
}

/** Alike on both sides of each axis. */
export function evenPads([top, bottom, left, right]: Sides): Pair | undefined {
  return top === bottom && left === right ? [top, left] : undefined;
}

/** In PyTorch's order, for `F.pad`. */
export function padOrder([top, bottom, left, right]: Sides): readonly number[] {
  return [left, right, top, bottom];
}

/** How the pool's own words say which windows there are; undefined where they cannot. */
export function poolWords(geometry: PoolGeometry): { readonly padding: Pair; readonly isCeil: boolean } | undefined {
  const [top, , left] = geometry.pads;
  const padding: Pair = [top, left];
  if (axes.some((axis) => 2 * padding[axis] > geometry.kernel[axis])) return undefined;
  const isCeil = [false, true].find((ceil) =>
    axes.every((axis) => poolOutput(geometry, axis, padding[axis], ceil) === geometry.output[axis]),
  );
  return isCeil === undefined ? undefined : { padding, isCeil };
}

/** What the windows reach beyond the image; below zero at the end of an axis of which they leave a part. */
export function reachOf({ kernel, stride, pads, input, output }: PoolGeometry): Sides {
  const [top, , left] = pads;
  const after = (axis: 0 | 1, before: number) =>
    (output[axis] - 1) * stride[axis] + kernel[axis] - input[axis] - before;
  return [top, after(0, top), left, after(1, left)];
}

const axes = [0, 1] as const;

/** PyTorch's rule (pooling_output_shape): rounding up, a window that would start in the padding at the end is left out. */
function poolOutput({ kernel, stride, input }: PoolGeometry, axis: 0 | 1, padding: number, isCeil: boolean): number {
  const room = input[axis] + 2 * padding - kernel[axis];
  if (!isCeil) return Math.floor(room / stride[axis]) + 1;
  const output = Math.ceil(room / stride[axis]) + 1;
  return (output - 1) * stride[axis] >= input[axis] + padding ? output - 1 : output;
}

/** Whether `F.interpolate` finds the pixel at floor(i * in / out), which it computes in float32. */
export function isNearestExact(input: number, output: number): boolean {
  const scale = Math.fround(input / output);
  for (let i = 0; i < output; i++) {
    const found = Math.min(input - 1, Math.floor(Math.fround(i * scale)));
    if (found !== Math.floor((i * input) / output)) return false;
  }
  return true;
}

/** Zeros around windows in the form a person would write: `same` where it means the same for every size of image. */

import type { Sides } from '../../base/tensor';
import { outputSize } from '../../ops/window';
import type { Given } from './network-builder';

export type Pair = readonly [vertical: number, horizontal: number];

export interface WindowNumbers {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation?: Pair;
}

/** As the argument `padding`. */
export function paddingFor({ kernel, stride, dilation = [1, 1] }: WindowNumbers, pads: Sides): Given[string] {
  const isSame = ([0, 1] as const).every((axis) => {
    const reach = (kernel[axis] - 1) * dilation[axis] + 1;
    const [before = 0, after = 0] = pads.slice(2 * axis);
    // A single pixel needs no zeros, however far the next one is.
    const isEach = stride[axis] === 1 || reach === 1;
    return isEach && before === Math.floor((reach - 1) / 2) && after === Math.ceil((reach - 1) / 2);
  });
  if (isSame) return 'same';
  return pads.every((side) => side === 0) ? 'valid' : pads;
}

/** The zeros that `same` puts around an image: an odd one at the end, or with `upper` false at the beginning. */
export function samePads(window: WindowNumbers, size: Pair, isOddAtEnd = true): Sides {
  const along = (axis: 0 | 1): Pair => {
    const reach = (window.kernel[axis] - 1) * (window.dilation?.[axis] ?? 1) + 1;
    const results = Math.ceil(size[axis] / window.stride[axis]);
    const all = Math.max(0, (results - 1) * window.stride[axis] + reach - size[axis]);
    const [less, more] = [Math.floor(all / 2), Math.ceil(all / 2)];
    return isOddAtEnd ? [less, more] : [more, less];
  };
  return [...along(0), ...along(1)];
}

/**
 * The zeros of a pool as its arguments: zeros at the end alone are how `ceil` is written where there is no word for it, and those at the
 * end that no window reaches are left as they are at the beginning. `counts` where they count in an average.
 */
export function poolPadding(
  window: WindowNumbers,
  pads: Sides,
  size: Pair,
  { isCeil = false, counts = false }: { readonly isCeil?: boolean; readonly counts?: boolean } = {},
): { readonly padding: Given[string]; readonly rounding?: 'ceil' | 'floor' } {
  const padding = paddingFor(window, evenPads(window, pads, size, isCeil));
  if (padding === 'same') return { padding };
  if (isCeil) return { padding, rounding: window.stride.some((step) => step > 1) ? 'ceil' : 'floor' };
  const [top, bottom, left, right] = pads;
  const overhang = ([0, 1] as const).map((axis) => {
    const windows = Math.ceil((size[axis] - window.kernel[axis]) / window.stride[axis]) + 1;
    return (windows - 1) * window.stride[axis] + window.kernel[axis] - size[axis];
  });
  const isOverhang = top === 0 && left === 0 && bottom === overhang[0] && right === overhang[1] && bottom + right > 0;
  return isOverhang && !counts ? { padding: 'valid', rounding: 'ceil' } : { padding };
}

/** As many zeros at the end as at the beginning, where no window reaches the further ones. */
function evenPads({ kernel, stride }: WindowNumbers, pads: Sides, size: Pair, isCeil: boolean): Sides {
  const rounding = isCeil ? 'ceil' : 'floor';
  const along = (axis: 0 | 1): Pair => {
    const [before = 0, after = 0] = pads.slice(2 * axis);
    const windows = (end: number) => {
      const padding = [before, end, before, end] as const;
      return outputSize({ kernel, stride, dilation: [1, 1], padding, rounding }, axis, size[axis]);
    };
    return after < before && windows(before) === windows(after) ? [before, before] : [before, after];
  };
  return [...along(0), ...along(1)];
}

/** Zeros around windows in the form a person would write: `same` where it means the same for every size of image. */

import type { Sides } from '../../base/tensor';
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
    if (reach === 1) return before === 0 && after === 0;
    return stride[axis] === 1 && before === Math.floor((reach - 1) / 2) && after === Math.ceil((reach - 1) / 2);
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

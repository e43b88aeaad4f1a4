/** The greatest or the least of several results, for which the language has no layer, as layers that it has. */

import type { OpName } from '../../ops/registry';
import type { Given } from './network-builder';

/** What one has above the other, beside the other; of the least what it has below. */
export function extremeOf(
  kind: 'greatest' | 'least',
  [first = 0, ...others]: readonly number[],
  add: (op: OpName, inputs: readonly number[], given?: Given) => number,
): number {
  const negative = (input: number) => add('scale', [input], { factor: -1 });
  return others.reduce((extreme, input) => {
    const [greater, less] = kind === 'greatest' ? [input, extreme] : [extreme, input];
    const above = add('relu', [add('add', [greater, negative(less)])]);
    return add('add', [extreme, kind === 'greatest' ? above : negative(above)]);
  }, first);
}

/**
 * Joins value by value: equal shapes, but for axes of 1, which are spread over the others' (a 1x1xC gate, an HxWx1 mask),
 * as in NumPy and ONNX.
 */

import { formatShape } from '../base/number-format';
import { type Dim, elements, type Shape } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

/** A join that takes the sum or the product of its inputs. */
export function spreadingJoin(name: 'add' | 'multiply'): Op {
  return {
    name,
    group: 'join',
    parameters: [],

    /** A mismatch lists the sizes of all inputs; the caller knows what they are called. */
    shape(inputs, _attributes, report) {
      if (([0, 1, 2] as const).some((axis) => isDisputed(inputs, axis))) {
        const operands = { all: inputs.map((input) => formatShape(input)) };
        report({ text: `shape.${name}-shape`, at: null, values: { operands } });
      } else if (name === 'add' && isSpread(inputs)) {
        report({ text: 'lint.spread', at: null, values: {} });
      }
      return [spread(inputs, 0), spread(inputs, 1), spread(inputs, 2)];
    },

    cost(inputs, output) {
      return perElement(elements(output), inputs.length > 1 ? { [name]: inputs.length - 1 } : {});
    },
  };
}

/** The sizes that are known and not 1. */
function sizesOn(inputs: readonly Shape[], axis: 0 | 1 | 2): ReadonlySet<number> {
  return new Set(inputs.flatMap((shape) => (shape[axis] === undefined || shape[axis] === 1 ? [] : [shape[axis]])));
}

function isDisputed(inputs: readonly Shape[], axis: 0 | 1 | 2): boolean {
  return sizesOn(inputs, axis).size > 1;
}

/** The size that all inputs but those of 1 have: unknown where they differ, or where one is unknown and the rest is 1. */
function spread(inputs: readonly Shape[], axis: 0 | 1 | 2): Dim {
  const [size, another] = sizesOn(inputs, axis);
  if (size !== undefined) return another === undefined ? size : undefined;
  return inputs.every((shape) => shape[axis] === 1) ? 1 : undefined;
}

function isSpread(inputs: readonly Shape[]): boolean {
  return ([0, 1, 2] as const).some(
    (axis) =>
      inputs.some((shape) => shape[axis] === 1) &&
      inputs.some((shape) => shape[axis] !== undefined && shape[axis] !== 1),
  );
}

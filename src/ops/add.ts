/** Sums of results, value by value: the join of residual networks (He et al. 2015). */

import { formatShape } from '../base/number-format';
import { type Dim, elements } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const add: Op = {
  name: 'add',
  group: 'join',
  parameters: [],

  /** A mismatch lists the sizes of all inputs; the caller knows what they are called. */
  shape(inputs, _attributes, report) {
    const result: [Dim, Dim, Dim] = [undefined, undefined, undefined];
    const disputed = [false, false, false];
    let reported = false;
    inputs.forEach((shape) => {
      for (const axis of [0, 1, 2] as const) {
        if (shape[axis] === undefined) continue;
        if (result[axis] === undefined) {
          result[axis] = shape[axis];
        } else if (result[axis] !== shape[axis]) {
          disputed[axis] = true;
          if (reported) continue;
          reported = true;
          report({
            text: 'shape.add-shape',
            at: null,
            values: { operands: { all: inputs.map((input) => formatShape(input)) } },
          });
        }
      }
    });
    const agreed = (axis: 0 | 1 | 2): Dim => (disputed[axis] ? undefined : result[axis]);
    return [agreed(0), agreed(1), agreed(2)];
  },

  cost(inputs, output) {
    return perElement(elements(output), inputs.length > 1 ? { add: inputs.length - 1 } : {});
  },
};

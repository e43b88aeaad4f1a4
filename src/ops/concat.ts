/** Results side by side, channel after channel: the join of Inception modules (Szegedy et al. 2014). */

import { formatShape } from '../base/number-format';
import { add, type Dim } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const concat: Op = {
  name: 'concat',
  group: 'join',
  parameters: [],

  /** A mismatch lists the sizes of all inputs; the caller knows what they are called. */
  shape(inputs, _attributes, report) {
    const size: [Dim, Dim] = [undefined, undefined];
    const disputed = [false, false];
    let reported = false;
    let channels: Dim = inputs.length === 0 ? undefined : 0;
    inputs.forEach((shape) => {
      channels = add(channels, shape[2]);
      for (const axis of [0, 1] as const) {
        if (shape[axis] === undefined) continue;
        if (size[axis] === undefined) {
          size[axis] = shape[axis];
        } else if (size[axis] !== shape[axis]) {
          disputed[axis] = true;
          if (reported) continue;
          reported = true;
          report({
            text: 'shape.concat-size',
            at: null,
            values: { operands: { all: inputs.map(([height, width]) => formatShape([height, width])) } },
          });
        }
      }
    });
    return [disputed[0] ? undefined : size[0], disputed[1] ? undefined : size[1], channels];
  },

  cost() {
    return FREE;
  },
};

/** The piecewise stand-in for swish: Howard et al. 2019. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const hardswish: Op = {
  name: 'hardswish',
  group: 'activation',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { add: 1, compare: 2, multiply: 2 });
  },
};

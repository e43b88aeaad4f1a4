/** The hyperbolic tangent. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const tanh: Op = {
  name: 'tanh',
  group: 'activation',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { multiply: 1, exp: 1, add: 2, divide: 1 });
  },
};

/** The sigmoid-weighted linear unit: Elfwing et al. 2017. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const silu: Op = {
  name: 'silu',
  group: 'activation',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { exp: 1, add: 1, divide: 1, multiply: 1 });
  },
};

/** The logistic function. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const sigmoid: Op = {
  name: 'sigmoid',
  group: 'activation',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { exp: 1, add: 1, divide: 1 });
  },
};

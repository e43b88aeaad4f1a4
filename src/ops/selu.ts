/** The exponential linear unit that normalizes itself: Klambauer et al. 2017. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const selu: Op = {
  name: 'selu',
  group: 'activation',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 1, exp: 1, add: 1, multiply: 2 });
  },
};

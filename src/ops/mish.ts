/** `x * tanh(softplus(x))`: Misra 2019. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const mish: Op = {
  name: 'mish',
  group: 'activation',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { exp: 1, add: 2, multiply: 2, divide: 1 });
  },
};

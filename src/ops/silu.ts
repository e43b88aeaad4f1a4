/** The sigmoid-weighted linear unit: Elfwing et al. 2017. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const silu: Op = {
  name: 'silu',
  group: 'activation',
  summary: 'x * sigmoid(x), also called swish.',
  documentation: `Result: the input's shape. \`x / (1 + exp(-x))\`, also called swish. Elfwing et al. 2017; Ramachandran et al. 2017.

Elementwise: sigmoid and a product: 1 exp, 1 add, 1 divide and 1 multiply per value.`,
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { exp: 1, add: 1, divide: 1, multiply: 1 });
  },
};

/** The logistic function. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const sigmoid: Op = {
  name: 'sigmoid',
  group: 'activation',
  summary: '1 / (1 + exp(-x)).',
  documentation: `Result: the input's shape. \`1 / (1 + exp(-x))\`.

Elementwise: 1 exp, 1 add and 1 divide per value; a change of sign is not counted.`,
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { exp: 1, add: 1, divide: 1 });
  },
};

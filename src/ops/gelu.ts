/** The Gaussian error linear unit, in its exact form: Hendrycks and Gimpel 2016. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const gelu: Op = {
  name: 'gelu',
  group: 'activation',
  summary: 'x times the normal distribution function of x.',
  documentation: `Result: the input's shape. \`x/2 * (1 + erf(x / sqrt(2)))\`, the exact form and not the approximation by tanh. Hendrycks and Gimpel 2016.

Elementwise: 3 multiplies, 1 add and 1 exp (which stands for erf) per value.`,
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { multiply: 3, add: 1, exp: 1 });
  },
};

/** The Gaussian error linear unit, in its exact form: Hendrycks and Gimpel 2016. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const gelu: Op = {
  name: 'gelu',
  group: 'activation',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { multiply: 3, add: 1, exp: 1 });
  },
};

/** The piecewise stand-in for the sigmoid: Courbariaux et al. 2015. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const hardsigmoid: Op = {
  name: 'hardsigmoid',
  group: 'activation',
  parameters: [{ name: 'slope', type: { kind: 'number' }, defaultValue: 1 / 6, text: 'hardsigmoid.slope' }],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { multiply: 1, add: 1, compare: 2 });
  },
};

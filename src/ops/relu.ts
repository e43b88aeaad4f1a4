/** The rectified linear unit: Nair and Hinton 2010. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const relu: Op = {
  name: 'relu',
  group: 'activation',
  summary: 'max(x, 0).',
  documentation: `Result: the input's shape. \`max(x, 0)\`, Nair and Hinton 2010; Krizhevsky et al. 2012 made it the default of the field.

Elementwise: 1 compare per value.`,
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 1 });
  },
};

/** The leaky rectified linear unit: Maas et al. 2013. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const leakyrelu: Op = {
  name: 'leakyrelu',
  group: 'activation',
  summary: 'x, or slope * x below zero.',
  documentation: `Result: the input's shape. \`x\` where x is positive, \`slope * x\` elsewhere. Maas et al. 2013.

Elementwise: 1 compare and 1 multiply per value, as if every value were negative.`,
  parameters: [
    { name: 'slope', type: { kind: 'number' }, defaultValue: 0.01, documentation: 'Factor of negative values.' },
  ],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 1, multiply: 1 });
  },
};

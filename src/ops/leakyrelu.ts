/** The leaky rectified linear unit: Maas et al. 2013. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const leakyrelu: Op = {
  name: 'leakyrelu',
  group: 'activation',
  parameters: [{ name: 'slope', type: { kind: 'number' }, defaultValue: 0.01, text: 'leakyrelu.slope' }],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 1, multiply: 1 });
  },
};

/** The exponential linear unit: Clevert et al. 2016. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const elu: Op = {
  name: 'elu',
  group: 'activation',
  parameters: [{ name: 'alpha', type: { kind: 'number' }, defaultValue: 1, text: 'elu.alpha' }],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 1, exp: 1, add: 1, multiply: 1 });
  },
};

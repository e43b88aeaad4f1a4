/** The rectified linear unit with a ceiling: Krizhevsky 2010. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const relu6: Op = {
  name: 'relu6',
  group: 'activation',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 2 });
  },
};

/** The rectified linear unit with a ceiling: Krizhevsky 2010. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const relu6: Op = {
  name: 'relu6',
  group: 'activation',
  summary: 'min(max(x, 0), 6).',
  documentation: `Result: the input's shape. \`min(max(x, 0), 6)\`, Krizhevsky 2010; used in MobileNet.

Elementwise: 2 compares per value.`,
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 2 });
  },
};

/** The rectified linear unit with a ceiling: Krizhevsky 2010. */

import { elements } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';
import type { Shape } from './value';

export const relu6: Op = {
  name: 'relu6',
  group: 'activation',
  summary: 'min(max(x, 0), 6).',
  documentation: `Result: the input's shape. \`min(max(x, 0), 6)\`, Krizhevsky 2010; used in MobileNet.

Elementwise: 2 compares per value.`,
  parameters: [],

  shape([input]) {
    return input as Shape;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 2 });
  },
};

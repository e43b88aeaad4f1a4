/** The piecewise stand-in for swish: Howard et al. 2019. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const hardswish: Op = {
  name: 'hardswish',
  group: 'activation',
  summary: 'x * relu6(x + 3) / 6.',
  documentation: `Result: the input's shape. \`x * relu6(x + 3) / 6\`. Howard et al. 2019 (MobileNetV3).

Elementwise: 1 add, 2 compares and 2 multiplies (one of them by 1/6) per value.`,
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { add: 1, compare: 2, multiply: 2 });
  },
};

/** Softmax over the channels of every pixel. */

import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';

export const softmax: Op = {
  name: 'softmax',
  group: 'activation',
  summary: 'exp(x) divided by its sum, over the channels of each pixel.',
  documentation: `Result: the input's shape. \`exp(x - max) / sum of exp(x - max)\` over the channels of each pixel, so that they add up to 1.

Elementwise, per pixel of C channels: \`C - 1\` compares for the maximum, C adds to subtract it, C exps, \`C - 1\` adds for the sum, C divides.`,
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    const values = elements(output);
    const pixels = mul(output[0], output[1]);
    if (values === undefined || pixels === undefined) {
      return elementwiseCost({ add: undefined, compare: undefined, divide: undefined, exp: undefined });
    }
    return elementwiseCost({ add: 2 * values - pixels, compare: values - pixels, divide: values, exp: values });
  },
};

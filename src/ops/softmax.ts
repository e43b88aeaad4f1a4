/** Softmax over the channels of every pixel. */

import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';

export const softmax: Op = {
  name: 'softmax',
  group: 'activation',
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

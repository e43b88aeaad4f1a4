/** The largest value of each channel. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';
import { wholeWindow } from './window';

export const globalmaxpool: Op = {
  name: 'globalmaxpool',
  group: 'pooling',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return [1, 1, input[2]];
  },

  cost([input = UNKNOWN_SHAPE], output) {
    const values = elements(input);
    const results = output[2];
    return elementwiseCost({ compare: values === undefined || results === undefined ? undefined : values - results });
  },

  window(input) {
    return { ...wholeWindow(input), groups: input[2] };
  },
};

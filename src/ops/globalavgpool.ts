/** The mean of each channel: Lin et al. 2013 (Network in Network), in place of dense layers. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';
import { wholeWindow } from './window';

export const globalavgpool: Op = {
  name: 'globalavgpool',
  group: 'pooling',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return [1, 1, input[2]];
  },

  cost([input = UNKNOWN_SHAPE], output) {
    const values = elements(input);
    const results = output[2];
    return elementwiseCost({
      add: values === undefined || results === undefined ? undefined : values - results,
      multiply: results,
    });
  },

  window(input) {
    return { ...wholeWindow(input), groups: input[2] };
  },
};

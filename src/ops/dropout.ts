/** Dropout: Srivastava et al. 2014. It is there for training; at inference nothing happens. */

import { UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const dropout: Op = {
  name: 'dropout',
  group: 'regularization',
  parameters: [{ name: 'rate', type: { kind: 'number', minimum: 0, below: 1 }, text: 'dropout.rate' }],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost() {
    return FREE;
  },
};

/** Dropout: Srivastava et al. 2014. It is there for training; at inference nothing happens. */

import { UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const dropout: Op = {
  name: 'dropout',
  group: 'regularization',
  summary: 'Drops values in training; the identity at inference.',
  documentation: `Result: the input's shape, and at inference the input itself. In training each value is set to zero with probability \`rate\` (Srivastava et al. 2014).

Costs nothing.`,
  parameters: [
    {
      name: 'rate',
      type: { kind: 'number', minimum: 0, below: 1 },
      documentation: 'Share of the values that training drops.',
    },
  ],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost() {
    return FREE;
  },
};

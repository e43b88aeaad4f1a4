/** Nothing: the input as it is, for a place where a layer has to stand. */

import { UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const identity: Op = {
  name: 'identity',
  group: 'reshape',
  summary: 'Leaves the input as it is.',
  documentation: `Result: the input's shape, and the input itself. To give a point of the flow a name, or as the default of a module's parameter.

Costs nothing.`,
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost() {
    return FREE;
  },
};

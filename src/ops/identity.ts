/** Nothing: the input as it is, for a place where a layer has to stand. */

import { UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const identity: Op = {
  name: 'identity',
  group: 'reshape',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost() {
    return FREE;
  },
};

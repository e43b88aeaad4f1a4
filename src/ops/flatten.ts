/** All values of the image in one row of channels. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';
import { wholeWindow } from './window';

export const flatten: Op = {
  name: 'flatten',
  group: 'reshape',
  parameters: [],

  shape([input = UNKNOWN_SHAPE]) {
    return [1, 1, elements(input)];
  },

  cost() {
    return FREE;
  },

  window(input) {
    return wholeWindow(input);
  },
};

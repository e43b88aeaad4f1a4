/** All values of the image in one row of channels. */

import { elements, UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';
import { wholeWindow } from './window';

export const flatten: Op = {
  name: 'flatten',
  group: 'reshape',
  summary: 'All values as the channels of one pixel.',
  documentation: `Result: \`1 x 1 x (H*W*C)\`, in height, width, channel order, as TensorFlow and Keras have it; PyTorch and Caffe put channels first. \`dense\` flattens by itself.

Costs nothing.`,
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

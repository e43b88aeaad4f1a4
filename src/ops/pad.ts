/** Zeros around an image, as a layer of its own. */

import { padsOf } from './attributes';
import { add, UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const pad: Op = {
  name: 'pad',
  group: 'reshape',
  parameters: [{ name: 'amount', type: { kind: 'pads' }, text: 'pad.amount' }],

  shape([input = UNKNOWN_SHAPE], attributes) {
    const [height, width, channels] = input;
    const [top, bottom, left, right] = padsOf(attributes, 'amount');
    return [add(height, add(top, bottom)), add(width, add(left, right)), channels];
  },

  cost() {
    return FREE;
  },

  window(input, attributes) {
    return {
      kernel: [1, 1],
      stride: [1, 1],
      dilation: [1, 1],
      pads: padsOf(attributes, 'amount'),
      groups: input[2],
    };
  },
};

/** Zeros around an image, as a layer of its own. */

import { padsOf } from './attributes';
import { add, UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const pad: Op = {
  name: 'pad',
  group: 'reshape',
  summary: 'Puts zeros around the image.',
  documentation: `Result: \`(top + H + bottom) x (left + W + right) x C\`. For networks that pad unlike any convolution does, as Keras' \`ZeroPadding2D\`.

Costs nothing. The zeros are values of a tensor from here on, so that \`effectiveMultiplies\` of the next layer counts them.`,
  parameters: [
    {
      name: 'amount',
      type: { kind: 'pads' },
      documentation: 'Zeros: a number, `[vertical, horizontal]` or `[top, bottom, left, right]`.',
    },
  ],

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

/** The largest value under a window, channel by channel. */

import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import { sumsPerResult } from './fused';
import type { Op } from './op';
import { kernelParameter, paddingParameter, roundingParameter, strideParameter } from './parameters';
import { poolGeometry, poolOutput, windowOf } from './window';

export const maxpool: Op = {
  name: 'maxpool',
  group: 'pooling',
  summary: 'The largest value under a window, for each channel.',
  documentation: `Result: \`Hout x Wout x C\`, by the window rule. The stride is 1 unless given; PyTorch and Keras would take the kernel.

Elementwise: \`Kh*Kw - 1\` compares per result, taps on padding included. Padding never wins: it counts as less than every value.

Caffe's pools round up: \`padding = valid, rounding = ceil\` gives its 112, 56, 28, 14, 7.`,
  parameters: [kernelParameter, strideParameter, paddingParameter, roundingParameter],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width] = poolOutput(poolGeometry(attributes), input, report);
    return [height, width, input[2]];
  },

  cost(_inputs, output, attributes) {
    const { kernel } = poolGeometry(attributes);
    return elementwiseCost({ compare: mul(elements(output), sumsPerResult(mul(kernel[0], kernel[1]), false)) });
  },

  window(input, attributes) {
    return windowOf(poolGeometry(attributes), input, input[2]);
  },
};

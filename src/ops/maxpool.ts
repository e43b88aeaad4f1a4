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

/** The mean of the values under a window, channel by channel. */

import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import { sumsPerResult } from './fused';
import type { Op } from './op';
import { kernelParameter, paddingParameter, roundingParameter, strideParameter } from './parameters';
import { poolGeometry, poolOutput, windowOf } from './window';

export const avgpool: Op = {
  name: 'avgpool',
  group: 'pooling',
  summary: 'The mean of the values under a window, for each channel.',
  documentation: `Result: \`Hout x Wout x C\`, by the window rule. The stride is 1 unless given; PyTorch and Keras would take the kernel.

Elementwise: \`Kh*Kw - 1\` adds and 1 multiply (by one over the number of values) per result, taps on padding included.

\`count_padding\` changes values, neither shapes nor counts: without it (TensorFlow, Keras) the mean is that of the values of the input alone; with it (Caffe, PyTorch unless told) zeros of the padding are values too.`,
  parameters: [
    kernelParameter,
    strideParameter,
    paddingParameter,
    roundingParameter,
    {
      name: 'count_padding',
      type: { kind: 'boolean' },
      defaultValue: false,
      documentation: 'Whether zeros of the padding count as values of the mean.',
    },
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width] = poolOutput(poolGeometry(attributes), input, report);
    return [height, width, input[2]];
  },

  cost(_inputs, output, attributes) {
    const { kernel } = poolGeometry(attributes);
    const results = elements(output);
    return elementwiseCost({
      add: mul(results, sumsPerResult(mul(kernel[0], kernel[1]), false)),
      multiply: results,
    });
  },

  window(input, attributes) {
    return windowOf(poolGeometry(attributes), input, input[2]);
  },
};

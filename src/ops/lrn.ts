/** Local response normalization across channels: Krizhevsky et al. 2012, with Caffe's division of alpha. */

import { numberOf } from './attributes';
import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';

export const lrn: Op = {
  name: 'lrn',
  group: 'normalization',
  summary: 'Local response normalization across channels.',
  documentation: `Result: the input's shape. Every value is divided by \`(k + alpha/size * S)^beta\`, where S is the sum of the squares of \`size\` neighbouring channels (Krizhevsky et al. 2012). alpha is divided by size, as in Caffe and PyTorch; TensorFlow does not divide it. No parameters to train.

Elementwise, per value: 2 multiplies (its square; the sum by alpha/size), \`size\` adds (\`size - 1\` for the sum, one for k), 1 exp (the power), 1 divide. Channels missing at either end are counted, as padding is.`,
  parameters: [
    {
      name: 'size',
      type: { kind: 'integer', minimum: 1 },
      defaultValue: 5,
      documentation: 'Channels that are summed, half of them on each side.',
    },
    {
      name: 'alpha',
      type: { kind: 'number' },
      defaultValue: 1e-4,
      documentation: 'Weight of the sum of squares; divided by `size`.',
    },
    { name: 'beta', type: { kind: 'number' }, defaultValue: 0.75, documentation: 'Exponent of the divisor.' },
    { name: 'k', type: { kind: 'number' }, defaultValue: 1, documentation: 'Added before the power is taken.' },
  ],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output, attributes) {
    const values = elements(output);
    return elementwiseCost({
      multiply: mul(values, 2),
      add: mul(values, numberOf(attributes, 'size')),
      divide: values,
      exp: values,
    });
  },
};

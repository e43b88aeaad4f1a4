/** Each position's channels divided by their length, times a trained factor: Liu et al. 2016 (SSD, ParseNet). */

import { channelParams, channelWeights, oneMoreWith, scaleParameter } from './channel-weights';
import { add, elements, mul, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';

export const l2norm: Op = {
  name: 'l2norm',
  group: 'normalization',
  parameters: [
    { name: 'epsilon', type: { kind: 'number', minimum: 0 }, defaultValue: 1e-10, text: 'l2norm.epsilon' },
    scaleParameter,
  ],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  /** Per value the square, its sum and the division as a product; per position epsilon, a root and its inverse. */
  cost(_inputs, output, attributes) {
    const values = elements(output);
    const positions = mul(output[0], output[1]);
    const params = channelParams(output[2], attributes);
    const counts = elementwiseCost({
      multiply: mul(values, oneMoreWith(attributes, 'scale', 2)),
      add: add(values, positions),
      divide: positions,
      exp: positions,
    });
    return { ...counts, params, paramsTotal: params };
  },

  weights(input, attributes) {
    return channelWeights(input[2], attributes);
  },
};

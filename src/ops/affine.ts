/** A trained factor and summand per channel: Caffe's Scale layer, the layer scale of Touvron et al. 2021. */

import { centerParameter, channelParams, channelWeights, oneMoreWith, scaleParameter } from './channel-weights';
import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';

export const affine: Op = {
  name: 'affine',
  group: 'normalization',
  parameters: [scaleParameter, centerParameter],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output, attributes) {
    const values = elements(output);
    const params = channelParams(output[2], attributes);
    const counts = elementwiseCost({
      multiply: mul(values, oneMoreWith(attributes, 'scale', 0)),
      add: mul(values, oneMoreWith(attributes, 'center', 0)),
    });
    return { ...counts, params, paramsTotal: params };
  },

  weights(input, attributes) {
    return channelWeights(input[2], attributes);
  },
};

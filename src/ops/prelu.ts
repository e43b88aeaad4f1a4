/** The rectified linear unit with a trained slope: He et al. 2015. */

import { booleanOf } from './attributes';
import { type Dim, elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Attributes, Op } from './op';

/** One slope, or one for each channel. */
function slopes(channels: Dim, attributes: Attributes): Dim {
  const shared = booleanOf(attributes, 'shared');
  return shared === undefined ? undefined : shared ? 1 : channels;
}

export const prelu: Op = {
  name: 'prelu',
  group: 'activation',
  parameters: [{ name: 'shared', type: { kind: 'boolean' }, defaultValue: false, text: 'prelu.shared' }],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output, attributes) {
    const params = slopes(output[2], attributes);
    return { ...perElement(elements(output), { compare: 1, multiply: 1 }), params, paramsTotal: params };
  },

  weights(input, attributes) {
    return [{ name: 'slope', role: 'slope', shape: [slopes(input[2], attributes)], trainable: true, fanIn: 1 }];
  },
};

/** Batch normalization in its inference form: Ioffe and Szegedy 2015. */

import { booleanOf } from './attributes';
import { add, type Dim, elements, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op, WeightSpec } from './op';

/** Trainable parameters of one kind: one per channel if the layer has them. */
function perChannel(has: boolean | undefined, channels: Dim): Dim {
  return has === undefined ? undefined : has ? channels : 0;
}

export const batchnorm: Op = {
  name: 'batchnorm',
  group: 'normalization',
  parameters: [
    { name: 'epsilon', type: { kind: 'number', minimum: 0 }, defaultValue: 1e-3, text: 'batchnorm.epsilon' },
    { name: 'scale', type: { kind: 'boolean' }, defaultValue: true, text: 'scale' },
    { name: 'center', type: { kind: 'boolean' }, defaultValue: true, text: 'center' },
  ],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output, attributes) {
    const values = elements(output);
    const channels = output[2];
    const params = add(
      perChannel(booleanOf(attributes, 'scale'), channels),
      perChannel(booleanOf(attributes, 'center'), channels),
    );
    const stored = add(channels, channels);
    return { ...elementwiseCost({ multiply: values, add: values }), params, paramsTotal: add(params, stored) };
  },

  weights(input, attributes) {
    const shape = [input[2]];
    const specs: WeightSpec[] = [];
    if (booleanOf(attributes, 'scale')) specs.push({ name: 'gamma', role: 'gamma', shape, trainable: true, fanIn: 1 });
    if (booleanOf(attributes, 'center')) specs.push({ name: 'beta', role: 'beta', shape, trainable: true, fanIn: 1 });
    specs.push(
      { name: 'mean', role: 'mean', shape, trainable: false, fanIn: 1 },
      { name: 'variance', role: 'variance', shape, trainable: false, fanIn: 1 },
    );
    return specs;
  },
};

/** Batch normalization in its inference form: Ioffe and Szegedy 2015. */

import { booleanOf } from './attributes';
import { add, elements, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op, WeightSpec } from './op';
import type { Dim } from './value';

/** Trainable parameters of one kind: one per channel if the layer has them. */
function perChannel(has: boolean | undefined, channels: Dim): Dim {
  return has === undefined ? undefined : has ? channels : 0;
}

export const batchnorm: Op = {
  name: 'batchnorm',
  group: 'normalization',
  summary: 'Batch normalization, in the form used at inference.',
  documentation: `Result: the input's shape. \`gamma * (x - mean) / sqrt(variance + epsilon) + beta\` with a stored mean and variance per channel (Ioffe and Szegedy 2015).

Elementwise: 1 multiply and 1 add per value, since the four numbers of a channel fold into two. Parameters: gamma (with \`scale\`) and beta (with \`center\`) are trainable, C each; mean and variance, C each, are not and count in \`paramsTotal\` only. Keras' totals have all 4C, PyTorch's the trainable 2C.`,
  parameters: [
    {
      name: 'epsilon',
      type: { kind: 'number', minimum: 0 },
      defaultValue: 1e-3,
      documentation: 'Added to the variance. Keras has 1e-3, PyTorch 1e-5.',
    },
    { name: 'scale', type: { kind: 'boolean' }, defaultValue: true, documentation: 'Whether there is a gamma.' },
    { name: 'center', type: { kind: 'boolean' }, defaultValue: true, documentation: 'Whether there is a beta.' },
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

/** Local response normalization, across channels or within each: Krizhevsky et al. 2012, with Caffe's division of alpha. */

import { numberOf, wordOf } from './attributes';
import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';
import { word } from './parameters';

export const lrn: Op = {
  name: 'lrn',
  group: 'normalization',
  parameters: [
    { name: 'size', type: { kind: 'integer', minimum: 1 }, defaultValue: 5, text: 'lrn.size' },
    { name: 'alpha', type: { kind: 'number' }, defaultValue: 1e-4, text: 'lrn.alpha' },
    { name: 'beta', type: { kind: 'number' }, defaultValue: 0.75, text: 'lrn.beta' },
    { name: 'k', type: { kind: 'number' }, defaultValue: 1, text: 'lrn.k' },
    {
      name: 'region',
      type: { kind: 'word', words: ['across', 'within'] },
      defaultValue: word('across'),
      text: 'lrn.region',
    },
  ],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output, attributes) {
    const values = elements(output);
    const size = numberOf(attributes, 'size');
    const region = wordOf(attributes, 'region');
    const summed = region === undefined ? undefined : region === 'within' ? mul(size, size) : size;
    return elementwiseCost({
      multiply: mul(values, 2),
      add: mul(values, summed),
      divide: values,
      exp: values,
    });
  },
};

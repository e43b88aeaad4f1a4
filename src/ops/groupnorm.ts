/** Group normalization, over height, width and the channels of a group: Wu and He 2018. */

import { numberOf } from './attributes';
import { channelWeights } from './channel-weights';
import { divideExactly, UNKNOWN_SHAPE } from './dim';
import type { Op } from './op';
import { normParameters, statisticsCost } from './statistics-norm';

export const groupnorm: Op = {
  name: 'groupnorm',
  group: 'normalization',
  parameters: [
    { name: 'groups', type: { kind: 'integer', minimum: 1 }, defaultValue: 32, text: 'groupnorm.groups' },
    ...normParameters(1e-5),
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const groups = numberOf(attributes, 'groups');
    const [, , channels] = input;
    if (groups === undefined || channels === undefined || channels % groups === 0) return input;
    report({ text: 'shape.channel-groups', at: 'groups', values: { groups, channels } });
    return [input[0], input[1], undefined];
  },

  cost(_inputs, output, attributes) {
    const groups = numberOf(attributes, 'groups');
    // Sets of values that are all alike, which groups that do not divide the channels are not.
    return statisticsCost(output, divideExactly(output[2], groups) && groups, attributes);
  },

  weights(input, attributes) {
    return channelWeights(input[2], attributes);
  },
};

/** Channels of groups dealt out in turn: Zhang et al. 2018 (ShuffleNet). */

import { numberOf } from './attributes';
import { UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const shuffle: Op = {
  name: 'shuffle',
  group: 'reshape',
  parameters: [{ name: 'groups', type: { kind: 'integer', minimum: 1 }, text: 'shuffle.groups' }],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const groups = numberOf(attributes, 'groups');
    const [height, width, channels] = input;
    if (groups === undefined || channels === undefined || channels % groups === 0) return input;
    report({ text: 'shape.channel-groups', at: 'groups', values: { groups, channels } });
    return [height, width, undefined];
  },

  cost() {
    return FREE;
  },
};

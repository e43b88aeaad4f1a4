/** Some of the channels, in a row: the split of ShuffleNetV2 and of cross-stage partial networks. */

import { numberOf } from './attributes';
import { UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';

export const slice: Op = {
  name: 'slice',
  group: 'reshape',
  parameters: [
    { name: 'start', type: { kind: 'integer', minimum: 0 }, text: 'slice.start' },
    { name: 'channels', type: { kind: 'integer', minimum: 1 }, text: 'slice.channels' },
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width, available] = input;
    const start = numberOf(attributes, 'start');
    const channels = numberOf(attributes, 'channels');
    if (start !== undefined && channels !== undefined && available !== undefined && start + channels > available) {
      const at = start >= available ? 'start' : 'channels';
      report({ text: 'shape.slice', at, values: { last: start + channels - 1, available: available - 1 } });
      return [height, width, undefined];
    }
    return [height, width, channels];
  },

  cost() {
    return FREE;
  },
};

/** Channels become blocks of pixels: the pixel shuffle of Shi et al. 2016. */

import { numberOf } from './attributes';
import { divideExactly, mul, UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';
import { blockParameters } from './parameters';

export const depthtospace: Op = {
  name: 'depthtospace',
  group: 'reshape',
  parameters: blockParameters,

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width, channels] = input;
    const block = numberOf(attributes, 'block');
    const area = mul(block, block);
    if (channels !== undefined && area !== undefined && channels % area !== 0) {
      report({ text: 'shape.block-channels', at: 'block', values: { area, channels } });
    }
    return [mul(height, block), mul(width, block), divideExactly(channels, area)];
  },

  cost() {
    return FREE;
  },
};

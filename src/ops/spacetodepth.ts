/** Blocks of pixels become channels: the reorganization of YOLOv2 (Redmon and Farhadi 2017). */

import { numberOf } from './attributes';
import { divideExactly, mul, UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';
import { blockParameters } from './parameters';

export const spacetodepth: Op = {
  name: 'spacetodepth',
  group: 'reshape',
  parameters: blockParameters,

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width, channels] = input;
    const block = numberOf(attributes, 'block');
    if (block !== undefined && ((height ?? 0) % block !== 0 || (width ?? 0) % block !== 0)) {
      report({ text: 'shape.block', at: 'block', values: { block, height: height ?? '?', width: width ?? '?' } });
    }
    return [divideExactly(height, block), divideExactly(width, block), mul(channels, mul(block, block))];
  },

  cost() {
    return FREE;
  },

  window(input, attributes) {
    const block = numberOf(attributes, 'block');
    const size = [block, block] as const;
    return { kernel: size, stride: size, dilation: [1, 1], pads: [0, 0, 0, 0], groups: input[2] };
  },
};

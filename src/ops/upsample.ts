/** A larger image by repeating or interpolating pixels. */

import { pairOf } from './attributes';
import { mul, UNKNOWN_SHAPE } from './dim';
import { interpolationCost, modeParameter } from './interpolation';
import type { Op } from './op';

export const upsample: Op = {
  name: 'upsample',
  group: 'reshape',
  parameters: [{ name: 'factor', type: { kind: 'pair' }, defaultValue: 2, text: 'upsample.factor' }, modeParameter],

  shape([input = UNKNOWN_SHAPE], attributes) {
    const [height, width, channels] = input;
    const factor = pairOf(attributes, 'factor');
    return [mul(height, factor[0]), mul(width, factor[1]), channels];
  },

  cost(_inputs, output, attributes) {
    return interpolationCost(output, attributes);
  },
};

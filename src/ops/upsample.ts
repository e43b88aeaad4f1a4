/** A larger image by repeating or interpolating pixels. */

import { pairOf, wordOf } from './attributes';
import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { FREE, perElement, UNKNOWN_ELEMENTWISE } from './elementwise';
import type { Op } from './op';
import { word } from './parameters';

export const upsample: Op = {
  name: 'upsample',
  group: 'reshape',
  parameters: [
    { name: 'factor', type: { kind: 'pair' }, defaultValue: 2, text: 'upsample.factor' },
    {
      name: 'mode',
      type: { kind: 'word', words: ['nearest', 'bilinear'] },
      defaultValue: word('nearest'),
      text: 'upsample.mode',
    },
  ],

  shape([input = UNKNOWN_SHAPE], attributes) {
    const [height, width, channels] = input;
    const factor = pairOf(attributes, 'factor');
    return [mul(height, factor[0]), mul(width, factor[1]), channels];
  },

  cost(_inputs, output, attributes) {
    switch (wordOf(attributes, 'mode')) {
      case 'nearest':
        return FREE;
      case 'bilinear':
        return perElement(elements(output), { multiply: 4, add: 3 });
      default:
        return { ...FREE, elementwise: UNKNOWN_ELEMENTWISE };
    }
  },
};

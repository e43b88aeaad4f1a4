/** A border around an image, as a layer of its own: zeros, a mirror image or the edge repeated. */

import { padsOf, wordOf } from './attributes';
import { add, type Dim, UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Op } from './op';
import { word } from './parameters';

export const pad: Op = {
  name: 'pad',
  group: 'reshape',
  parameters: [
    { name: 'amount', type: { kind: 'pads' }, text: 'pad.amount' },
    {
      name: 'mode',
      type: { kind: 'word', words: ['zeros', 'reflect', 'edge'] },
      defaultValue: word('zeros'),
      text: 'pad.mode',
    },
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width, channels] = input;
    const [top, bottom, left, right] = padsOf(attributes, 'amount');
    // The pixel at the border is not repeated, so that there are as many others to show.
    const isShort = (size: Dim, sides: readonly Dim[]) =>
      size !== undefined && sides.some((side) => side !== undefined && side >= size);
    const isReflected = wordOf(attributes, 'mode') === 'reflect';
    const isLow = isReflected && isShort(height, [top, bottom]);
    const isNarrow = isReflected && isShort(width, [left, right]);
    if (isLow || isNarrow) {
      report({ text: 'shape.reflect', at: 'amount', values: { height: height ?? '?', width: width ?? '?' } });
    }
    return [
      isLow ? undefined : add(height, add(top, bottom)),
      isNarrow ? undefined : add(width, add(left, right)),
      channels,
    ];
  },

  cost() {
    return FREE;
  },

  window(input, attributes) {
    return {
      kernel: [1, 1],
      stride: [1, 1],
      dilation: [1, 1],
      pads: padsOf(attributes, 'amount'),
      groups: input[2],
    };
  },
};

/** A larger image by repeating or interpolating pixels. */

import { pairOf, wordOf } from './attributes';
import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { FREE, perElement, UNKNOWN_ELEMENTWISE } from './elementwise';
import type { Op } from './op';
import { word } from './parameters';

export const upsample: Op = {
  name: 'upsample',
  group: 'reshape',
  summary: 'Enlarges the image by a whole factor.',
  documentation: `Result: \`(H*factor) x (W*factor) x C\`. \`nearest\` repeats pixels. \`bilinear\` interpolates between the centres of pixels (half-pixel centres; \`align_corners = False\` in PyTorch).

Elementwise: none for \`nearest\`; for \`bilinear\` 4 multiplies and 3 adds per result, the weights of the four neighbours being known beforehand.`,
  parameters: [
    {
      name: 'factor',
      type: { kind: 'pair' },
      defaultValue: 2,
      documentation: 'How many times larger; a pair is vertical, then horizontal.',
    },
    {
      name: 'mode',
      type: { kind: 'word', words: ['nearest', 'bilinear'] },
      defaultValue: word('nearest'),
      documentation: '`nearest` repeats pixels, `bilinear` interpolates.',
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

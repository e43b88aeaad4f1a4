/** Values held between two bounds. */

import { numberOf } from './attributes';
import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const clip: Op = {
  name: 'clip',
  group: 'activation',
  parameters: [
    { name: 'minimum', type: { kind: 'number' }, text: 'clip.minimum' },
    { name: 'maximum', type: { kind: 'number' }, text: 'clip.maximum' },
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const minimum = numberOf(attributes, 'minimum');
    const maximum = numberOf(attributes, 'maximum');
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      report({ text: 'shape.clip', at: 'maximum', values: { minimum, maximum } });
    }
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { compare: 2 });
  },
};

/** Multiplication by a constant: the scaled residuals of Szegedy et al. 2016 (Inception-ResNet). */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const scale: Op = {
  name: 'scale',
  group: 'arithmetic',
  parameters: [{ name: 'factor', type: { kind: 'number' }, text: 'scale.factor' }],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { multiply: 1 });
  },
};

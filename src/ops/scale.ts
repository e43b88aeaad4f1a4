/** Multiplication by a constant: the scaled residuals of Szegedy et al. 2016 (Inception-ResNet). */

import { elements, UNKNOWN_SHAPE } from './dim';
import { perElement } from './elementwise';
import type { Op } from './op';

export const scale: Op = {
  name: 'scale',
  group: 'arithmetic',
  summary: 'Multiplies by a constant.',
  documentation: `Result: the input's shape. Inception-ResNet (Szegedy et al. 2016) scales its residuals by 0.1 to 0.3 before they are added.

Elementwise: 1 multiply per value. The factor is no parameter: it is not trained.`,
  parameters: [{ name: 'factor', type: { kind: 'number' }, documentation: 'What every value is multiplied by.' }],

  shape([input = UNKNOWN_SHAPE]) {
    return input;
  },

  cost(_inputs, output) {
    return perElement(elements(output), { multiply: 1 });
  },
};

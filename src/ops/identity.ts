/** Nothing: the input as it is, for a place where a layer has to stand. */

import { FREE } from './elementwise';
import type { Op } from './op';
import type { Shape } from './value';

export const identity: Op = {
  name: 'identity',
  group: 'reshape',
  summary: 'Leaves the input as it is.',
  documentation: `Result: the input's shape, and the input itself. To give a point of the flow a name, or as the default of a module's parameter.

Costs nothing.`,
  parameters: [],

  shape([input]) {
    return input as Shape;
  },

  cost() {
    return FREE;
  },
};

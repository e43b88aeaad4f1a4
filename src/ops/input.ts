/** Where an image enters a network. Written by the statement `input`, not by a call. */

import { numberOf } from './attributes';
import { FREE } from './elementwise';
import type { Op } from './op';

export const input: Op = {
  name: 'input',
  group: 'input',
  parameters: [
    { name: 'height', type: { kind: 'integer', minimum: 1 }, text: 'input.height' },
    { name: 'width', type: { kind: 'integer', minimum: 1 }, text: 'input.width' },
    { name: 'channels', type: { kind: 'integer', minimum: 1 }, text: 'input.channels' },
  ],

  shape(_inputs, attributes) {
    return [numberOf(attributes, 'height'), numberOf(attributes, 'width'), numberOf(attributes, 'channels')];
  },

  cost() {
    return FREE;
  },
};

/** Where an image enters a network. Written by the statement `input`, not by a call. */

import { numberOf } from './attributes';
import { FREE } from './elementwise';
import type { Op } from './op';

export const input: Op = {
  name: 'input',
  group: 'input',
  summary: 'The image that enters the network.',
  documentation: `Written \`input name: 224x224x3\`; height x width x channels.

Costs nothing. Its bytes are in \`peakBytes\` while it is needed and not in \`activationBytes\`.`,
  parameters: [
    { name: 'height', type: { kind: 'integer', minimum: 1 }, documentation: 'Rows of the image.' },
    { name: 'width', type: { kind: 'integer', minimum: 1 }, documentation: 'Columns of the image.' },
    { name: 'channels', type: { kind: 'integer', minimum: 1 }, documentation: 'Values per pixel.' },
  ],

  shape(_inputs, attributes) {
    return [numberOf(attributes, 'height'), numberOf(attributes, 'width'), numberOf(attributes, 'channels')];
  },

  cost() {
    return FREE;
  },
};

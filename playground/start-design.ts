/** What a page shows that has nothing to show yet: two modules of GoogLeNet, with a file that is imported. */

import type { LinkedDesign } from '../src/session/design-link';
import blocks from './start/blocks.cnn';
import stage from './start/stage3.cnn';

export const startDesign: LinkedDesign = {
  files: [
    { name: 'stage3.cnn', text: stage },
    { name: 'blocks.cnn', text: blocks },
  ],
  shown: 0,
};

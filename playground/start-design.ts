/** What a page shows that has nothing to show yet. */

import type { LinkedDesign } from '../src/session/design-link';
import { phone } from './phone';
import blocks from './start/blocks.cnn';
import bottleneck from './start/bottleneck.cnn';
import stage from './start/stage3.cnn';

/** Two modules of GoogLeNet, with a file that is imported; where there is little room, the bottleneck of one of their branches. */
export const startDesign = (): LinkedDesign =>
  phone.matches
    ? { files: [{ name: 'bottleneck.cnn', text: bottleneck }], shown: 0 }
    : {
        files: [
          { name: 'stage3.cnn', text: stage },
          { name: 'blocks.cnn', text: blocks },
        ],
        shown: 0,
      };

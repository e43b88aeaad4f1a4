/** The time of whoever has a preview's controller in itself: a page, a worker, an extension host in Node.js or in a browser. */

import type { PreviewClock } from './preview-ports';

export const webClock: PreviewClock = {
  now: () => performance.now(),
  later(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
};

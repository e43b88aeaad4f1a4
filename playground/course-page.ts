/** The course on the host of the playground, in a folder below it: a lesson's file opens there as a design. */

import { writeDesignLink } from '../src/session/design-link';
import { startCoursePage } from '../webview/course/course-page';
import { hashOf } from './routes';

const address = new URL('../', location.href).href;

/** Undefined where it is too large for one. */
function addressOf(name: string, text: string): string | undefined {
  const written = writeDesignLink({ files: [{ name, text }], shown: 0 });
  return 'link' in written ? address + hashOf(written.link) : undefined;
}

startCoursePage({
  playground: {
    address,
    // The same window for the next lesson, which has the design from before put aside.
    open: (name, text) => {
      const design = addressOf(name, text);
      if (design !== undefined) window.open(design, 'incept-playground');
    },
  },
  copyLink: async (name, text) => {
    const design = addressOf(name, text);
    if (design !== undefined) await navigator.clipboard.writeText(design);
  },
});

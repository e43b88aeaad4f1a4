/** The course on the host of the playground, in a folder below it: a lesson's file opens there as a design. */

import { writeDesignLink } from '../src/session/design-link';
import { startCoursePage } from '../webview/course/course-page';
import { hashOf } from './routes';

const address = new URL('../', location.href).href;

startCoursePage({
  address,
  open: (name, text) => {
    const written = writeDesignLink({ files: [{ name, text }], shown: 0 });
    // The same window for the next lesson, which has the design from before put aside.
    if ('link' in written) window.open(address + hashOf(written.link), 'incept-playground');
  },
});

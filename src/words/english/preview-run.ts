/** What the coordination of a preview says: where there is no answer to show, and what a network is compared with. */

import { mistake } from './mistake';

export const previewRun = {
  'no-image': 'No image was chosen.',
  cancelled: 'The run was cancelled.',
  'run-first': 'Run again to look into layers: what was run is no longer at hand.',
  mistake,
  /** What a network is compared with. */
  'compare.commit': 'last commit {commit}',
  'compare.text': 'the text',
  'compare.imports': 'the commit imports files of files of files without end',
} as const;

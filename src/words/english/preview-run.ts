/** What the coordination of a preview says where there is no answer to show. */

import { mistake } from './mistake';

export const previewRun = {
  'no-image': 'No image was chosen.',
  cancelled: 'The run was cancelled.',
  mistake,
} as const;

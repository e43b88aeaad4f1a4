/** What the page of the playground says, in Chinese. */

import type { SpokenPlayground } from '../english/for-playground';
import { designLink } from './design-link';
import { extension } from './extension';
import { chinese } from './language';
import { playground } from './playground';
import { presets } from './presets';
import { previewRun } from './preview-run';

export const chineseForPlayground: SpokenPlayground = {
  language: chinese,
  tables: { designLink, extension, playground, presets, previewRun },
};

/** What the extension host says, in Chinese. */

import type { SpokenExtension } from '../english/for-extension';
import { designLink } from './design-link';
import { extension } from './extension';
import { chinese } from './language';
import { presets } from './presets';
import { previewRun } from './preview-run';
import { samples } from './samples';

export const chineseForExtension: SpokenExtension = {
  language: chinese,
  tables: { designLink, extension, presets, previewRun, samples },
};

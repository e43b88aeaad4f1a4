/** The table of english/page-themes, in Chinese. */

import type { pageThemes as english } from '../english/page-themes';
import type { Translation } from '../text';

export const pageThemes: Translation<typeof english> = {
  'theme.system': '跟随系统',
  'theme.light': '浅色',
  'theme.dark': '深色',
  'theme.high-contrast': '高对比度',
  'theme.high-contrast-light': '高对比度，浅色',
};

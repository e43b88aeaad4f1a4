/** The table of english/compare, in Chinese. */

import type { compare as english } from '../english/compare';
import type { Translation } from '../text';

export const compare: Translation<typeof english> = {
  'no-file': '文件不存在',
  'no-network': '其中没有网络',
};

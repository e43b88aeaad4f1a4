/** The table of english/presets, in Chinese. */

import type { presets as english } from '../english/presets';
import type { Translation } from '../text';

export const presets: Translation<typeof english> = {
  network: '网络',
  line: '{title}：{sentence}',
  costs: '乘法 {multiplies} 次，参数 {params} 个',
};

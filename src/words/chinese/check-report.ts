/** The table of english/check-report, in Chinese. */

import type { checkReport as english } from '../english/check-report';
import type { Translation } from '../text';

export const checkReport: Translation<typeof english> = {
  error: '错误',
  warning: '警告',
  note: '说明',
  hint: '提示',
  help: '帮助',
  'count.error': '{count} 个错误',
  'count.warning': '{count} 个警告',
  'count.note': '{count} 条说明',
  'count.hint': '{count} 条提示',
  'no-problems': '没有问题',
  found: '{where}：{found}',
  files: '{count} 个文件',
  more: '以及另外 {count} 个；--format json 列出全部',
};

/** The table of english/files, in Chinese. */

import type { files as english } from '../english/files';
import type { Translation } from '../text';

export const files: Translation<typeof english> = {
  missing: '无法读取{name}：文件不存在',
  folder: '无法读取{name}：这是文件夹',
  special: '无法读取{name}：这不是普通文件',
  denied: '无法读取{name}：没有读写权限',
  parent: '无法读取{name}：路径中有一段是文件',
  encoding: '无法读取{name}：不是 UTF-8 文本',
  large: '无法读取{name}：大于 {limit} MiB',
  other: '无法读取{name}：{reason}',
};

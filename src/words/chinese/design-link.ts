/** The table of english/design-link, in Chinese. */

import type { designLink as english } from '../english/design-link';
import type { Translation } from '../text';

export const designLink: Translation<typeof english> = {
  damaged: '这个链接中的设计不完整：有一部分缺失或被改动。请重新索取链接，或索取文件。',
  newer: '这个链接由更新版本的 Incept 生成，此版本无法读取。',
  large: '这个链接中的设计太大。请改为索取文件。',
};

/** The table of english/preview-run, in Chinese. */

import type { previewRun as english } from '../english/preview-run';
import type { Translation } from '../text';
import { mistake } from './mistake';

export const previewRun: Translation<typeof english> = {
  'no-image': '没有选择图像。',
  cancelled: '运行已取消。',
  mistake,
  'compare.commit': '上次提交 {commit}',
  'compare.text': '文本',
  'compare.imports': '提交中的文件无止境地互相导入',
};

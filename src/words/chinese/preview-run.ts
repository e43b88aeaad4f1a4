/** The table of english/preview-run, in Chinese. */

import type { previewRun as english } from '../english/preview-run';
import type { Translation } from '../text';
import { mistake } from './mistake';

export const previewRun: Translation<typeof english> = {
  'no-image': '没有选择图像。',
  cancelled: '运行已取消。',
  'run-first': '请重新运行再查看各层：先前运行的数据已不在手边。',
  mistake,
  'compare.commit': '上次提交 {commit}',
  'compare.text': '文本',
  'compare.imports': '提交中的文件无止境地互相导入',
};

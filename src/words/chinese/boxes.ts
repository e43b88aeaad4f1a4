/** The table of english/boxes, in Chinese. */

import type { boxes as english } from '../english/boxes';
import type { Translation } from '../text';

export const boxes: Translation<typeof english> = {
  turn: '第 {name} 轮',
  repeat: '循环',
  head: '辅助分类器',
  output: '输出',
  globalavgpool: '全局平均池化',
  globalmaxpool: '全局最大池化',
  adaptiveavgpool: '自适应平均池化',
};

/** The table of english/reference, in Chinese. */

import type { reference as english } from '../english/reference';
import type { Translation } from '../text';

export const reference: Translation<typeof english> = {
  'group.input': '输入',
  'group.convolution': '卷积',
  'group.pooling': '池化',
  'group.dense': '全连接层',
  'group.normalization': '归一化',
  'group.activation': '激活函数',
  'group.regularization': '正则化',
  'group.arithmetic': '算术',
  'group.reshape': '形状',
  'group.join': '合并',

  join: '{block} 或 {call}',

  parameter: '参数',
  takes: '取值',
  default: '默认值',
  meaning: '含义',
  required: '必需',
  optional: '可不写',
};

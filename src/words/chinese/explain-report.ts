/** The table of english/explain-report, in Chinese. */

import type { explainReport as english } from '../english/explain-report';
import type { Translation } from '../text';

export const explainReport: Translation<typeof english> = {
  from: '来自{path}',
  multiplies: '{amount} 次乘法',
  share: '占{network}的 {share}',
  rank: '{place} 位，共 {count} 位',
  'only-for-head': '不在{network}的合计中：只有{output}需要它',
  'without-padding': '不含填充：{amount}（{percent}%）',

  parts: '组成部分',
  tools: '其他工具给出的数值',
  moves: '改变的影响',
  all: '全部计数',
  totals: '合计',
  alive: '内存峰值时存活的张量，{amount}，位于{path}',

  'column.part': '部分',
  'column.multiplies': '乘法次数',
  'column.params': '参数量',
  'column.share': '占比',
  'column.tool': '工具',
  'column.figure': '数值',
  'column.difference': '差别',
  'column.change': '改变',
  'column.main': '主输出',
  'column.tensor': '所属结果',
  'column.bytes': '字节数',

  'receptive-field': '感受野',
  'receptive-field.value': '{size}，间隔 {jump}',
};

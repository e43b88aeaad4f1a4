/** The table of english/cost-report, in Chinese. */

import type { costReport as english } from '../english/cost-report';
import type { Translation } from '../text';

export const costReport: Translation<typeof english> = {
  convention: '乘法次数 = 卷积层和全连接层中权重与值的乘积个数，包括落在填充上的（= MACs），批大小为 1',
  'markdown.title': '**{network}**，输入 {shape}；{convention}。',

  // Heads of columns, and names of rows.
  layer: '层',
  layers: '层数',
  block: '块',
  op: '种类',
  what: '项目',
  window: '窗口',
  shape: '形状',
  share: '占比',
  name: '名称',
  'main-total': '主输出合计',
  'of-kind': '{count} 层',
  partial: '不完整',

  // Totals: labels and what stands beside them.
  multiplies: '乘法次数',
  'multiplies.value': '{multiplies}（= MACs；FLOPs {flops}）',
  'without-padding': '不含填充',
  adds: '加法次数',
  elementwise: '逐元素运算',
  'elementwise.multiply': '乘法 {count}',
  'elementwise.add': '加法 {count}',
  'elementwise.compare': '比较 {count}',
  'elementwise.divide': '除法 {count}',
  'elementwise.exp': '指数运算 {count}',
  parameters: '参数量',
  'parameters.value': '可训练 {trainable}，全部 {all}',
  weights: '权重',
  'weights.value': '{amount}（{format}）',
  activations: '激活值',
  'activations.value': {
    by: 'batch',
    one: '{amount}（{format}）',
    other: '{amount}（{format}），批大小为 {batch}',
  },
  peak: '峰值内存',
  'peak.at': '{amount}，位于{path}',
  unknown: '不完整：{count} 层的计数未知',

  // Outputs and budgets.
  outputs: '输出',
  head: '辅助分类器{name}',
  'on-top': '在主路径之外另有乘法 {multiplies} 次、参数 {params} 个',
  budgets: '预算',
  budget: '{metric} {value}，上限 {limit}（{share}）',
  'budget.in': '{path}中 {metric} {value}，上限 {limit}（{share}）',
  ok: '符合',
  over: '超出',
  open: '未定',
};

/** The table of english/explain-tab, in Chinese. */

import type { explainTab as english } from '../english/explain-tab';
import type { Translation } from '../text';

export const explainTab: Translation<typeof english> = {
  'hint.select': '在图或表格中选择一个层，这里会拆解它的数值。',
  'hint.input': '输入没有成本。选择一个层，查看其数值的拆解。',
  'hint.result': '这是输出的结果。选择一个层，查看其数值的拆解。',

  // Heading. Notes are joined by a middle dot.
  'call-and-line': '{call} · 第 {line} 行',
  'go-to-line': '转到第 {line} 行',
  'share-of': '占{network}的 {share}',

  attributes: '属性',
  'attribute.pads': '{padding}：{pads} px',

  'text.title': '文本',
  'text.line': '第 {line} 行',
  'text.line-of': '{file}第 {line} 行',
  'text.shared': '与 {names} 共用',
  'text.edit': '编辑',
  'text.discard': '放弃',
  'text.apply': '应用',
  'text.apply.keys': 'Ctrl+Enter',
  'text.label': '{path}的文本',
  'text.unavailable': '无法加载编辑器。',
  'text.elsewhere': '其他位置：{message}',
  'text.change': '{multiplies} 次乘法（{change}）',

  cheaper: '更省的写法',
  'cheaper.about': '整个网络的节省，输出形状不变',
  'cheaper.table': '使它更省的写法',
  'cheaper.apply': '应用',
  'cheaper.params': '参数量 {change}',
  'cheaper.peak': '内存峰值 {change}',
  'cheaper.field': '感受野 {before} → {after}',
  'cheaper.layers': { by: 'count', one: '{count} 层', other: '此调用的全部 {count} 层' },

  counted: '计数方法',
  together: '合计 {count}',
  outputs: '= {outputs} 个输出 × {taps}',
  inputs: '= {outputs} 个输入 × {taps}',
  'without-padding': '不含填充：{count}（{less}）。',

  'other-tools': '其他工具给出的数值',
  'other-tools.table': '其他工具的数值',
  same: '相同',

  movements: '改变的影响',
  'movements.table': '改变对数值的影响',
  'movement.params': '参数量 {change}',

  everything: '这一层的全部计数',
  'everything.block': '其中的全部计数',
  flow: '输入 → 输出',
  'receptive-field': '感受野',

  'field.title': '它在图像上看到的范围',
  'field.seen': '中间的值看到图像 {image} 像素中的 {seen}。',
  'field.beyond': '虚线部分在图像边界之外。',

  parts: '组成部分',
  'parts.table': '各部分的乘法次数',

  instances: '这段文本出现在 {count} 处',
  'instances.table': '同一文本的各个实例',
  'instances.more': '以及另外 {count} 个',
};

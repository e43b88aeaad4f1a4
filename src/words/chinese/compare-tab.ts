/** The table of english/compare-tab, in Chinese. */

import type { compareTab as english } from '../english/compare-tab';
import type { Translation } from '../text';

export const compareTab: Translation<typeof english> = {
  // What to compare with.
  with: '比较对象',
  compare: '比较',
  commit: '上次提交',
  file: '另一个文件…',
  network: '网络{name}',
  text: '文本，不含试改',

  // Strip.
  'strip.with': '比较对象',
  'strip.failed': '未比较：{reason}',
  'strip.waiting': '正在读取另一个网络。',
  added: '新增 {count}',
  removed: '删除 {count}',
  changed: '改变 {count}',
  same: '相同 {count}',
  nothing: '没有差别。',
  previous: '上一处',
  'previous.title': '上一处变化（Shift+F7）',
  next: '下一处',
  'next.title': '下一处变化（F7）',
  swap: '对调',
  'swap.title': '对调前后两个网络',
  end: '结束',
  'end.title': '结束比较',

  // Table of changes.
  level: '行',
  'level.top': '顶层',
  'level.all': '每一层',
  unchanged: '包括未变的',
  copy: '复制为 Markdown',
  changes: '变化',
  'changes.none': '没有不同的行。',
  'column.mark': '变化',
  'column.layer': '层',
  'column.now': '现在',
  'column.difference': '差值',
  'mark.added': '新增',
  'mark.removed': '删除',
  'mark.changed': '改变',
  'mark.same': '相同',
  'not-counted': '未计数',
  main: '主输出',

  totals: '合计',
  'totals.table': '之前与现在的合计',
  'total.effectiveMultiplies': '不含填充',
  'total.params': '参数量',
  'total.headWork': '辅助分类器的{metric}',
  'total.headParams': '辅助分类器的参数',
  'total.peakBytes': '峰值内存',
  'total.activationBytes': '全部激活值',
  'total.weightBytes': '权重',
  'column.share': '占比',
  'column.budget': '预算',

  effect: '变化的影响',
  'effect.more': '仅{name}就增加 {amount}。',
  'effect.less': '仅{name}就节省 {amount}。',
  'effect.budget': '设计现在超出{metric}的预算。',
  'effect.budget.kept': '设计现在符合{metric}的预算。',
  'effect.peak': '内存峰值从{was}移到{now}。',
  'effect.none': '合计没有变化。',

  lines: '在文本中',
  markdown: '用于合并请求的 Markdown',
};

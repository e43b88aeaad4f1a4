/** The table of english/cost-charts, in Chinese. */

import type { costCharts as english } from '../english/cost-charts';
import type { Translation } from '../text';

export const costCharts: Translation<typeof english> = {
  views: '成本的显示方式',
  'view.table': '表格',
  'view.charts': '分支与冰柱图',

  // Tools of the table.
  filter: '筛选行',
  columns: '列',
  copy: '复制',
  'copy.markdown': '复制为 Markdown',
  'copy.csv': '复制为 CSV',

  // Balance of branches.
  balance: '分支的均衡',
  'balance.upper': '上方条形：每个分支的{metric}，按书写顺序',
  'balance.lower': '下方：它为结果贡献的通道',
  'column.module': '模块',
  'column.balance': '均衡',
  'column.branches': '分支',
  branch: '分支 {place}，{label}：{amount}，{share}',
  'branch.channels': '{count} 个通道',
  'balance.none': '这个网络没有带分支的主体。',
  'finding.all': '全部 {of} 个模块中，都有一个分支的成本超过其余分支之和：{cost}。',
  finding: '{of} 个模块中的 {rows} 个，有一个分支的成本超过其余分支之和：{cost}。',
  'finding.cost': '{cost} 的{metric}',
  'finding.channels': '{cost} 的{metric}，只贡献 {channels} 的通道',
  range: '{low} 到 {high}',
  'balance.meaning': '均衡为最费的分支与平均值之比；1.00× 表示相等。',

  // Icicle.
  icicle: '{metric}的分布',
  'icicle.about': '按执行顺序；宽度为占比',
  'icicle.rows': '各行：网络、块、分支、层；点击进入',
  'icicle.tree': '按{metric}划分的单元',
  'icicle.of-branch': '占所在分支的 {share}',
  'icicle.of-block': '占所在块的 {share}',
  'icicle.of-all': '占全部的 {share}',
  'icicle.cell': '{name}，{amount}，{share}',

  // The metric in a sentence.
  'metric.multiplies': '乘法次数',
  'metric.macs': 'MACs',
  'metric.flops': 'FLOPs',
  'metric.params': '参数量',
  'metric.activationBytes': '激活值字节数',
};

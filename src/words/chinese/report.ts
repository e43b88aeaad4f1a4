/** The table of english/report, in Chinese. */

import type { report as english } from '../english/report';
import type { Translation } from '../text';

export const report: Translation<typeof english> = {
  figure: '图 {number}',
  table: '表 {number}',
  'table.about': '按执行顺序排列的层和块；不带 + 的相加为合计',
  'memory.about': '{count} 步中存活的激活值',
  batch: '批大小 {batch}',
  budget: '预算 {limit} 的 {share}',
  'budget.open': '预算 {limit}，不完全已知',
  side: '{name}，辅助分类器',
  main: '主输出',
  'column.layer': '层',
  'column.result': '结果',
  'column.share': '占比',
  effective: '不含落在零填充上的：{amount}。',
  heads: '辅助分类器不在主输出的合计中。',
  page: 'Incept，第 {page} 页，共 {pages} 页',
};

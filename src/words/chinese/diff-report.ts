/** The table of english/diff-report, in Chinese. */

import type { diffReport as english } from '../english/diff-report';
import type { Translation } from '../text';

export const diffReport: Translation<typeof english> = {
  title: '{old} -> {new}',
  'markdown.title': '**{old}** → **{new}**',

  // Heads of columns.
  metric: '指标',
  old: '旧',
  new: '新',
  change: '变化',
  share: '变化率',
  layer: '层',
  call: '调用',
  shape: '形状',

  // What happened to a layer.
  added: '新增',
  removed: '删除',
  changed: '改变',
  from: '{old} -> {new}',
  'was-path': '{path}（原为 {old}）',

  'no-differences': '没有差别',
  'moved-only': '{count} 层只是移动或改名',
  convention: '主输出的合计，批大小为 1。',

  // Gates of --fail-on.
  fails: '{gate} 成立：{metric} {old} -> {new}（{change}）',
  unknown: '无法判断 {gate}：{metric} 不完全已知',
};

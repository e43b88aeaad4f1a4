/** The table of english/advice-report, in Chinese. */

import type { adviceReport as english } from '../english/advice-report';
import type { Translation } from '../text';

export const adviceReport: Translation<typeof english> = {
  title: '{network}：{count} 项改写，目前乘法 {multiplies} 次',
  none: '{network}：没有建议',
  unknown: '{network}：成本不完全已知，无法给出建议',

  // Heads of columns.
  line: '行',
  share: '占比',
  what: '改写',
  id: 'ID',

  'loses-shape': '{title}；输出的形状会改变',
  'several-layers': '{title}（{count} 层）',
  'break-even': '{title}；不超过 {breakEven} 时划算',
  source: '{kind}：{source}',
  applied: '{id}：乘法 {before} -> {after} 次（{share}）',
  'text-of': '// {path}',
};

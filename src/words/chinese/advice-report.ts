/** The table of english/advice-report, in Chinese. */

import type { adviceReport as english } from '../english/advice-report';
import type { Translation } from '../text';

export const adviceReport: Translation<typeof english> = {
  title: '{network}：{count} 项改写，目前乘法 {multiplies} 次',
  'title.partial': '{network}：{count} 项改写，目前乘法 {multiplies} 次；节省的次数精确，占比未知',
  none: '{network}：没有建议',
  'none.partial': '{network}：对其已知部分没有建议',

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
  'applied.partial': '{id}：乘法 {saved} 次',
  'text-of': '// {path}',
};

/** The table of english/totals, in Chinese. */

import type { totalTexts as english } from '../english/totals';
import type { Translation } from '../text';

export const totalTexts: Translation<typeof english> = {
  notInTotal: '不在合计中',
  leadsNowhere: '没有去向',
  leadsNowherePart: '没有去向，{amount}',
  heads: '全部辅助分类器',
  mainAndHeads: '全部',
  everything: '包括辅助分类器',
  withParameters: '参数 {amount} 个',
};

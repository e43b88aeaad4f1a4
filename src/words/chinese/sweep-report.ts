/** The table of english/sweep-report, in Chinese. */

import type { sweepReport as english } from '../english/sweep-report';
import type { Translation } from '../text';

export const sweepReport: Translation<typeof english> = {
  title: '{network}：{count} 个点',
  size: '尺寸',
  /** Head of the column that says what a point is. */
  verdict: '',
  best: '最佳',
  front: '前沿',
  'does-not-fit': '不满足',
  'front.meaning': '前沿：满足条件的点中，没有在 {x} 和 {y} 上都不差且有一项更好的',
  'none-fits': '没有满足条件的点',

  // The plot.
  'plot.title': '{network}：{y} 随 {x} 的变化',
  'plot.description': '{count} 个点，其中 {front} 个在帕累托前沿上',
  'plot.front': '帕累托前沿',
  'plot.fits': '满足',
  'plot.other': '不满足',
  'plot.best': '最佳',
  'plot.more-better': '{measure}（越多越好）',
  'plot.value': '{name} {value}',
};

/** What the command line says of a sweep, as a table and as a plot. Amounts come written. */

import type { Texts } from '../text';

export const sweepReport = {
  title: { by: 'count', one: '{network}: {count} point', other: '{network}: {count} points' },
  size: 'size',
  /** Head of the column that says what a point is. */
  verdict: '',
  best: 'best',
  front: 'front',
  'does-not-fit': 'does not fit',
  'front.meaning': 'front: no point that fits is as good in {x} and {y} and better in one of them',
  'none-fits': 'no point fits',

  // The plot.
  'plot.title': '{network}: {y} over {x}',
  'plot.description': {
    by: 'count',
    one: '{count} point, {front} on the Pareto front',
    other: '{count} points, {front} of them on the Pareto front',
  },
  'plot.front': 'Pareto front',
  'plot.fits': 'fits',
  'plot.other': 'does not fit',
  'plot.best': 'best',
  'plot.more-better': '{measure} (more is better)',
  'plot.value': '{name} {value}',
} as const satisfies Texts;

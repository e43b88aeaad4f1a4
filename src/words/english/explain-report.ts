/** What the command line says around an explanation: headings, heads of columns, places. Amounts come written. */

import type { Texts } from '../text';

export const explainReport = {
  from: 'from {path}',
  multiplies: '{amount} multiplies',
  share: '{share} of {network}',
  /** A place by cost, written as the language counts: `3rd of 58`. */
  rank: '{place} of {count}',
  'only-for-head': 'not in the total of {network}: only {output} needs it',
  'without-padding': 'without the taps on zero padding: {amount} ({percent}%)',

  parts: 'parts',
  tools: 'what other tools print',
  moves: 'what moves it',
  all: 'all of it',
  totals: 'totals',
  alive: 'alive at the peak of memory, {amount} at {path}',

  'column.part': 'part',
  'column.multiplies': 'multiplies',
  'column.params': 'params',
  'column.share': 'share',
  'column.tool': 'tool',
  'column.figure': 'figure',
  'column.difference': 'difference',
  'column.change': 'change',
  'column.main': 'main',
  'column.tensor': 'result of',
  'column.bytes': 'bytes',

  'receptive-field': 'receptive field',
  'receptive-field.value': '{size}, jump {jump}',
} as const satisfies Texts;

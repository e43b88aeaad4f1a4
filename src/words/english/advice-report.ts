/** What the command line says of advice, as text and as Markdown. Amounts come written. */

import type { Texts } from '../text';

export const adviceReport = {
  title: {
    by: 'count',
    one: '{network}: {count} rewrite, {multiplies} multiplies now',
    other: '{network}: {count} rewrites, {multiplies} multiplies now',
  },
  none: '{network}: nothing to advise',
  unknown: '{network}: what it costs is not known whole, so that nothing can be advised',

  // Heads of columns.
  line: 'line',
  share: 'share',
  what: 'what',
  id: 'id',

  'loses-shape': '{title}; outputs have other shapes',
  'several-layers': { by: 'count', one: '{title}', other: '{title} ({count} layers)' },
  'break-even': '{title}; pays up to {breakEven}',
  source: '{kind}: {source}',
  applied: '{id}: {before} -> {after} multiplies ({share})',
  'text-of': '// {path}',
} as const satisfies Texts;

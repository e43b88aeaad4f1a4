/** What the command line says of advice, as text and as Markdown. Amounts come written. */

import type { Texts } from '../text';

export const adviceReport = {
  title: {
    by: 'count',
    one: '{network}: {count} rewrite, {multiplies} multiplies now',
    other: '{network}: {count} rewrites, {multiplies} multiplies now',
  },
  /** `multiplies` begins with `>=`. */
  'title.partial': {
    by: 'count',
    one: '{network}: {count} rewrite, {multiplies} multiplies now; savings are exact, shares are not known',
    other: '{network}: {count} rewrites, {multiplies} multiplies now; savings are exact, shares are not known',
  },
  none: '{network}: nothing to advise',
  'none.partial': '{network}: nothing to advise on what is known of it',

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
  'applied.partial': '{id}: {saved} multiplies',
  'text-of': '// {path}',
} as const satisfies Texts;

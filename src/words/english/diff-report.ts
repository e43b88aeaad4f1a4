/** What the command line says of the differences between two networks, as text and as Markdown. Amounts come written. */

import type { Texts } from '../text';

export const diffReport = {
  title: '{old} -> {new}',
  'markdown.title': '**{old}** → **{new}**',

  // Heads of columns.
  metric: 'metric',
  old: 'old',
  new: 'new',
  change: 'change',
  share: 'share',
  layer: 'layer',
  call: 'call',
  shape: 'shape',

  // What happened to a layer.
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  /** A figure or text before and after. */
  from: '{old} -> {new}',
  /** A layer that has another path now. */
  'was-path': '{path} (was {old})',

  'no-differences': 'no differences',
  'moved-only': {
    by: 'count',
    one: '{count} layer only moved or has another name',
    other: '{count} layers only moved or have other names',
  },
  convention: 'Totals of the main outputs, batch 1.',

  // Gates of --fail-on.
  fails: '{gate} holds: {metric} {old} -> {new} ({change})',
  unknown: '{gate} cannot be told: {metric} is not known whole',
} as const satisfies Texts;

/** What the cost table of the command line says, as text and as Markdown. Amounts come written, with `>= ` before a part. */

import type { Texts } from '../text';

export const costReport = {
  convention:
    'multiplies = products of a weight with a value in convolutions and dense layers, padding taps included (= MACs), batch 1',
  'markdown.title': '**{network}** at {shape}; {convention}.',

  // Heads of columns, and names of rows.
  layer: 'layer',
  layers: 'layers',
  block: 'block',
  op: 'op',
  what: 'what',
  window: 'window',
  shape: 'shape',
  share: 'share',
  name: 'name',
  'main-total': 'main total',
  /** Of one kind, in a row. */
  'of-kind': { by: 'count', one: '{count} layer', other: '{count} layers' },
  partial: 'partial',

  // Totals: labels and what stands beside them.
  multiplies: 'multiplies',
  'multiplies.value': '{multiplies} (= MACs; FLOPs {flops})',
  'without-padding': 'without padding taps',
  adds: 'adds',
  elementwise: 'elementwise',
  'elementwise.multiply': 'multiply {count}',
  'elementwise.add': 'add {count}',
  'elementwise.compare': 'compare {count}',
  'elementwise.divide': 'divide {count}',
  'elementwise.exp': 'exp {count}',
  parameters: 'parameters',
  'parameters.value': '{trainable} trainable, {all} in all',
  weights: 'weights',
  'weights.value': '{amount} as {format}',
  activations: 'activations',
  'activations.value': {
    by: 'batch',
    one: '{amount} as {format}',
    other: '{amount} as {format}, {batch} images at once',
  },
  peak: 'peak memory',
  'peak.at': '{amount} at {path}',
  unknown: {
    by: 'count',
    one: 'partial: {count} layer with unknown counts',
    other: 'partial: {count} layers with unknown counts',
  },

  // Outputs and budgets.
  outputs: 'outputs',
  head: 'head {name}',
  'on-top': '{multiplies} multiplies, {params} params on top of the main path',
  budgets: 'budgets',
  budget: '{metric} {value} of {limit} ({share})',
  'budget.in': '{metric} {value} of {limit} ({share}) in {path}',
  ok: 'ok',
  over: 'over',
  open: 'open',
} as const satisfies Texts;

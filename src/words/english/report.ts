/** What a report says in print, around the numbers of a network. Amounts come written. */

export const report = {
  figure: 'Figure {number}',
  table: 'Table {number}',
  'table.about': 'Layers and blocks in execution order; those without + sum to the total',
  'memory.about': {
    by: 'count',
    one: 'Live activations over {count} step',
    other: 'Live activations over {count} steps',
  },
  /** What the network was computed as. */
  batch: 'batch {batch}',
  /** Under a number with a limit. */
  budget: '{share} of the budget of {limit}',
  'budget.open': 'budget of {limit}, not all known',
  /** A side head in a table. */
  side: '{name}, side head',
  main: 'Main output',
  'column.layer': 'Layer',
  'column.result': 'Result',
  'column.share': 'Share',
  /** At the foot of each page, after what multiplies are. */
  effective: 'Without the taps on zero padding: {amount}.',
  heads: 'Side heads are not in the totals of the main output.',
  page: 'Incept, {page} of {pages}',
} as const;

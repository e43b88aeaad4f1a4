/** What the preview's Cost tab says around its charts and its table's tools. Amounts and shares come written. */

export const costCharts = {
  views: 'Cost as',
  'view.table': 'Table',
  'view.charts': 'Branches and icicle',

  // Tools of the table.
  filter: 'Filter rows',
  columns: 'Columns',
  copy: 'Copy',
  'copy.markdown': 'As Markdown',
  'copy.csv': 'As CSV',

  // Balance of branches.
  balance: 'Balance of the branches',
  'balance.upper': 'Upper bar: {metric} of each branch, in written order',
  'balance.lower': 'lower: channels it adds to the result',
  'column.module': 'Module',
  'column.balance': 'Balance',
  'column.branches': 'Branches',
  /** A branch, to a screen reader and as a tooltip. */
  branch: 'branch {place}, {label}: {amount}, {share}',
  'branch.channels': { by: 'count', one: '{count} channel', other: '{count} channels' },
  'balance.none': 'No body of this network has branches.',
  'finding.all': 'In all {of} modules one branch costs more than all the others together: {cost}.',
  finding: {
    by: 'of',
    one: 'One branch costs more than all the others together: {cost}.',
    other: 'In {rows} of {of} modules one branch costs more than all the others together: {cost}.',
  },
  'finding.cost': '{cost} of its {metric}',
  'finding.channels': '{cost} of its {metric} for {channels} of the channels',
  /** From the least to the largest. */
  range: '{low} to {high}',
  'balance.meaning': 'Balance is the dearest branch over the mean; 1.00× is even.',

  // Icicle.
  icicle: 'Where all {metric} are',
  'icicle.about': 'in execution order; width is share',
  'icicle.rows': 'rows: network, block, branch, layer; a click goes into one',
  'icicle.tree': 'Cells by {metric}',
  'icicle.of-branch': '{share} of its branch',
  'icicle.of-block': '{share} of its block',
  'icicle.of-all': '{share} of all',
  /** To a screen reader: a cell, its amount and its share. */
  'icicle.cell': '{name}, {amount}, {share}',

  // The metric in a sentence.
  'metric.multiplies': 'multiplies',
  'metric.macs': 'MACs',
  'metric.flops': 'FLOPs',
  'metric.params': 'parameters',
  'metric.activationBytes': 'bytes of activations',
} as const;

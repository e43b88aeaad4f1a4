/**
 * What hovers say about networks, blocks, layers and names, in Markdown. Values are escaped before they are filled in;
 * amounts come written, with `≥ ` before one that is not all known and `?` for one of which nothing is.
 */

export const hover = {
  // Columns and rows of tables.
  multiplies: 'Multiplies',
  parameters: 'Parameters',
  weights: 'Weights',
  activations: 'Activations',
  peak: 'Memory peak',

  // A network.
  network: '**{name}** network',
  'network.main': 'Main outputs',
  'network.total': 'Total',
  'network.peak-at': '{amount} at {path}',
  'network.output': 'Output {name}',
  'network.head': 'Head {name}',
  'network.head-adds': '{shape}, +{amount} multiplies',
  'network.budget': 'Budget {metric}',
  'network.unknown': {
    by: 'unknown',
    one: '⚠ {unknown} of {layers} layers has an unknown count; sums say at least (≥) what is known.',
    other: '⚠ {unknown} of {layers} layers have an unknown count; sums say at least (≥) what is known.',
  },
} as const;

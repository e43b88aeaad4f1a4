/**
 * What the picture says: on its boxes, on the card of a node, and to a screen reader. Counts come written (`346.8 M`),
 * with `≥ ` before one that is not all known.
 */

export const picture = {
  /** The tree of nodes, to a screen reader. */
  tree: 'Network {name}',
  /** Of a count of which nothing is known. */
  unknown: 'unknown',
  /** The second line of a side head's box. */
  'head-amount': 'side head · {amount}',

  // The card of a node: where it is in the text, and what stands at the left of its rows.
  'card.line': 'line {line}',
  'card.shape': 'shape',
  'card.flow': 'in → out',
  'card.multiplies': 'multiplies',
  'card.macs': 'MACs',
  'card.flops': 'FLOPs',
  'card.params': 'parameters',
  'card.activationBytes': 'bytes of activations',
  /** Below another metric's count. */
  'card.params-too': 'params',
  'card.share': 'share',
  'card.share-rank': 'share, rank',
  'card.receptive-field': 'receptive field',
  'card.output': 'output',

  /** Place by multiplies: `1st of 58`. */
  rank: '{place} of {count}',
  /** Size in input pixels, and how many of them lie between neighbours. */
  'receptive-field': '{size}, step {step}',

  // Read out, in a list with commas.
  'spoken.pair': '{first} by {second}',
  'spoken.times': 'by {factor}',
  'spoken.shape': '{height} by {width} by {channels}',
  'spoken.shape-unknown': 'shape unknown',
  'spoken.module': 'module {name}',
  'spoken.repeat': { by: 'turns', one: 'repeated {turns} time', other: 'repeated {turns} times' },
  'spoken.head': 'side head',
  'spoken.stride': 'stride {stride}',
  'spoken.filters': { by: 'count', one: '{count} filter', other: '{count} filters' },
  'spoken.units': { by: 'count', one: '{count} unit', other: '{count} units' },
  'spoken.branch': 'branch {place}',
  /** A branch of a join that stands in a branch. */
  'spoken.branch-inside': 'branch {place} in {outer}',
  'spoken.multiplies': { by: 'count', one: '{count} multiply', other: '{count} multiplies' },
  'spoken.macs': { by: 'count', one: '{count} MAC', other: '{count} MACs' },
  'spoken.flops': { by: 'count', one: '{count} FLOP', other: '{count} FLOPs' },
  'spoken.params': { by: 'count', one: '{count} parameter', other: '{count} parameters' },
  'spoken.activationBytes': '{count} of activations',
  'spoken.multiplies-unknown': 'multiplies unknown',
  'spoken.macs-unknown': 'MACs unknown',
  'spoken.flops-unknown': 'FLOPs unknown',
  'spoken.params-unknown': 'parameters unknown',
  'spoken.activationBytes-unknown': 'bytes of activations unknown',
  'spoken.at-least': 'at least {amount}',
  'spoken.trillion': '{count} trillion',
  'spoken.billion': '{count} billion',
  'spoken.million': '{count} million',
  'spoken.thousand': '{count} thousand',
  'spoken.share': '{percent} percent',
  'spoken.share-below': 'less than {percent} percent',
  'spoken.share-at-most': 'at most {percent} percent',
  'spoken.output': 'output {names}',
  'spoken.error': 'error: {message}',
} as const;

/** What the preview's Run tab says: the choices, how far a run is, and what came of it. Numbers and times come written. */

export const runTab = {
  // Choices.
  run: 'Run',
  cancel: 'Cancel',
  input: 'Input',
  'input.random': 'Random, from the seed',
  'input.image': 'An image…',
  'choose-image': 'Choose another image',
  seed: 'Seed',
  'seed.wrong': 'A whole number from 0 to {largest}',
  /** For a screen reader, and beside the list. */
  upto: 'Run up to',
  'upto.label': 'Up to',
  'upto.all': 'All outputs',
  'upto.all-and-heads': 'All outputs and side heads',
  'upto.output': '{name}, output',
  'upto.head': '{name}, side head',
  'upto.selected': '{path}, selected',
  verify: 'Count multiplies and compare with the prediction',
  'verify.title': 'Runs every layer a second time with kernels that count: exact, and several times slower.',

  // How far it is. Phase, place and layer are joined by a middle dot.
  progress: 'Progress of the run',
  starting: 'Starting…',
  'phase.calibrate': 'measuring this machine',
  'phase.prepare': 'preparing',
  'phase.verify': 'counting multiplies',
  'phase.run': 'running',
  'progress.place': '{index} of {count}',
  cancelled: 'The run was cancelled.',
  again: 'Run again',

  // Summary. Its parts are joined by a middle dot.
  'summary.random': 'random input, seed {seed}',
  'summary.image': 'an image',
  'summary.threads': '{backend}, {threads} threads',
  'summary.exact': 'exact',
  'summary.relaxed': 'relaxed: last bits differ between machines',
  'summary.upto': 'up to {path}',
  'summary.prepared': 'prepared in {time}',
  'summary.old': 'The text has changed since this run.',
  proved: '{counted} multiplies counted = predicted',
  'proved.heads': '{counted} multiplies counted = predicted ({main} of the main outputs and {heads} that heads add)',
  refuted: '{counted} multiplies counted, {predicted} predicted',

  // Outputs.
  top: 'Top {count} of {output}',
  'top.random':
    'The weights are random (seed {seed}): classes mean nothing until weights are loaded, as `incept run --weights FILE` does.',
  'top.table': 'Largest values of {output}',
  'top.index': 'index {index}',
  'top.nan': {
    by: 'count',
    one: '{count} of its values is not a number.',
    other: '{count} of its values are not a number.',
  },

  // Times.
  times: 'Time per layer',
  'times.table': 'Time and multiplies of each layer',
  'times.table-predicted': 'Measured and predicted time of each layer',
  'times.compared':
    'Measured {measured}, predicted {predicted}. The mark on a bar is the prediction; it is coloured where the two are 30% or more apart.',
  'times.limits': 'Predicted by what this machine reaches at most: {gflops} GFLOP/s, {bandwidth} GB/s',
  calibrate: 'Calibrate this machine and run again',
  'calibrate.title': 'Measures for a few seconds what this machine can do, to predict the time of every layer.',
  // Of a layer, in a list with commas.
  predicted: 'predicted {time}',
  'bound.none': 'nothing to compute',
  'bound.overhead': 'mostly overhead',
  'bound.compute': 'compute bound',
  'bound.memory': 'memory bound',
  'limit-reached': '{percent}% of the limit reached',
  'show-first': 'Show the first {count}',
  'show-all': 'Show all {count}',

  // What the selected layer gave. Numbers come written.
  look: 'Selected layer',
  'look.select': 'Select a layer in the picture or a list to see what it gave in this run.',
  'look.waiting': 'Looking into the layer…',
  'look.of': 'Result or filters',
  'look.result': 'Result',
  'look.filters': 'Filters',
  'look.channels': 'Channels',
  'look.maps': '{size}, {count} of {channels} channels, each to its own largest value',
  'look.units': '{count} of {channels} values, from the least to the largest',
  'look.filters.colour': '{count} filters in colour, to the largest weight of all, {largest}; grey is 0',
  'look.filters.filters': '{count} filters, to the largest weight of all, {largest}; grey is 0',
  'look.filters.kernels':
    'filter {filter}: kernels of {count} input channels, to the largest weight of all, {largest}; grey is 0',
  'look.channel': 'Channel {channel}',
  'look.filter': 'Filter {filter}',
  'look.kernel': 'Filter {filter}, input channel {channel}',
  'look.page': '{first} to {last} of {count}',
  'look.before': 'Before',
  'look.after': 'After',
  'look.channel-before': 'Channel before',
  'look.channel-after': 'Next channel',
  'look.largest': 'Largest',
  'look.zero': 'Zero',
  'look.reduced': 'A pixel is the mean of {step}×{step} values.',
  'look.map-label': 'Channel {channel}; arrow keys walk its pixels',
  'look.hint': 'Point at a pixel, or walk by arrow keys, to read its value.',
  'look.place': 'row {row}, column {column}: {value}',
  'look.values': 'All values of {layer}',
  'look.log': 'but zeros, logarithmic',
  'look.dead': {
    by: 'count',
    one: '{count} dead channel, with zeros alone: {channels}',
    other: '{count} dead channels, with zeros alone: {channels}',
  },
  'look.dead.more': ' and {count} more',
  'look.all-zero': 'Every value is 0 or not finite.',
  'look.figures': 'zero {zero} · mean {mean} · deviation {deviation} · least {least} · largest {largest} · NaN {nan}',
  'look.bin': '{from} to {to}: {count} values',
  'look.histogram': 'Histogram from {least} to {largest}; the highest column has {most} values',
  /** On a node. */
  'node.dead': '{count} dead',
  'node.saturated': 'saturated',

  // Values of layers.
  activations: 'Activations',
  'activations.table': 'Activations of each layer',
  /** The layer is a button. */
  'activations.nan': 'Values that are not a number appear first in {layer}.',
  layer: 'Layer',
  mean: 'Mean',
  deviation: 'Deviation',
  zeros: 'Zeros',
  nan: 'NaN',
  'zeros.title': '{zeros} of {elements}',
} as const;

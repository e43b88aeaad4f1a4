/**
 * What hovers say about networks, blocks, layers and names, in Markdown. Values are escaped before they are filled in;
 * amounts come written, with `≥ ` before one that is not all known and `?` for one of which nothing is.
 */

export const hover = {
  // Heads of tables, and rows of the table of a network.
  instance: 'Instance',
  branch: 'Branch',
  in: 'In',
  out: 'Out',
  value: 'Value',
  multiplies: 'Multiplies',
  share: 'Share',
  parameters: 'Parameters',
  weights: 'Weights',
  activations: 'Activations',
  peak: 'Memory peak',
  /** Below a table that shows the first rows only. */
  more: 'and {count} more',

  // Links.
  explain: 'Explain every number',
  'choose-another': 'Choose another',

  // Amounts.
  'amount.multiplies': { by: 'count', one: '**{count}** multiply', other: '**{count}** multiplies' },
  'amount.parameters': { by: 'count', one: '**{count}** parameter', other: '**{count}** parameters' },
  /** Trainable ones, and all with those of a norm that a training moves. */
  'amount.parameters-frozen': '**{count}** parameters ({all} with moving averages)',
  'amount.activation': '**{amount}** activation',
  'amount.activations': '**{amount}** activations',
  'amount.layers': { by: 'count', one: '{count} layer', other: '{count} layers' },
  'amount.turns': { by: 'count', one: '{count} turn', other: '{count} turns' },
  /** What a layer or block is of its network. */
  'share-of': '{share} of {network}',

  // Elementwise operations, in a list with commas.
  elementwise: 'elementwise {operations}',
  'elementwise.multiply': { by: 'count', one: '{count} multiply', other: '{count} multiplies' },
  'elementwise.add': { by: 'count', one: '{count} add', other: '{count} adds' },
  'elementwise.compare': { by: 'count', one: '{count} compare', other: '{count} compares' },
  'elementwise.divide': { by: 'count', one: '{count} divide', other: '{count} divides' },
  'elementwise.exp': { by: 'count', one: '{count} exp', other: '{count} exps' },

  // A layer.
  'layer.input': '**{path}** input of network {network}',
  'layer.input-size': '`{shape}` height x width x channels, {amount} as {format}',
  /** Of several products. */
  'layer.together': 'Together {count}.',
  'layer.without-padding': {
    by: 'count',
    one: '{count} multiply without padding taps',
    other: '{count} multiplies without padding taps',
  },
  /** Size in input pixels, and how many of them lie between neighbours. */
  'layer.receptive-field': 'receptive field **{size}, step {step}**',
  'layer.no-output': 'leads to no output, in no total',
  'layer.for-head': 'for {output}, not in the main total',
  'layer.peak': 'The memory peak of the network, {amount}, is at this layer.',
  'layer.alive': 'Alive there: {tensors}.',
  'layer.held-at-peak': 'Held at the memory peak of the network, {amount}.',
  'layer.time-none': 'predicted to take no time here',
  'layer.time-compute': 'predicted **{time}** here (compute bound)',
  'layer.time-memory': 'predicted **{time}** here (memory bound)',
  'layer.time-overhead': 'predicted **{time}** here (mostly overhead)',

  // What the network would cost if a number of this layer was another; amounts have a sign.
  sensitivity: 'The network with {changes}',
  'sensitivity.filters': '{text} filters **{amount}**',
  'sensitivity.kernel': 'kernel {text} **{amount}**',
  'sensitivity.stride': 'stride {text} **{amount}**',

  // Why a number of a layer is unknown.
  unknown: '⚠ Unknown, shown as `?`: {reason}',
  'unknown.mistake': '{message}.',
  'unknown.mistake-before': '{path}: {message}.',
  'unknown.flow': 'what flows in here is not known because of a mistake.',
  'unknown.value': 'a value it is computed with is not known.',
  'unknown.call': 'Shape and cost are not known, because of a mistake here.',
  'unknown.module': 'No network calls this module yet, so its shapes and costs are not known.',

  // What stands in many places, and the one of them that was chosen.
  places: '**{name}** in {count} places',
  'places.each': '{each} multiplies each',
  'places.each-and-together': '{each} multiplies each, {together} together',
  'places.choose': 'Choose an instance to see its numbers here and in the text.',
  'places.chosen': 'As in {path}, one of {count} instances.',

  // A module and a block.
  'module.instances': {
    by: 'count',
    one: '{count} instance, {amount} multiplies',
    other: '{count} instances, {amount} multiplies each',
  },
  'module.chosen': 'Shown as in {path}',
  'block.on-top': 'on top of the main total',
  'block.peak': 'The memory peak of the network, {amount}, is in it, at {path}.',

  // An output without a body.
  output: '**{name}** output of {network}',
  'output.result-of': '**{name}** output of {network}, the result of {path}',
  'output.cost': { by: 'count', one: '{count} multiply leads to it.', other: '{count} multiplies lead to it.' },

  // Names and words in the text.
  'name.constant': '**{name}** constant',
  'name.parameter': '**{name}** parameter',
  'name.variable': '**{name}** variable',
  'name.function': '**{name}** function',
  'name.channels': '**channels**: how many channels flow in where it is written',
  'name.of-module': 'of module {owner}',
  'name.of-module-default': 'of module {owner}, default {value}',
  'name.of-network': 'of network {owner}',
  'name.of-network-default': 'of network {owner}, default {value}',
  'argument.named': '{parameter} of {owner}',
  'argument.positional': '{parameter}: {meaning}',
  'argument.word': '**{word}** for {parameter}',
  format: '**{format}** number format, {bits} bits a value',
  'format.float32': 'IEEE 754 single precision, which values have where a network says nothing else.',
  'format.float16': 'IEEE 754 half precision.',
  'format.bfloat16': 'The upper half of a float32: its range, with 8 bits of precision.',
  'format.int8': 'Whole numbers, as quantized networks have them.',
  'format.int4': 'Whole numbers, two in a byte; each tensor is rounded up to whole bytes.',
  'precision.weights': '**weights** what each parameter takes in memory',
  'precision.activations': '**activations** what each value of a result takes in memory, and of the input',
  'precision.network': '{network}: weights {weights}, activations {activations}, memory peak {peak}',
  'metric.bytes': '{exact} bytes, {short}',
  'metric.of-network': '{network}: {amount}',

  // A network.
  network: '**{name}** network',
  'network.main': 'Main outputs',
  'network.total': 'Total',
  'network.peak-at': '{amount} at {path}',
  'network.output': 'Output {name}',
  'network.head': 'Head {name}',
  'network.head-adds': '{shape}, +{amount} multiplies',
  'network.budget': 'Budget {metric}',
  'network.expects': 'Expectations',
  'network.unknown': {
    by: 'unknown',
    one: '⚠ {unknown} of {layers} layers has an unknown count; sums say at least (≥) what is known.',
    other: '⚠ {unknown} of {layers} layers have an unknown count; sums say at least (≥) what is known.',
  },
} as const;

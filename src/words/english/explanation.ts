/**
 * What an explanation of a number says, on the command line and in the preview: conventions, how other tools count, what
 * a change to a layer moves, and what is counted of it. What a metric counts is in the table of metrics.
 */

export const explanation = {
  // After what multiplies are, or in place of it.
  'convention.sum': 'A block has the sum of its layers.',
  'convention.none':
    '{layer} multiplies no weight with a value: what it computes is counted apart, by kind of operation.',

  // How a tool's figure differs from ours, in a list with commas, and its terms.
  'difference.none': 'the same',
  'difference.doubled': 'each multiply and its add counted as two',
  'difference.bias': 'plus {each} per result with a bias',
  'difference.convBias': 'plus {each} per result of a convolution with a bias',
  'difference.norm': 'plus {each} per batch-normed result',
  'difference.normParams': 'plus {each} per parameter of a norm or PReLU',
  'difference.imageNorm': 'plus {each} per result of a norm that measures each image',
  'difference.activation': 'plus {each} per result of a ReLU',
  'difference.silu': 'plus {each} per result of a SiLU',
  'difference.poolInput': 'plus {each} per value that a pool reads',
  'difference.adaptiveInput': 'plus {each} per value that a global or adaptive average reads',
  'difference.averageResults': 'plus {each} per result of an average pool',
  'difference.adaptiveMeans': 'plus {each} per value and result of a global or adaptive average',
  'difference.maxWindows': 'plus {each} per value in a window of a max pool',
  'difference.joined': 'plus {each} per sum or product of two values in a join',
  'difference.averageWindows': 'plus {each} per value in a window of an average pool',
  'difference.softmax': 'plus {each} per value of a softmax',
  'difference.padding': 'less {each} per multiply by padding',
  'difference.norm-may-be-folded':
    'not known: it counts the batch norm where the file has one, and none where it is folded',
  'difference.image-norm': 'not known: its rule for layer, group and instance norms is not held here',
  'term.bias': 'bias',
  'term.convBias': 'bias of convolutions',
  'term.norm': 'batch norm',
  'term.imageNorm': 'norm',
  'term.normParams': 'norm',
  'term.activation': 'ReLU',
  'term.silu': 'SiLU',
  'term.poolInput': 'pools',
  'term.adaptiveInput': 'averages',
  'term.averageResults': 'average pools',
  'term.adaptiveMeans': 'averages',
  'term.maxWindows': 'max pools',
  'term.averageWindows': 'average pools',
  'term.joined': 'joins',
  'term.softmax': 'softmax',
  'term.padding': 'padding',

  // Steps of a number; in layers with groups it moves by as many.
  'change.filters': { by: 'count', one: 'one more filter', other: '{count} more filters' },
  'change.units': { by: 'count', one: 'one more unit', other: '{count} more units' },
  'change.multiplier': {
    by: 'count',
    one: 'one more filter per channel',
    other: '{count} more filters per channel',
  },
  'change.channels': { by: 'count', one: 'one more input channel', other: '{count} more input channels' },

  // What is counted.
  'count.multiplies': 'multiplies',
  'count.effectiveMultiplies': 'multiplies without padding taps',
  'count.adds': 'adds',
  'count.compares': 'compares',
  'count.otherMultiplies': 'other multiplies',
  'count.otherAdds': 'other adds',
  'count.divides': 'divides',
  'count.exps': 'exps',
  'count.params': 'parameters',
  'count.weights': 'weights',
  'count.biases': 'biases',
  'count.affine': 'gamma and beta',
  'count.slopes': 'slopes',
  'count.moving': 'moving mean and variance, not trained',
  'count.paramsTotal': 'all parameters',
  'count.weightBytes': 'weight bytes',
  'count.activationBytes': 'activation bytes',
  'count.outputBytes': 'output bytes',
  'count.traffic': 'traffic',
  'count.intensity': 'FLOPs per byte',
} as const;

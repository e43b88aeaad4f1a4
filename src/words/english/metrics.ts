/** The metrics by name: a label for rows and choices, and as `.documentation` what is counted. */

export const metrics = {
  multiplies: 'Multiplies',
  'multiplies.documentation':
    'Products of a weight with a value, in convolutions and dense layers, at batch 1. Taps on zero padding are counted, as in every published figure. Equal to MACs.',
  effectiveMultiplies: 'Effective multiplies',
  'effectiveMultiplies.documentation': 'Multiplies without the taps that fall on zero padding.',
  macs: 'MACs',
  'macs.documentation': 'Multiply-accumulates: the same number as multiplies.',
  flops: 'FLOPs',
  'flops.documentation': 'Floating-point operations of convolutions and dense layers, at batch 1: 2 x MACs.',
  adds: 'Adds',
  'adds.documentation': 'Sums in convolutions and dense layers, the bias included.',
  params: 'Parameters',
  'params.documentation':
    'Trainable parameters: weights, biases, gamma and beta. Moving mean and variance are not among them.',
  paramsTotal: 'All parameters',
  'paramsTotal.documentation': 'Trainable and non-trainable parameters: moving mean and variance too.',
  weightBytes: 'Weight bytes',
  'weightBytes.documentation': "Bytes of all parameters in the network's precision, float32 unless it says another.",
  activationBytes: 'Activation bytes',
  'activationBytes.documentation':
    "Bytes of every result but the input's, joins included, in the network's precision, float32 unless it says another.",
  peakBytes: 'Peak memory',
  'peakBytes.documentation': 'The most bytes of tensors alive at one step, layer by layer in written order.',
} as const;

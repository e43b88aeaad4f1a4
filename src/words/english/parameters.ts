/**
 * What the parameters of layers mean, one line of Markdown each that ends with a period. What means the same wherever it
 * is found stands under its own name, what belongs to one layer under both.
 */

export const parameters = {
  filters: 'Filters, which are the channels of the result.',
  kernel: 'Height x width of the window; one number makes it square.',
  stride: 'Pixels from one window to the next; a pair is vertical, then horizontal.',
  padding:
    '`same` (ceil(input / stride) results, an odd row or column of zeros at the bottom and right), `valid` (none), or zeros: a number, `[vertical, horizontal]` or `[top, bottom, left, right]`.',
  dilation: 'Pixels from one tap of the window to the next. Changes neither weights nor multiplies per result.',
  bias: 'Adds a trainable number per channel. `auto`: without a norm yes, with one no.',
  norm: 'Normalization of the sums, before the activation: `none`, `batchnorm`, `lrn` or a call of these.',
  activation: 'What is applied last: `none`, an activation or its call, as `leakyrelu(slope = 0.2)`.',
  multiplier: 'Filters for each channel of the input.',
  rounding:
    "`ceil` keeps a last window that hangs over the end, as PyTorch's `ceil_mode`; it has no effect with `padding = same`.",

  'input.height': 'Rows of the image.',
  'input.width': 'Columns of the image.',
  'input.channels': 'Values per pixel.',
  'conv.groups': 'Independent parts into which input channels and filters are cut; divides both.',
  'avgpool.count_padding': 'Whether zeros of the padding count as values of the mean.',
  'adaptiveavgpool.size': 'Height x width of the result; one number makes it square.',
  'dense.units': 'Results, which are the channels of the 1x1 output.',
  'lrn.size': 'Channels that are summed: (size - 1) / 2 before and after; of an even size, as in ONNX, one more after.',
  'lrn.alpha': 'Weight of the sum of squares; divided by `size`.',
  'lrn.beta': 'Exponent of the divisor.',
  'lrn.k': 'Added before the power is taken.',
  'batchnorm.epsilon': 'Added to the variance. Keras has 1e-3, PyTorch 1e-5.',
  'batchnorm.scale': 'Whether there is a gamma.',
  'batchnorm.center': 'Whether there is a beta.',
  'leakyrelu.slope': 'Factor of negative values.',
  'dropout.rate': 'Share of the values that training drops.',
  'scale.factor': 'What every value is multiplied by.',
  'pad.amount': 'Zeros: a number, `[vertical, horizontal]` or `[top, bottom, left, right]`.',
  'upsample.factor': 'How many times larger; a pair is vertical, then horizontal.',
  'upsample.mode': '`nearest` repeats pixels, `bilinear` interpolates.',
} as const;

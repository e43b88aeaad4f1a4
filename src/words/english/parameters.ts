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
  norm: 'Normalization of the sums, before the activation: `none`, a normalization layer or its call.',
  activation: 'What is applied last: `none`, an activation or its call, as `leakyrelu(slope = 0.2)`.',
  multiplier: 'Filters for each channel of the input.',
  like: 'A named result, or `input`, whose height and width are taken.',
  block: 'Height and width of a block.',
  order:
    '`dcr`: the place in a block is the higher part of a channel (TensorFlow, ONNX); `crd`: the lower one (pixel shuffle of PyTorch).',
  rounding:
    "`ceil` keeps a last window that hangs over the end, as PyTorch's `ceil_mode`; it has no effect with `padding = same`.",

  'input.height': 'Rows of the image.',
  'input.width': 'Columns of the image.',
  'input.channels': 'Values per pixel.',
  groups: 'Independent parts into which input channels and filters are cut; divides both.',
  'avgpool.count_padding': 'Whether zeros of the padding count as values of the mean.',
  'adaptiveavgpool.size': 'Height x width of the result; one number makes it square.',
  'dense.units': 'Results, which are the channels of the 1x1 output.',
  'lrn.size':
    'Channels that are summed, `floor((size - 1) / 2)` before and `ceil((size - 1) / 2)` after; with `region = within` the side of a window.',
  'lrn.alpha': 'Weight of the sum of squares; divided by how many there are.',
  'lrn.beta': 'Exponent of the divisor.',
  'lrn.k': 'Added before the power is taken.',
  'lrn.region': '`across` channels at each position, or `within` each channel over a window, as in Caffe.',
  epsilon: 'Added to the variance.',
  'l2norm.epsilon': 'Added to the sum of squares.',
  'groupnorm.groups': 'Groups of channels that are normalized together.',
  'convtranspose.output_padding':
    'Rows and columns added at the bottom and right, to reach one of the sizes that the stride leaves open.',
  'batchnorm.epsilon': 'Added to the variance. Keras has 1e-3, PyTorch 1e-5.',
  scale: 'Whether there is a gamma.',
  center: 'Whether there is a beta.',
  'leakyrelu.slope': 'Factor of negative values.',
  'prelu.shared': 'One slope for all channels.',
  'elu.alpha': 'How far below zero values can go.',
  'hardsigmoid.slope': 'Slope of the middle piece.',
  'clip.minimum': 'The lower bound.',
  'clip.maximum': 'The upper bound.',
  'dropout.rate': 'Share of the values that training drops.',
  'scale.factor': 'What every value is multiplied by.',
  'pad.amount': 'Pixels at each side: a number, `[vertical, horizontal]` or `[top, bottom, left, right]`.',
  'pad.mode': '`zeros`, `reflect` (the mirror image, without the border itself) or `edge` (the border repeated).',
  'crop.amount': 'Pixels cut off: a number, `[vertical, horizontal]` or `[top, bottom, left, right]`.',
  'resize.size': 'Height x width of the result; one number makes it square.',
  'slice.start': 'The first channel that is taken, from 0.',
  'slice.channels': 'How many channels are taken.',
  'shuffle.groups': 'Groups whose channels are dealt out.',
  'upsample.factor': 'How many times larger; a pair is vertical, then horizontal.',
  mode: '`nearest` repeats pixels, `bilinear` interpolates.',
} as const;

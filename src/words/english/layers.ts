/**
 * What each layer of the language does, under its name: one line, and as `.documentation` the Markdown of hover and of
 * the user documentation: result shape, counting rule, conventions, source. The definitions are in `src/ops`.
 */

export const layers = {
  input: 'The image that enters the network.',
  'input.documentation': `Written \`input name: 224x224x3\`; height x width x channels.

Costs nothing. Its bytes are in \`peakBytes\` while it is needed and not in \`activationBytes\`.`,

  conv: 'Convolution, then norm, then activation.',
  'conv.documentation': `Result: \`Hout x Wout x filters\`, by the window rule.

Multiplies: \`Hout*Wout*filters * (Kh*Kw*Cin/groups)\`, taps on padding included. Adds: one less per result, or as many with a bias. Weights: \`Kh*Kw*Cin/groups*filters\`, and \`filters\` biases. Neither norm nor activation makes a tensor of its own.

\`groups\` cuts input channels and filters into as many independent parts (Krizhevsky et al. 2012), which divides weights and multiplies; it must divide both numbers. \`dilation\` spreads the taps (Yu and Koltun 2016). \`bias = auto\` is true without a norm in force and false with one.`,

  depthwise: 'Convolution of each channel by itself, then norm, then activation.',
  'depthwise.documentation': `Result: \`Hout x Wout x (C*multiplier)\`, by the window rule. Channel c of the input makes the results \`c*multiplier\` to \`c*multiplier + multiplier - 1\`.

Multiplies: \`Hout*Wout*C*multiplier * Kh*Kw\`, taps on padding included. Weights: \`Kh*Kw*C*multiplier\`, and \`C*multiplier\` biases. It is a convolution with as many groups as there are channels (Sifre 2014; Howard et al. 2017).`,

  separable: 'Depthwise convolution, then a 1x1 convolution across the channels.',
  'separable.documentation': `Result: \`Hout x Wout x filters\`, by the window rule.

The depthwise part has stride, padding and dilation, and neither bias, norm nor activation; the 1x1 part has bias, norm and activation. The tensor between them is not counted as an activation of its own.

Multiplies: \`Hout*Wout*C*multiplier * Kh*Kw + Hout*Wout*filters * C*multiplier\`. Weights: \`Kh*Kw*C*multiplier + C*multiplier*filters\`, and \`filters\` biases. Adds are those of both parts. Chollet 2017 (Xception); Keras' \`SeparableConv2D\`.`,

  convtranspose: 'Convolution the other way round: enlarges the image by its stride, with trained weights.',
  'convtranspose.documentation': `Result: with \`same\` \`(H*stride) x (W*stride) x filters\`; else \`(H-1)*stride + (Kh-1)*dilation + 1\` less the padding, which is cut off, plus \`output_padding\`. Each value of the input is multiplied by the window of weights and added to the result, \`result[i*stride - pad + k*dilation] += input[i] * weight[k]\`, as in PyTorch and TensorFlow (Zeiler et al. 2010; Dumoulin and Visin 2016).

Multiplies: \`H*W*C * Kh*Kw*filters/groups\`, each product once; as many adds, since every sum starts at its bias or at 0. \`effectiveMultiplies\` leaves out products that fall outside of the result. Parameters: \`Kh*Kw*C/groups*filters\` and a bias per filter.`,

  maxpool: 'The largest value under a window, for each channel.',
  'maxpool.documentation': `Result: \`Hout x Wout x C\`, by the window rule. The stride is 1 unless given; PyTorch and Keras would take the kernel.

Elementwise: \`Kh*Kw - 1\` compares per result, taps on padding included. Padding never wins: it counts as less than every value.

Caffe's pools round up: \`padding = valid, rounding = ceil\` gives its 112, 56, 28, 14, 7.`,

  avgpool: 'The mean of the values under a window, for each channel.',
  'avgpool.documentation': `Result: \`Hout x Wout x C\`, by the window rule. The stride is 1 unless given; PyTorch and Keras would take the kernel.

Elementwise: \`Kh*Kw - 1\` adds and 1 multiply (by one over the number of values) per result, taps on padding included.

\`count_padding\` changes values, neither shapes nor counts: without it (TensorFlow, Keras) the mean is that of the values of the input alone; with it (Caffe, PyTorch unless told) zeros of the padding are values too.`,

  adaptiveavgpool: 'The mean under windows that are chosen so that the result has the given size.',
  'adaptiveavgpool.documentation': `Result: \`size x C\`. Along an axis, window i reaches from \`floor(i*in/out)\` to \`ceil((i+1)*in/out)\`, so that windows may differ in size and overlap by a pixel; a result larger than the input repeats values. PyTorch's \`AdaptiveAvgPool2d\`.

Elementwise: for every result one add less than its window has values, and 1 multiply.`,

  globalavgpool: 'The mean of each channel.',
  'globalavgpool.documentation': `Result: \`1 x 1 x C\`, whatever height and width are. Lin et al. 2013 (Network in Network) put it in place of large dense layers.

Elementwise: \`H*W - 1\` adds and 1 multiply per channel.`,

  globalmaxpool: 'The largest value of each channel.',
  'globalmaxpool.documentation': `Result: \`1 x 1 x C\`, whatever height and width are.

Elementwise: \`H*W - 1\` compares per channel.`,

  dense: 'Fully connected layer; flattens its input first.',
  'dense.documentation': `Result: \`1 x 1 x units\`. The input is read in height, width, channel order, which matters for weights from frameworks that put channels first.

Multiplies: \`units * (H*W*C)\`. Adds: one less per unit, or as many with a bias. Weights: \`H*W*C*units\`, and \`units\` biases. Unlike a convolution it has no activation unless given.`,

  flatten: 'All values as the channels of one pixel.',
  'flatten.documentation': `Result: \`1 x 1 x (H*W*C)\`, in height, width, channel order, as TensorFlow and Keras have it; PyTorch and Caffe put channels first. \`dense\` flattens by itself.

Costs nothing.`,

  lrn: 'Local response normalization across channels.',
  'lrn.documentation': `Result: the input's shape. Every value is divided by \`(k + alpha/size * S)^beta\`, where S is the sum of the squares of \`size\` neighbouring channels (Krizhevsky et al. 2012). alpha is divided by size, as in Caffe and PyTorch; TensorFlow does not divide it. No parameters to train.

Elementwise, per value: 2 multiplies (its square; the sum by alpha/size), \`size\` adds (\`size - 1\` for the sum, one for k), 1 exp (the power), 1 divide. Channels missing at either end are counted, as padding is.`,

  batchnorm: 'Batch normalization, in the form used at inference.',
  'batchnorm.documentation': `Result: the input's shape. \`gamma * (x - mean) / sqrt(variance + epsilon) + beta\` with a stored mean and variance per channel (Ioffe and Szegedy 2015).

Elementwise: 1 multiply and 1 add per value, since the four numbers of a channel fold into two. Parameters: gamma (with \`scale\`) and beta (with \`center\`) are trainable, C each; mean and variance, C each, are not and count in \`paramsTotal\` only. Keras' totals have all 4C, PyTorch's the trainable 2C.`,

  layernorm: 'Normalizes each position over its channels.',
  'layernorm.documentation': `Result: the input's shape. Mean and variance are those of the channels at one position (Ba et al. 2016; Liu et al. 2022 have it in ConvNeXt), so that training and inference do the same.

Elementwise: per value 2 multiplies and 3 adds, one more of each for gamma and beta; per position 2 multiplies, 1 add, 1 divide and a root (counted as exp). Parameters: gamma and beta per channel.`,

  groupnorm: 'Normalizes each group of channels over the whole image.',
  'groupnorm.documentation': `Result: the input's shape. Mean and variance are those of height, width and the channels of one group (Wu and He 2018). The channels must divide by the groups.

Elementwise: per value 2 multiplies and 3 adds, one more of each for gamma and beta; per group 2 multiplies, 1 add, 1 divide and a root (counted as exp). Parameters: gamma and beta per channel.`,

  instancenorm: 'Normalizes each channel over the whole image.',
  'instancenorm.documentation': `Result: the input's shape. Mean and variance are those of height and width of one channel (Ulyanov et al. 2016).

Elementwise: per value 2 multiplies and 3 adds, one more of each for gamma and beta; per channel 2 multiplies, 1 add, 1 divide and a root (counted as exp). Parameters: gamma and beta per channel.`,

  l2norm: 'Divides each position by the length of its channels.',
  'l2norm.documentation': `Result: the input's shape. \`gamma * x / sqrt(S + epsilon)\`, S being the sum of squares over the channels at a position (Liu et al. 2016, SSD, normalize conv4_3 this way).

Elementwise: per value 2 multiplies and 1 add, one multiply more for gamma; per position 1 add, 1 divide and a root (counted as exp). Parameters: gamma per channel.`,

  affine: 'Multiplies and shifts each channel by trained numbers.',
  'affine.documentation': `Result: the input's shape. \`gamma * x + beta\`: the Scale layer of Caffe, and without its summand the layer scale of Touvron et al. 2021.

Elementwise: 1 multiply and 1 add per value, for what the layer has of them. Parameters: gamma and beta per channel.`,

  relu: 'max(x, 0).',
  'relu.documentation': `Result: the input's shape. \`max(x, 0)\`, Nair and Hinton 2010; Krizhevsky et al. 2012 made it the default of the field.

Elementwise: 1 compare per value.`,

  relu6: 'min(max(x, 0), 6).',
  'relu6.documentation': `Result: the input's shape. \`min(max(x, 0), 6)\`, Krizhevsky 2010; used in MobileNet.

Elementwise: 2 compares per value.`,

  leakyrelu: 'x, or slope * x below zero.',
  'leakyrelu.documentation': `Result: the input's shape. \`x\` where x is positive, \`slope * x\` elsewhere. Maas et al. 2013.

Elementwise: 1 compare and 1 multiply per value, as if every value were negative.`,

  sigmoid: '1 / (1 + exp(-x)).',
  'sigmoid.documentation': `Result: the input's shape. \`1 / (1 + exp(-x))\`.

Elementwise: 1 exp, 1 add and 1 divide per value; a change of sign is not counted.`,

  tanh: 'Hyperbolic tangent.',
  'tanh.documentation': `Result: the input's shape. \`(exp(2x) - 1) / (exp(2x) + 1)\`.

Elementwise: 1 multiply, 1 exp, 2 adds and 1 divide per value.`,

  silu: 'x * sigmoid(x), also called swish.',
  'silu.documentation': `Result: the input's shape. \`x / (1 + exp(-x))\`, also called swish. Elfwing et al. 2017; Ramachandran et al. 2017.

Elementwise: sigmoid and a product: 1 exp, 1 add, 1 divide and 1 multiply per value.`,

  gelu: 'x times the normal distribution function of x.',
  'gelu.documentation': `Result: the input's shape. \`x/2 * (1 + erf(x / sqrt(2)))\`, the exact form and not the approximation by tanh. Hendrycks and Gimpel 2016.

Elementwise: 3 multiplies, 1 add and 1 exp (which stands for erf) per value.`,

  hardswish: 'x * relu6(x + 3) / 6.',
  'hardswish.documentation': `Result: the input's shape. \`x * relu6(x + 3) / 6\`. Howard et al. 2019 (MobileNetV3).

Elementwise: 1 add, 2 compares and 2 multiplies (one of them by 1/6) per value.`,

  prelu: 'The rectifier with a trained slope below zero.',
  'prelu.documentation': `Result: the input's shape. \`x\` above zero, \`slope * x\` below (He et al. 2015).

Elementwise: 1 compare and 1 multiply per value. Parameters: a slope per channel, or one with \`shared = true\`.`,

  elu: 'The exponential linear unit.',
  'elu.documentation': `Result: the input's shape. \`x\` above zero, \`alpha * (exp(x) - 1)\` below (Clevert et al. 2016).

Elementwise: 1 compare, 1 exp, 1 add and 1 multiply per value.`,

  selu: 'The exponential linear unit that keeps mean and variance.',
  'selu.documentation': `Result: the input's shape. \`1.0507 * x\` above zero, \`1.0507 * 1.6733 * (exp(x) - 1)\` below (Klambauer et al. 2017).

Elementwise: 1 compare, 1 exp, 1 add and 2 multiplies per value.`,

  mish: 'A smooth rectifier: x * tanh(softplus(x)).',
  'mish.documentation': `Result: the input's shape. Misra 2019. Computed as \`x * n / (n + 2)\` with \`n = e*e + 2*e\` and \`e = exp(x)\`.

Elementwise: 1 exp, 2 adds, 2 multiplies and 1 divide per value.`,

  softplus: 'A smooth rectifier: log(1 + exp(x)).',
  'softplus.documentation': `Result: the input's shape. Dugas et al. 2001.

Elementwise: 2 exp (the logarithm counts as one) and 1 add per value.`,

  hardsigmoid: 'The sigmoid in three straight pieces.',
  'hardsigmoid.documentation': `Result: the input's shape. \`min(max(slope * x + 0.5, 0), 1)\` (Courbariaux et al. 2015). The slope is 1/6 as in PyTorch; older Keras has 0.2.

Elementwise: 1 multiply, 1 add and 2 compares per value.`,

  clip: 'Holds values between two bounds.',
  'clip.documentation': `Result: the input's shape. \`min(max(x, minimum), maximum)\`; \`relu6\` is \`clip(0, 6)\`.

Elementwise: 2 compares per value.`,

  softmax: 'exp(x) divided by its sum, over the channels of each pixel.',
  'softmax.documentation': `Result: the input's shape. \`exp(x - max) / sum of exp(x - max)\` over the channels of each pixel, so that they add up to 1.

Elementwise, per pixel of C channels: \`C - 1\` compares for the maximum, C adds to subtract it, C exps, \`C - 1\` adds for the sum, C divides.`,

  dropout: 'Drops values in training; the identity at inference.',
  'dropout.documentation': `Result: the input's shape, and at inference the input itself. In training each value is set to zero with probability \`rate\` (Srivastava et al. 2014).

Costs nothing.`,

  scale: 'Multiplies by a constant.',
  'scale.documentation': `Result: the input's shape. Inception-ResNet (Szegedy et al. 2016) scales its residuals by 0.1 to 0.3 before they are added.

Elementwise: 1 multiply per value. The factor is no parameter: it is not trained.`,

  pad: 'Puts a border around the image.',
  'pad.documentation': `Result: \`(top + H + bottom) x (left + W + right) x C\`. \`zeros\` for networks that pad unlike any convolution does, as Keras' \`ZeroPadding2D\`; \`reflect\` mirrors the image at its border, whose own pixels are not repeated; \`edge\` repeats them.

Costs nothing. The border is values of a tensor from here on, so that \`effectiveMultiplies\` of the next layer counts them.`,

  crop: 'Cuts pixels off the sides of the image.',
  'crop.documentation': `Result: the input without \`amount\` pixels at its sides, or the middle of it in the height and width of the result that \`like\` names, an odd rest being cut at the bottom and right. U-Net (Ronneberger et al. 2015) crops what it joins.

Costs nothing. Of the result that \`like\` names only the size is read.`,

  upsample: 'Enlarges the image by a whole factor.',
  'upsample.documentation': `Result: \`(H*factor) x (W*factor) x C\`. \`nearest\` repeats pixels. \`bilinear\` interpolates between the centres of pixels (half-pixel centres; \`align_corners = False\` in PyTorch).

Elementwise: none for \`nearest\`; for \`bilinear\` 4 multiplies and 3 adds per result, the weights of the four neighbours being known beforehand.`,

  resize: 'Makes the image of a given height and width.',
  'resize.documentation': `Result: \`size\`, or the height and width of the result that \`like\` names, and the input's channels. \`nearest\` takes pixel \`floor(i * in / out)\`. \`bilinear\` interpolates between the centres of pixels, without smoothing where the image becomes smaller (half-pixel centres; \`align_corners = False\` in PyTorch).

Elementwise: none for \`nearest\`; for \`bilinear\` 4 multiplies and 3 adds per result. Of the result that \`like\` names only the size is read.`,

  slice: 'Takes some of the channels, in a row.',
  'slice.documentation': `Result: \`H x W x channels\`, the channels from \`start\` (counted from 0). ShuffleNetV2 (Ma et al. 2018) and cross-stage partial networks split their flow this way.

Costs nothing.`,

  shuffle: 'Deals the channels of groups out in turn.',
  'shuffle.documentation': `Result: the input's shape. Channel \`g*(C/groups) + i\` goes to \`i*groups + g\` (Zhang et al. 2018, ShuffleNet), so that the next grouped convolution sees all groups.

Costs nothing.`,

  spacetodepth: 'Makes channels of blocks of pixels.',
  'spacetodepth.documentation': `Result: \`(H/block) x (W/block) x (C*block*block)\`. With \`dcr\` the value at row dy and column dx of a block becomes channel \`(dy*block + dx)*C + c\`, as in TensorFlow and ONNX; with \`crd\` channel \`c*block*block + dy*block + dx\`, as PyTorch's pixel unshuffle. YOLOv2 (Redmon and Farhadi 2017) reorganizes its passthrough this way.

Costs nothing.`,

  depthtospace: 'Makes blocks of pixels of channels.',
  'depthtospace.documentation': `Result: \`(H*block) x (W*block) x (C/(block*block))\`, the reverse of \`spacetodepth\`. \`crd\` is PyTorch's pixel shuffle (Shi et al. 2016).

Costs nothing.`,

  identity: 'Leaves the input as it is.',
  'identity.documentation': `Result: the input's shape, and the input itself. To give a point of the flow a name, or as the default of a module's parameter.

Costs nothing.`,

  concat: 'Joins results by channel, in written order.',
  'concat.documentation': `Result: \`H x W x (C1 + C2 + ...)\`. Height and width must agree. Szegedy et al. 2014 join the branches of an Inception module this way.

Costs nothing: branches are written into their slices of the result.`,

  add: 'Sums results of equal shape, value by value.',
  'add.documentation': `Result: the shape that all branches must have. He et al. 2015 add what a residual block computes to its input this way.

Elementwise: one add less than there are branches, per value.`,

  multiply: 'Multiplies results, value by value.',
  'multiply.documentation': `Result: on each axis the size that all branches have, but for those of 1, which are spread: a \`1x1xC\` gate over every position, an \`HxWx1\` mask over every channel. Hu et al. 2017 (squeeze and excitation) weigh channels this way.

Elementwise: one multiply less than there are branches, per value of the result.`,
} as const;

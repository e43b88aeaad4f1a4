/**
 * What each kind of Caffe layer is in the language. Defaults and formulas are those of Caffe's caffe.proto and its layers;
 * parameters that forks have are read too. A layer whose values would differ cannot be expressed, and says why.
 */

import { phrase } from '../../base/diagnostic';
import type { Sides } from '../../base/tensor';
import { elementCount } from '../../base/tensor';
import { extremeOf } from '../import/extreme';
import type { ForeignNetwork, ForeignWeight } from '../import/foreign-network';
import { Inexpressible } from '../import/foreign-network';
import type { Given, GivenWeights, NetworkBuilder } from '../import/network-builder';
import { type Pair, paddingFor } from '../import/windows';
import { denseFromChannelsFirst, filtersLast, filtersLastOfTransposed } from '../weight-order';
import type { Blob } from './caffemodel';
import type { TextMessage } from './prototxt';

/** A blob: a layer's result, or the list of its values by channel, height, width. */
export interface CaffeValue {
  readonly layer: number;
  readonly isFlat: boolean;
}

export interface LayerRequest {
  readonly builder: NetworkBuilder;
  readonly layer: TextMessage;
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly CaffeValue[];
  /** Of this layer; undefined where the weights' file has none for it. */
  readonly blobs: readonly Blob[] | undefined;
  /** Whether there is a file of weights. */
  readonly hasWeights: boolean;
  readonly notes: ForeignNetwork['notes'][number][];
}

type Turn = (request: LayerRequest) => readonly CaffeValue[];

/** One result for each top, or one for all. Throws `Inexpressible`. */
export function turnLayer(request: LayerRequest): readonly CaffeValue[] {
  const turn = Object.hasOwn(turns, request.type) ? turns[request.type] : undefined;
  if (turn === undefined) throw new Inexpressible(phrase('foreign.no-layer'));
  return turn(request);
}

const turns: Readonly<Record<string, Turn>> = {
  Convolution: (request) => convolution(request, request.layer.message('convolution_param').number('group', 1)),
  ConvolutionDepthwise: (request) => convolution(request, channelsOf(request)),
  DepthwiseConvolution: (request) => convolution(request, channelsOf(request)),
  Deconvolution: transposedConvolution,
  Pooling: pooling,
  InnerProduct: innerProduct,
  LRN: responseNorm,
  BatchNorm: batchNorm,
  Scale: scaled,
  Bias: (request) => {
    if (request.inputs.length > 1) return [image(request, request.builder.add(request.name, 'add', ids(request)))];
    const weights = tensors(request, (blobs) => ({ beta: channelsOfBlob(request, blobs[0]) }));
    return each(request, 'affine', { scale: false }, weights);
  },
  Normalize: (request) => {
    const parameters = request.layer.message('norm_param');
    if (parameters.boolean('across_spatial', true)) throw new Inexpressible(phrase('foreign.across-image'));
    const weights = tensors(request, (blobs) => ({ gamma: channelsOfBlob(request, blobs[0]) }));
    return each(request, 'l2norm', { epsilon: parameters.number('eps', 1e-10) }, weights);
  },
  ReLU: (request) => {
    const slope = request.layer.message('relu_param').number('negative_slope', 0);
    return slope === 0 ? each(request, 'relu') : each(request, 'leakyrelu', { slope });
  },
  ReLU6: (request) => each(request, 'relu6'),
  PReLU: (request) => {
    const shared = request.layer.message('prelu_param').boolean('channel_shared', false);
    const weights = tensors(request, (blobs) => ({
      slope: shared ? listOf(blobs[0], 1) : channelsOfBlob(request, blobs[0]),
    }));
    return each(request, 'prelu', { shared }, weights);
  },
  ELU: (request) => each(request, 'elu', { alpha: request.layer.message('elu_param').number('alpha', 1) }),
  Sigmoid: (request) => each(request, 'sigmoid'),
  TanH: (request) => each(request, 'tanh'),
  BNLL: (request) => each(request, 'softplus'),
  Mish: (request) => each(request, 'mish'),
  Swish: (request) => {
    if (request.layer.message('swish_param').number('beta', 1) !== 1)
      throw new Inexpressible(phrase('foreign.no-layer'));
    return each(request, 'silu');
  },
  Clip: (request) => {
    const parameters = request.layer.message('clip_param');
    const [minimum, maximum] = [parameters.number('min', 0), parameters.number('max', 0)];
    return minimum === 0 && maximum === 6 ? each(request, 'relu6') : each(request, 'clip', { minimum, maximum });
  },
  Power: (request) => {
    const parameters = request.layer.message('power_param');
    if (parameters.number('power', 1) !== 1) throw new Inexpressible(phrase('foreign.power'));
    const factor = parameters.number('scale', 1);
    const shift = parameters.number('shift', 0);
    if (shift !== 0) return constantLine(request, factor, shift);
    return factor === 1 ? request.inputs : each(request, 'scale', { factor });
  },
  Softmax: (request) => {
    if (request.layer.message('softmax_param').number('axis', 1) !== 1) throw axis(request, 'softmax_param');
    refuseFlat(request);
    return each(request, 'softmax');
  },
  Dropout: (request) => {
    return each(request, 'dropout', { rate: request.layer.message('dropout_param').number('dropout_ratio', 0.5) });
  },
  Split: ({ inputs }) => inputs,
  Flatten: ({ inputs: [input] }) => (input === undefined ? [] : [{ ...input, isFlat: true }]),
  Reshape: reshaped,
  Concat: (request) => {
    const parameters = request.layer.message('concat_param');
    if (parameters.number('axis', parameters.number('concat_dim', 1)) !== 1) throw axis(request, 'concat_param');
    refuseFlat(request);
    return request.inputs.length === 1
      ? request.inputs
      : [image(request, request.builder.add(request.name, 'concat', ids(request)))];
  },
  Eltwise: elementwise,
  Slice: sliced,
  Crop: cropped,
  ShuffleChannel: (request) => {
    refuseFlat(request);
    return each(request, 'shuffle', { groups: request.layer.message('shuffle_channel_param').number('group', 1) });
  },
};

function ids({ inputs }: LayerRequest): number[] {
  return inputs.map(({ layer }) => layer);
}

function only({ inputs }: LayerRequest): CaffeValue {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) throw new Inexpressible(phrase('foreign.inputs'));
  return input;
}

function shapeOf(request: LayerRequest) {
  return request.builder.shapeOf(only(request).layer);
}

function channelsOf(request: LayerRequest): number {
  return shapeOf(request)[2];
}

function image(_request: LayerRequest, layer: number): CaffeValue {
  return { layer, isFlat: false };
}

/** A layer that changes values one by one or channel by channel. */
function each(
  request: LayerRequest,
  op: Parameters<NetworkBuilder['add']>[1],
  given: Given = {},
  weights: GivenWeights = {},
): readonly CaffeValue[] {
  const input = only(request);
  return [{ ...input, layer: request.builder.add(request.name, op, [input.layer], given, weights) }];
}

/** Lists by channel, height, width are not ours; of single pixels both are the same. */
function refuseFlat({ inputs, builder }: LayerRequest): void {
  for (const { layer, isFlat } of inputs) {
    const [height, width, channels] = builder.shapeOf(layer);
    if (isFlat && height * width > 1 && channels > 1) throw new Inexpressible(phrase('foreign.flat-order'));
  }
}

function axis(request: LayerRequest, parameters: string): Inexpressible {
  const [found] = request.layer.message(parameters).numbers('axis');
  return new Inexpressible(phrase('foreign.axis', { axis: found ?? 1 }));
}

/** What a layer has in the weights' file, as our tensors; nothing without such a file. */
function tensors(request: LayerRequest, make: (blobs: readonly Blob[]) => GivenWeights): GivenWeights {
  if (!request.hasWeights) return {};
  if (request.blobs === undefined) throw new Inexpressible(phrase('foreign.no-tensors'));
  return make(request.blobs);
}

function listOf(blob: Blob | undefined, count: number): ForeignWeight {
  const found = blob === undefined ? undefined : elementCount(blob.shape);
  if (blob === undefined || found !== count) {
    const values = { name: '', found: blob?.shape.join(', ') ?? '', expected: String(count) };
    throw new Inexpressible(phrase('foreign.weight-shape', values));
  }
  return { shape: [count], values: blob.values };
}

function channelsOfBlob(request: LayerRequest, blob: Blob | undefined): ForeignWeight {
  return listOf(blob, channelsOf(request));
}

/** `kernel_size: 3`, twice for height and width, or `kernel_h` and `kernel_w`. */
function pairOf(parameters: TextMessage, name: string, stem: string, otherwise: number): Pair {
  const [first = otherwise, second = first] = parameters.numbers(name);
  return [parameters.number(`${stem}_h`, first), parameters.number(`${stem}_w`, second)];
}

function windowOf(parameters: TextMessage) {
  const kernel = pairOf(parameters, 'kernel_size', 'kernel', 0);
  const stride = pairOf(parameters, 'stride', 'stride', 1);
  const [vertical, horizontal] = pairOf(parameters, 'pad', 'pad', 0);
  const pads: Sides = [vertical, vertical, horizontal, horizontal];
  return { kernel, stride, pads };
}

function convolution(request: LayerRequest, groups: number): readonly CaffeValue[] {
  const { builder, name } = request;
  const parameters = request.layer.message('convolution_param');
  const { kernel, stride, pads } = windowOf(parameters);
  const [vertical = 1, horizontal = vertical] = parameters.numbers('dilation');
  const dilation: Pair = [vertical, horizontal];
  const filters = parameters.number('num_output', 0);
  const bias = parameters.boolean('bias_term', true);
  const input = only(request);
  const channels = channelsOf(request);
  refuseFlat(request);
  const window = { kernel, stride, dilation, padding: paddingFor({ kernel, stride, dilation }, pads) };
  const given = { ...window, bias: bias ? 'auto' : false, activation: null };
  const weights = tensors(request, ([weight, bias_]) => {
    const shape = [...kernel, channels / groups, filters] as const;
    return {
      weight: arranged(weight, shape, (values) => filtersLast(values, shape)),
      ...(bias ? { bias: listOf(bias_, filters) } : {}),
    };
  });
  if (groups > 1 && groups === channels && filters % channels === 0) {
    const multiplier = filters / channels;
    return [image(request, builder.add(name, 'depthwise', [input.layer], { ...given, multiplier }, weights))];
  }
  return [image(request, builder.add(name, 'conv', [input.layer], { ...given, filters, groups }, weights))];
}

/** Its values in our order, once it is sure that there are as many as the shape says. */
function arranged(
  blob: Blob | undefined,
  shape: readonly number[],
  arrange: (values: Float32Array) => Float32Array,
): ForeignWeight {
  const { values } = listOf(blob, elementCount(shape));
  return { shape, values: () => arrange(values()) };
}

function transposedConvolution(request: LayerRequest): readonly CaffeValue[] {
  const parameters = request.layer.message('convolution_param');
  const { kernel, stride, pads } = windowOf(parameters);
  const filters = parameters.number('num_output', 0);
  const groups = parameters.number('group', 1);
  const bias = parameters.boolean('bias_term', true);
  const channels = channelsOf(request);
  refuseFlat(request);
  const [vertical = 1, horizontal = vertical] = parameters.numbers('dilation');
  const padding = pads.every((side) => side === 0) ? 'valid' : pads;
  const given = { filters, kernel, stride, padding, dilation: [vertical, horizontal], groups };
  const weights = tensors(request, ([weight, bias_]) => {
    const shape = [...kernel, channels / groups, filters] as const;
    return {
      weight: arranged(weight, shape, (values) => filtersLastOfTransposed(values, shape, groups)),
      ...(bias ? { bias: listOf(bias_, filters) } : {}),
    };
  });
  return each(request, 'convtranspose', { ...given, bias: bias ? 'auto' : false, activation: null }, weights);
}

function pooling(request: LayerRequest): readonly CaffeValue[] {
  const parameters = request.layer.message('pooling_param');
  const kind = parameters.text('pool') || 'MAX';
  const isMax = kind === 'MAX' || kind === '0';
  if (!isMax && kind !== 'AVE' && kind !== '1') throw new Inexpressible(phrase('foreign.pool-kind', { kind }));
  refuseFlat(request);
  if (parameters.boolean('global_pooling', false)) return each(request, isMax ? 'globalmaxpool' : 'globalavgpool');
  const { kernel, stride, pads } = windowOf(parameters);
  const mode = parameters.text('round_mode');
  const rounding = mode === 'FLOOR' || mode === '1' || !parameters.boolean('ceil_mode', true) ? 'floor' : 'ceil';
  const isPadded = pads.some((side) => side > 0);
  const [height, width] = shapeOf(request);
  // Without padding a window that begins behind the image is kept, which has nothing in it.
  const isBeyond = (size: number, along: 0 | 1) =>
    Math.ceil((size - kernel[along]) / stride[along]) * stride[along] >= size && size >= kernel[along];
  if (rounding === 'ceil' && !isPadded && (isBeyond(height, 0) || isBeyond(width, 1))) {
    throw new Inexpressible(phrase('foreign.window-beyond'));
  }
  const padding = paddingFor({ kernel, stride }, pads);
  const hasRounding = padding !== 'same' && stride.some((step) => step > 1);
  const given = { kernel, stride, padding, rounding: hasRounding ? rounding : 'floor' };
  return isMax ? each(request, 'maxpool', given) : each(request, 'avgpool', { ...given, count_padding: isPadded });
}

function innerProduct(request: LayerRequest): readonly CaffeValue[] {
  const parameters = request.layer.message('inner_product_param');
  if (parameters.number('axis', 1) !== 1) throw axis(request, 'inner_product_param');
  const units = parameters.number('num_output', 0);
  const bias = parameters.boolean('bias_term', true);
  const [height, width, channels] = shapeOf(request);
  const inputs = height * width * channels;
  const weights = tensors(request, ([weight, bias_]) => {
    const isTransposed = parameters.boolean('transpose', false);
    if (isTransposed && height * width > 1) throw new Inexpressible(phrase('foreign.transposed'));
    return {
      weight: arranged(weight, [inputs, units], (values) =>
        isTransposed ? values : denseFromChannelsFirst(values, inputs, units, channels),
      ),
      ...(bias ? { bias: listOf(bias_, units) } : {}),
    };
  });
  return [
    image(
      request,
      request.builder.add(
        request.name,
        'dense',
        [only(request).layer],
        { units, bias: bias ? 'auto' : false },
        weights,
      ),
    ),
  ];
}

function responseNorm(request: LayerRequest): readonly CaffeValue[] {
  const parameters = request.layer.message('lrn_param');
  const region = parameters.text('norm_region');
  const isWithin = region === 'WITHIN_CHANNEL' || region === '1';
  refuseFlat(request);
  return each(request, 'lrn', {
    size: parameters.number('local_size', 5),
    alpha: parameters.number('alpha', 1),
    beta: parameters.number('beta', 0.75),
    // Within a channel Caffe does not read it.
    k: isWithin ? 1 : parameters.number('k', 1),
    region: isWithin ? 'within' : 'across',
  });
}

/** The file has mean and variance times a number, which it has too. */
function batchNorm(request: LayerRequest): readonly CaffeValue[] {
  const epsilon = request.layer.message('batch_norm_param').number('eps', 1e-5);
  refuseFlat(request);
  const weights = tensors(request, ([mean, variance, factor]) => {
    const divided = (blob: Blob | undefined): ForeignWeight => {
      const list = channelsOfBlob(request, blob);
      return {
        shape: list.shape,
        values: () => {
          const divisor = factor?.values()[0] ?? 1;
          return list.values().map((value) => (divisor === 0 ? 0 : value / divisor));
        },
      };
    };
    return { mean: divided(mean), variance: divided(variance) };
  });
  return each(request, 'batchnorm', { epsilon, scale: false, center: false }, weights);
}

/** A trained factor per channel, or the product with a second blob. */
function scaled(request: LayerRequest): readonly CaffeValue[] {
  const parameters = request.layer.message('scale_param');
  const hasBias = parameters.boolean('bias_term', false);
  refuseFlat(request);
  if (request.inputs.length === 2) {
    if (hasBias) throw new Inexpressible(phrase('foreign.inputs'));
    return [image(request, request.builder.add(request.name, 'multiply', ids(request)))];
  }
  if (parameters.number('axis', 1) !== 1 || parameters.number('num_axes', 1) !== 1) throw axis(request, 'scale_param');
  const weights = tensors(request, ([gamma, beta]) => ({
    gamma: channelsOfBlob(request, gamma),
    ...(hasBias ? { beta: channelsOfBlob(request, beta) } : {}),
  }));
  return each(request, 'affine', { center: hasBias }, weights);
}

/** The same factor and summand for all channels. */
function constantLine(request: LayerRequest, factor: number, summand: number): readonly CaffeValue[] {
  const { name, type, notes } = request;
  const [, , channels] = shapeOf(request);
  refuseFlat(request);
  const all = (value: number): ForeignWeight => {
    return { shape: [channels], values: () => new Float32Array(channels).fill(value), isConstant: true };
  };
  notes.push(phrase('foreign.constant-trained', { node: name, op: type }));
  const weights = { ...(factor === 1 ? {} : { gamma: all(factor) }), beta: all(summand) };
  return each(request, 'affine', { scale: factor !== 1 }, weights);
}

/** To a list or back to single pixels. */
function reshaped(request: LayerRequest): readonly CaffeValue[] {
  const input = only(request);
  const [height, width, channels] = shapeOf(request);
  const dims = request.layer.message('reshape_param').message('shape').numbers('dim');
  const all = height * width * channels;
  const [batch, depth = 0, ...rest] = dims;
  const isWhole = depth === -1 || depth === all || (depth === 0 && height * width === 1);
  if ((batch === 0 || batch === 1 || batch === -1) && isWhole && rest.every((size) => size === 1)) {
    return [{ ...input, isFlat: true }];
  }
  throw new Inexpressible(phrase('foreign.reshape', { shape: dims.join(', ') }));
}

function elementwise(request: LayerRequest): readonly CaffeValue[] {
  const { builder, name } = request;
  const parameters = request.layer.message('eltwise_param');
  const kind = parameters.text('operation') || 'SUM';
  refuseFlat(request);
  if (kind === 'PROD' || kind === '0') return [image(request, builder.add(name, 'multiply', ids(request)))];
  if (kind === 'MAX' || kind === '2') {
    return [
      image(
        request,
        extremeOf('greatest', ids(request), (...layer) => builder.add(name, ...layer)),
      ),
    ];
  }
  if (kind !== 'SUM' && kind !== '1') throw new Inexpressible(phrase('foreign.eltwise-kind', { kind }));
  const factors = parameters.numbers('coeff');
  const inputs = ids(request).map((id, i) => {
    const factor = factors[i] ?? 1;
    return factor === 1 ? id : builder.add('', 'scale', [id], { factor });
  });
  return [image(request, builder.add(name, 'add', inputs))];
}

function sliced(request: LayerRequest): readonly CaffeValue[] {
  const parameters = request.layer.message('slice_param');
  if (parameters.number('axis', parameters.number('slice_dim', 1)) !== 1) throw axis(request, 'slice_param');
  refuseFlat(request);
  const tops = request.layer.texts('top').length;
  const channels = channelsOf(request);
  const points = parameters.numbers('slice_point');
  const starts = points.length > 0 ? [0, ...points] : Array.from({ length: tops }, (_, i) => (i * channels) / tops);
  return starts.flatMap((start, i) => each(request, 'slice', { start, channels: (starts[i + 1] ?? channels) - start }));
}

/** To the height and width of a second blob. */
function cropped(request: LayerRequest): readonly CaffeValue[] {
  const parameters = request.layer.message('crop_param');
  const [input, like] = request.inputs;
  if (input === undefined || like === undefined || parameters.number('axis', 2) !== 2)
    throw axis(request, 'crop_param');
  const [height, width] = request.builder.shapeOf(input.layer);
  const [rows, columns] = request.builder.shapeOf(like.layer);
  const [top = 0, left = top] = parameters.numbers('offset');
  const amount = [top, height - rows - top, left, width - columns - left];
  return [image(request, request.builder.add(request.name, 'crop', [input.layer], { amount }))];
}

/** Types as the older form writes them, where today's name is another. */
export const oldTypes: ReadonlyMap<string, string> = new Map([
  ['ABSVAL', 'AbsVal'],
  ['ACCURACY', 'Accuracy'],
  ['ARGMAX', 'ArgMax'],
  ['CONCAT', 'Concat'],
  ['CONTRASTIVE_LOSS', 'ContrastiveLoss'],
  ['CONVOLUTION', 'Convolution'],
  ['DATA', 'Data'],
  ['DECONVOLUTION', 'Deconvolution'],
  ['DROPOUT', 'Dropout'],
  ['DUMMY_DATA', 'DummyData'],
  ['ELTWISE', 'Eltwise'],
  ['EUCLIDEAN_LOSS', 'EuclideanLoss'],
  ['EXP', 'Exp'],
  ['FLATTEN', 'Flatten'],
  ['HDF5_DATA', 'HDF5Data'],
  ['HDF5_OUTPUT', 'HDF5Output'],
  ['HINGE_LOSS', 'HingeLoss'],
  ['IM2COL', 'Im2col'],
  ['IMAGE_DATA', 'ImageData'],
  ['INFOGAIN_LOSS', 'InfogainLoss'],
  ['INNER_PRODUCT', 'InnerProduct'],
  ['MEMORY_DATA', 'MemoryData'],
  ['MULTINOMIAL_LOGISTIC_LOSS', 'MultinomialLogisticLoss'],
  ['POOLING', 'Pooling'],
  ['POWER', 'Power'],
  ['RELU', 'ReLU'],
  ['SIGMOID', 'Sigmoid'],
  ['SIGMOID_CROSS_ENTROPY_LOSS', 'SigmoidCrossEntropyLoss'],
  ['SILENCE', 'Silence'],
  ['SLICE', 'Slice'],
  ['SOFTMAX', 'Softmax'],
  ['SOFTMAX_LOSS', 'SoftmaxWithLoss'],
  ['SPLIT', 'Split'],
  ['TANH', 'TanH'],
  ['THRESHOLD', 'Threshold'],
  ['WINDOW_DATA', 'WindowData'],
]);

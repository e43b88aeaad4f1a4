/** What each class of Keras layers is in the language. Defaults are Keras'; where its versions differ, the file says which. */

import { phrase } from '../../base/diagnostic';
import { ops } from '../../ops/registry';
import { type ForeignWeight, Inexpressible } from '../import/foreign-network';
import { type Given, type GivenWeights, layerValue, type NetworkBuilder } from '../import/network-builder';
import { type Pair, samePads } from '../import/windows';
import { difference, extreme, join } from './joins';
import { booleanIn, isList, isRecord, type JsonRecord, numberIn, pairIn, recordIn, textIn, valueIn } from './json';
import type { KerasValue, LayerRequest } from './layer-request';
import { cropped, parted, permuted } from './read-moves';

type OpName = Parameters<NetworkBuilder['add']>[1];

type Turn = (request: LayerRequest) => KerasValue;

/** Throws `Inexpressible`. */
export function turnLayer(request: LayerRequest): KerasValue {
  const { config, type } = request;
  const turn = Object.hasOwn(turns, type) ? turns[type] : undefined;
  if (turn === undefined) throw new Inexpressible(phrase('foreign.no-layer'));
  if (textIn(config, 'data_format') === 'channels_first') throw new Inexpressible(phrase('foreign.channels-first'));
  return turn(request);
}

const same: Turn = (request) => only(request);

/** What changes images in training and nothing after it. */
const augmentations = [
  ...['RandomFlip', 'RandomRotation', 'RandomZoom', 'RandomTranslation', 'RandomShear', 'RandomHeight', 'RandomWidth'],
  ...['RandomContrast', 'RandomBrightness', 'RandomHue', 'RandomSaturation', 'RandomColorJitter', 'RandomGrayscale'],
  ...['RandomSharpness', 'RandomGaussianBlur', 'RandomErasing', 'RandAugment', 'AugMix', 'MixUp', 'CutMix'],
];

const turns: Readonly<Record<string, Turn>> = {
  Conv2D: (request) => withActivation(request, convolution(request)),
  DepthwiseConv2D: (request) => withActivation(request, depthwise(request)),
  SeparableConv2D: (request) => withActivation(request, separable(request)),
  SeparableConvolution2D: (request) => withActivation(request, separable(request)),
  Conv2DTranspose: (request) => withActivation(request, transposed(request)),
  Dense: (request) => withActivation(request, dense(request)),
  MaxPooling2D: (request) => pool(request, 'maxpool'),
  AveragePooling2D: (request) => pool(request, 'avgpool'),
  GlobalAveragePooling2D: (request) => globalPool(request, 'globalavgpool'),
  GlobalMaxPooling2D: (request) => globalPool(request, 'globalmaxpool'),
  BatchNormalization: (request) => {
    const scale = booleanIn(request.config, 'scale', true);
    const center = booleanIn(request.config, 'center', true);
    lastAxis(request);
    const given = { epsilon: numberIn(request.config, 'epsilon', 1e-3), scale, center };
    const trained = { ...(scale ? { gamma: 'gamma' } : {}), ...(center ? { beta: 'beta' } : {}) };
    const hasAll = (name: string, value: number) =>
      request
        .weight?.(name)
        ?.values()
        .every((one) => one === value);
    // How factors and summands alone are written, for which Keras has no layer.
    if (given.epsilon === 0 && hasAll('moving_mean', 0) === true && hasAll('moving_variance', 1) === true)
      return each(request, 'affine', { scale, center }, trained);
    return each(request, 'batchnorm', given, {
      ...trained,
      mean: 'moving_mean',
      variance: 'moving_variance',
    });
  },
  LayerNormalization: (request) => {
    lastAxis(request);
    return trainedNorm(request, 'layernorm', { epsilon: numberIn(request.config, 'epsilon', 1e-3) });
  },
  GroupNormalization: (request) => {
    lastAxis(request);
    const { config } = request;
    const groups = numberIn(config, 'groups', 32);
    return trainedNorm(request, 'groupnorm', {
      groups: groups === -1 ? shapeOf(request)[2] : groups,
      epsilon: numberIn(config, 'epsilon', 1e-3),
    });
  },
  Activation: (request) => withActivation(request, only(request)),
  ReLU: (request) => {
    const { config } = request;
    const slope = numberIn(config, 'negative_slope', 0);
    const most = valueIn(config, 'max_value');
    if (numberIn(config, 'threshold', 0) !== 0 || (slope !== 0 && typeof most === 'number')) {
      throw new Inexpressible(phrase('foreign.no-function'));
    }
    if (slope !== 0) return each(request, 'leakyrelu', { slope });
    if (typeof most !== 'number') return each(request, 'relu');
    return most === 6 ? each(request, 'relu6') : each(request, 'clip', { minimum: 0, maximum: most });
  },
  LeakyReLU: (request) => {
    const { config } = request;
    return each(request, 'leakyrelu', { slope: numberIn(config, 'negative_slope', numberIn(config, 'alpha', 0.3)) });
  },
  PReLU: (request) => {
    const axes = valueIn(request.config, 'shared_axes');
    const [height, width] = shapeOf(request);
    const isShared = isList(axes) && axes.includes(1) && axes.includes(2);
    if (!isShared && height * width > 1) throw new Inexpressible(phrase('foreign.slopes'));
    return each(request, 'prelu', { shared: isList(axes) && axes.includes(3) }, { slope: 'alpha' });
  },
  ELU: (request) => each(request, 'elu', { alpha: numberIn(request.config, 'alpha', 1) }),
  Softmax: (request) => {
    lastAxis(request);
    return each(request, 'softmax');
  },
  UnitNormalization: (request) => {
    lastAxis(request);
    return each(request, 'l2norm', { epsilon: 1e-12, scale: false });
  },
  Dropout: (request) => each(request, 'dropout', { rate: numberIn(request.config, 'rate', 0) }),
  ...Object.fromEntries(augmentations.map((name) => [name, same])),
  SpatialDropout2D: same,
  // Of keras.applications.
  StochasticDepth: same,
  LayerScale: (request) => each(request, 'affine', { center: false }, { gamma: 'gamma' }),
  GaussianNoise: same,
  GaussianDropout: same,
  AlphaDropout: same,
  ActivityRegularization: same,
  Flatten: (request) => {
    const input = only(request);
    const [height, width] = shapeOf(request);
    if (input.isList || height * width === 1) return { ...input, isList: true };
    return { layer: request.builder.add(request.name, 'flatten', [input.layer]), isList: true };
  },
  Reshape: (request) => parted(request, only(request)) ?? reshape(request),
  Permute: (request) => permuted(request, only(request)),
  Add: (request) => join(request, 'add'),
  Multiply: (request) => join(request, 'multiply'),
  Subtract: (request) => difference(request),
  Maximum: (request) => extreme(request, 'greatest'),
  Minimum: (request) => extreme(request, 'least'),
  Average: (request) => {
    const { builder, name, inputs } = request;
    const sum = join({ ...request, name: '' }, 'add');
    return { ...sum, layer: builder.add(name, 'scale', [sum.layer], { factor: 1 / inputs.length }) };
  },
  Concatenate: (request) => {
    lastAxis(request);
    return join(request, 'concat');
  },
  ZeroPadding2D: (request) => each(request, 'pad', { amount: sides(request, 'padding', 1) }),
  Cropping2D: (request) => {
    const amount = sides(request, 'cropping', 0);
    const input = only(request);
    return input.moved === undefined ? each(request, 'crop', { amount }) : cropped(input, amount);
  },
  UpSampling2D: (request) => {
    const mode = textIn(request.config, 'interpolation', 'nearest');
    return each(request, 'upsample', { factor: pairIn(request.config, 'size', 2), mode });
  },
  Resizing: (request) => {
    const { config } = request;
    const mode = textIn(config, 'interpolation', 'bilinear');
    const isPlain = !['crop_to_aspect_ratio', 'pad_to_aspect_ratio', 'antialias'].some((name) =>
      booleanIn(config, name, false),
    );
    // Nearest pixels are counted from their centres, which is another rule than ours.
    if (mode !== 'bilinear' || !isPlain)
      throw new Inexpressible(phrase('foreign.resize', { mode, transform: 'half_pixel' }));
    return each(request, 'resize', { size: [numberIn(config, 'height', 0), numberIn(config, 'width', 0)], mode });
  },
  Rescaling: (request) => {
    const factors = perChannel(request, 'scale', 1);
    const summands = perChannel(request, 'offset', 0);
    const [factor = 1] = factors;
    const isPlain = summands.every((summand) => summand === 0) && factors.every((one) => one === factor);
    return isPlain ? each(request, 'scale', { factor }) : constantLine(request, only(request), factors, summands);
  },
  Normalization: (request) => {
    lastAxis(request);
    const { config, weight } = request;
    const known = ['mean', 'variance'].map((name, otherwise) =>
      Array.isArray(valueIn(config, name)) || typeof valueIn(config, name) === 'number'
        ? perChannel(request, name, otherwise)
        : weight?.(name)?.values(),
    );
    const [means, variances] = known;
    const [, , channels] = shapeOf(request);
    if (means?.length !== channels || variances?.length !== channels) {
      throw new Inexpressible(phrase('foreign.no-tensors'));
    }
    // Keras divides by no less than this.
    const factors = Array.from(variances, (variance) => 1 / Math.max(Math.sqrt(variance), 1e-7));
    return constantLine(
      request,
      only(request),
      factors,
      factors.map((factor, i) => -factor * Number(means[i])),
    );
  },
  // Inception-ResNet multiplies its residuals by a number.
  Lambda: (request) => {
    const given = recordIn(request.config, 'arguments');
    const factor = valueIn(given, 'scale');
    if (typeof factor !== 'number' || Object.keys(given).length > 1) throw new Inexpressible(phrase('foreign.code'));
    return each(request, 'scale', { factor });
  },
  CustomScaleLayer: ({ builder, config, inputs, name }) => {
    const [one, other] = inputs;
    if (one === undefined || other === undefined || inputs.length > 2)
      throw new Inexpressible(phrase('foreign.inputs'));
    const factor = numberIn(config, 'scale', 1);
    const scaled = builder.add('', 'scale', [other.layer], { factor });
    return { ...one, layer: builder.add(name, 'add', [one.layer, scaled]) };
  },
};

/** A number for each channel: the same for all, or a list of them, which may stand in further lists. */
function perChannel(request: LayerRequest, key: string, otherwise: number): readonly number[] {
  const [, , channels] = shapeOf(request);
  const value = valueIn(request.config, key) ?? otherwise;
  const list = (Array.isArray(value) ? value : [value]).flat(4).map(Number);
  if (list.length === 1) return Array.from({ length: channels }, () => list[0] ?? otherwise);
  if (list.length !== channels || list.some(Number.isNaN)) {
    throw new Inexpressible(phrase('foreign.constant-shape', { shape: String(list.length) }));
  }
  return list;
}

/** `factor * x + summand` for each channel, as weights that are constants. */
export function constantLine(
  request: LayerRequest,
  input: KerasValue,
  factors: readonly number[],
  summands: readonly number[],
): KerasValue {
  const { builder, name, type, notes } = request;
  const weight = (values: readonly number[]): ForeignWeight => {
    return { shape: [values.length], values: () => Float32Array.from(values), isConstant: true };
  };
  notes.push(phrase('foreign.constant-trained', { node: name, op: type }));
  const isScaled = factors.some((factor) => factor !== 1);
  const isShifted = !isScaled || summands.some((summand) => summand !== 0);
  const weights = {
    ...(isScaled ? { gamma: weight(factors) } : {}),
    ...(isShifted ? { beta: weight(summands) } : {}),
  };
  const given = { scale: isScaled, center: isShifted };
  return { ...input, layer: builder.add(name, 'affine', [input.layer], given, weights) };
}

function only({ inputs }: LayerRequest): KerasValue {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) throw new Inexpressible(phrase('foreign.inputs'));
  return input;
}

function shapeOf(request: LayerRequest) {
  return request.builder.shapeOf(only(request).layer);
}

/** Ours to Keras' names of weights; nothing where there are none. */
function weightsOf({ weight }: LayerRequest, names: Readonly<Record<string, string>>): Record<string, ForeignWeight> {
  if (weight === undefined) return {};
  const entries = Object.entries(names).map(([own, foreign]) => {
    const found = weight(foreign);
    if (found === undefined) throw new Inexpressible(phrase('foreign.no-tensors'));
    return [own, found] as const;
  });
  return Object.fromEntries(entries);
}

/** A layer that keeps what is a list a list. */
function each(
  request: LayerRequest,
  op: OpName,
  given: Given = {},
  names: Readonly<Record<string, string>> = {},
): KerasValue {
  const input = only(request);
  const weights: GivenWeights = weightsOf(request, names);
  return { ...input, layer: request.builder.add(request.name, op, [input.layer], given, listed(weights, op)) };
}

/** A slope for each channel has height and width of one in the file. */
function listed(weights: GivenWeights, op: OpName): GivenWeights {
  if (op !== 'prelu') return weights;
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [
      name,
      { ...weight, shape: weight.shape.filter((size, i) => size !== 1 || i === weight.shape.length - 1) },
    ]),
  );
}

function trainedNorm(request: LayerRequest, op: OpName, given: Given): KerasValue {
  const scale = booleanIn(request.config, 'scale', true);
  const center = booleanIn(request.config, 'center', true);
  return each(
    request,
    op,
    { ...given, scale, center },
    { ...(scale ? { gamma: 'gamma' } : {}), ...(center ? { beta: 'beta' } : {}) },
  );
}

/** The axis must be that of the channels. */
export function lastAxis(request: LayerRequest): void {
  const value = valueIn(request.config, 'axis');
  const [first = -1] = isList(value) ? value : [value ?? -1];
  const rank = request.inputs[0]?.isList === true ? 2 : 4;
  if (first !== -1 && first !== rank - 1) throw new Inexpressible(phrase('foreign.axis', { axis: String(first) }));
}

function windowOf(request: LayerRequest) {
  const { config } = request;
  const kernel = pairIn(config, 'kernel_size', 1);
  const stride = pairIn(config, 'strides', 1);
  const dilation = pairIn(config, 'dilation_rate', 1);
  return { kernel, stride, dilation, padding: paddingOf(config) };
}

function paddingOf(config: JsonRecord): string {
  const padding = textIn(config, 'padding', 'valid');
  if (padding !== 'same' && padding !== 'valid') throw new Inexpressible(phrase('foreign.pad-kind'));
  return padding;
}

/** An image: a list of one pixel is none in Keras. */
function imageOf(request: LayerRequest): number {
  const input = only(request);
  if (input.isList) throw new Inexpressible(phrase('foreign.inputs'));
  return input.layer;
}

function biasOf({ config }: LayerRequest) {
  const bias = booleanIn(config, 'use_bias', true);
  const names: Readonly<Record<string, string>> = bias ? { bias: 'bias' } : {};
  return { given: { bias: bias ? 'auto' : false, activation: null }, names };
}

function convolution(request: LayerRequest): KerasValue {
  const { builder, config, name } = request;
  const { given, names } = biasOf(request);
  const layer = imageOf(request);
  const groups = numberIn(config, 'groups', 1);
  const filters = numberIn(config, 'filters', 0);
  const weights = weightsOf(request, { weight: 'kernel', ...names });
  return {
    layer: builder.add(name, 'conv', [layer], { ...windowOf(request), ...given, filters, groups }, weights),
    isList: false,
  };
}

function depthwise(request: LayerRequest): KerasValue {
  const { builder, config, name } = request;
  const { given, names } = biasOf(request);
  const layer = imageOf(request);
  const multiplier = numberIn(config, 'depth_multiplier', 1);
  const { weight, ...others } = weightsOf(request, { weight: kernelName(request, 'depthwise_kernel'), ...names });
  const own = weight === undefined ? {} : { weight: flatChannels(weight) };
  const weights = { ...own, ...others };
  return {
    layer: builder.add(name, 'depthwise', [layer], { ...windowOf(request), ...given, multiplier }, weights),
    isList: false,
  };
}

/** Keras 3 calls it as every other. */
function kernelName({ weight }: LayerRequest, name: string): string {
  return weight?.(name) === undefined ? 'kernel' : name;
}

/** [height, width, channels, multiplier] lies in memory as [height, width, 1, channels * multiplier]. */
function flatChannels(weight: ForeignWeight): ForeignWeight {
  const [height = 0, width = 0, channels = 0, multiplier = 0] = weight.shape;
  return { ...weight, shape: [height, width, 1, channels * multiplier] };
}

function separable(request: LayerRequest): KerasValue {
  const { builder, config, name } = request;
  const { given, names } = biasOf(request);
  const layer = imageOf(request);
  const found = weightsOf(request, {
    'depthwise.weight': 'depthwise_kernel',
    'pointwise.weight': 'pointwise_kernel',
    ...names,
  });
  const first = found['depthwise.weight'];
  const weights = first === undefined ? found : { ...found, 'depthwise.weight': flatChannels(first) };
  const own = { filters: numberIn(config, 'filters', 0), multiplier: numberIn(config, 'depth_multiplier', 1) };
  return {
    layer: builder.add(name, 'separable', [layer], { ...windowOf(request), ...given, ...own }, weights),
    isList: false,
  };
}

/** Its kernel has the filters before the channels. */
function transposed(request: LayerRequest): KerasValue {
  const { builder, config, name } = request;
  const { given, names } = biasOf(request);
  const layer = imageOf(request);
  const { weight, ...others } = weightsOf(request, { weight: 'kernel', ...names });
  const window = windowOf(request);
  const extra = valueIn(config, 'output_padding');
  const output = extra === undefined || extra === null ? {} : { output_padding: pairIn(config, 'output_padding', 0) };
  if (window.padding === 'same' && extra !== undefined && extra !== null)
    throw new Inexpressible(phrase('foreign.output-shape'));
  // Without padding Keras makes room for the whole last step.
  const rest = window.kernel.map((side, axis) => Math.max(0, (window.stride[axis] ?? 1) - side));
  if (window.padding === 'valid' && rest.some((side) => side > 0))
    throw new Inexpressible(phrase('foreign.output-shape'));
  const weights = { ...(weight === undefined ? {} : { weight: channelsBeforeFilters(weight) }), ...others };
  const own = { filters: numberIn(config, 'filters', 0), ...output };
  return {
    layer: builder.add(name, 'convtranspose', [layer], { ...window, ...given, ...own }, weights),
    isList: false,
  };
}

function channelsBeforeFilters({ shape, values }: ForeignWeight): ForeignWeight {
  const [height = 0, width = 0, filters = 0, channels = 0] = shape;
  return {
    shape: [height, width, channels, filters],
    values: () => {
      const from = values();
      return from.map((_, at) => {
        const tap = Math.floor(at / (channels * filters));
        const [channel, filter] = [Math.floor(at / filters) % channels, at % filters];
        return from[(tap * filters + filter) * channels + channel] as number;
      });
    },
  };
}

/** On an image Keras multiplies the channels of each position. */
function dense(request: LayerRequest): KerasValue {
  const { builder, config, name } = request;
  const { given, names } = biasOf(request);
  const { layer, isList: isFlat } = only(request);
  const units = numberIn(config, 'units', 0);
  const { weight, ...others } = weightsOf(request, { weight: 'kernel', ...names });
  if (isFlat) {
    const weights = { ...(weight === undefined ? {} : { weight }), ...others };
    return { layer: builder.add(name, 'dense', [layer], { ...given, units }, weights), isList: true };
  }
  const weights = {
    ...(weight === undefined ? {} : { weight: { ...weight, shape: [1, 1, ...weight.shape] } }),
    ...others,
  };
  return { layer: builder.add(name, 'conv', [layer], { ...given, filters: units, kernel: 1 }, weights), isList: false };
}

function pool(request: LayerRequest, op: OpName): KerasValue {
  const { config } = request;
  const kernel = pairIn(config, 'pool_size', 2);
  const strides = valueIn(config, 'strides');
  const stride = isList(strides) || typeof strides === 'number' ? pairIn(config, 'strides', 1) : kernel;
  const padding = paddingOf(config);
  const [height, width] = shapeOf(request);
  const isCutting = kernel.every((side, axis) => side === stride[axis]);
  const isUneven = height % stride[0] !== 0 || width % stride[1] !== 0;
  // Such a pool is taken for a mistake where it says `same`.
  const size: Pair = [height, width];
  const said = padding === 'same' && isCutting && isUneven ? samePads({ kernel, stride }, size) : padding;
  return each({ ...request, inputs: [{ layer: imageOf(request), isList: false }] }, op, {
    kernel,
    stride,
    padding: said,
  });
}

export function globalPool(request: LayerRequest, op: OpName): KerasValue {
  const layer = request.builder.add(request.name, op, [imageOf(request)]);
  return { layer, isList: !booleanIn(request.config, 'keepdims', false) };
}

function reshape(request: LayerRequest): KerasValue {
  const input = only(request);
  const [height, width, channels] = shapeOf(request);
  const target = valueIn(request.config, 'target_shape');
  const sizes = (isList(target) ? target : []).map(Number);
  const all = height * width * channels;
  const isPixel = sizes.length === 3 && sizes[0] === 1 && sizes[1] === 1 && (sizes[2] === all || sizes[2] === -1);
  const isSame = sizes.length === 3 && sizes.every((size, axis) => size === [height, width, channels][axis]);
  if (isSame && !input.isList) return input;
  const isWhole = sizes.length === 1 && (sizes[0] === all || sizes[0] === -1);
  if (!isPixel && !isWhole) throw new Inexpressible(phrase('foreign.reshape', { shape: sizes.join(', ') }));
  const layer = height * width === 1 ? input.layer : request.builder.add(request.name, 'flatten', [input.layer]);
  return { layer, isList: isWhole };
}

/** `((top, bottom), (left, right))`, a pair or a number. */
function sides({ config }: LayerRequest, key: string, otherwise: number): readonly number[] {
  const value = valueIn(config, key) ?? otherwise;
  const [vertical, horizontal] = isList(value) ? value : [value, value];
  const two = (side: typeof vertical): number[] => {
    if (typeof side === 'number') return [side, side];
    return isList(side) ? side.slice(0, 2).map(Number) : [];
  };
  const all = [...two(vertical), ...two(horizontal)];
  return all.length === 4 ? all : [otherwise, otherwise, otherwise, otherwise];
}

/** The activation of the layer itself, behind it. */
export function withActivation(request: LayerRequest, value: KerasValue): KerasValue {
  const named = valueIn(request.config, 'activation');
  const name = typeof named === 'string' ? named : isRecord(named) ? activationName(named) : 'linear';
  if (name === 'linear') return value;
  const known = Object.hasOwn(activations, name) ? activations[name] : undefined;
  if (known === undefined) throw new Inexpressible(phrase('foreign.activation', { name }));
  const { op, given } = known(request);
  // A list of all its arguments shows that they are accepted.
  layerValue(ops[op], given);
  return { ...value, layer: request.builder.add(request.name, op, [value.layer], given) };
}

/** Whether Keras calls an activation of the language so. */
export function isActivation(name: string): boolean {
  return name === 'linear' || Object.hasOwn(activations, name);
}

/** Keras 3 may say a function as an object. */
function activationName(named: JsonRecord): string {
  const config = valueIn(named, 'config');
  return typeof config === 'string'
    ? config
    : textIn(isRecord(config) ? config : {}, 'activation', textIn(named, 'class_name').toLowerCase());
}

const plain =
  (op: OpName, given: Given = {}) =>
  () => ({ op, given });

const activations: Readonly<Record<string, (request: LayerRequest) => { readonly op: OpName; readonly given: Given }>> =
  {
    relu: plain('relu'),
    relu6: plain('relu6'),
    sigmoid: plain('sigmoid'),
    tanh: plain('tanh'),
    softmax: plain('softmax'),
    softplus: plain('softplus'),
    elu: plain('elu'),
    selu: plain('selu'),
    swish: plain('silu'),
    silu: plain('silu'),
    gelu: plain('gelu'),
    mish: plain('mish'),
    hard_silu: plain('hardswish'),
    hard_swish: plain('hardswish'),
    leaky_relu: plain('leakyrelu', { slope: 0.2 }),
    hard_sigmoid: ({ isModern }) => ({ op: 'hardsigmoid', given: { slope: isModern ? 1 / 6 : 0.2 } }),
  };

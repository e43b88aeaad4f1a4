/**
 * Norms and activations as nodes: for layers of their own and for what convolutions and dense layers have behind their
 * sums. All keep the shape, of lists too.
 */

import { present, unreachable } from '../../base/assert';
import type { Attributes } from '../../ops/op';
import type { OpName } from '../../ops/registry';
import { number, word } from '../known-attributes';
import type { LayerRequest } from './layer-request';
import type { ModelTensor } from './model';
import type { GraphValue, OnnxBuilder } from './onnx-builder';
import { filled, floats, integers } from './tensors';

export type FunctionName = Extract<OpName, NormName | ActivationName>;

type NormName = 'lrn' | 'batchnorm' | 'layernorm' | 'groupnorm' | 'instancenorm' | 'l2norm' | 'affine';

type ActivationName =
  | 'relu'
  | 'relu6'
  | 'leakyrelu'
  | 'prelu'
  | 'elu'
  | 'selu'
  | 'sigmoid'
  | 'hardsigmoid'
  | 'tanh'
  | 'silu'
  | 'gelu'
  | 'hardswish'
  | 'mish'
  | 'softplus'
  | 'clip'
  | 'softmax';

/** `prefix` stands before the names of the weights: `norm.` or `activation.` inside of another layer. */
export function applyFunction(
  request: LayerRequest,
  name: FunctionName,
  attributes: Attributes,
  x: GraphValue,
  prefix = '',
): GraphValue {
  const { builder } = request;
  switch (name) {
    case 'relu':
      return builder.node('Relu', [x], x);
    case 'relu6':
      return builder.node('Clip', [x, builder.scalar(0), builder.scalar(6)], x);
    case 'leakyrelu':
      return builder.node('LeakyRelu', [x], x, { alpha: { float: number(attributes, 'slope') } });
    case 'sigmoid':
      return builder.node('Sigmoid', [x], x);
    case 'tanh':
      return builder.node('Tanh', [x], x);
    case 'silu':
      return builder.node('Mul', [x, builder.node('Sigmoid', [x], x)], x);
    case 'gelu':
      return gelu(request, x);
    case 'hardswish':
      return builder.node('HardSwish', [x], x);
    case 'prelu':
      return builder.node('PRelu', [x, perChannel(request, `${prefix}slope`, x)], x);
    case 'elu':
      return builder.node('Elu', [x], x, { alpha: { float: number(attributes, 'alpha') } });
    case 'selu':
      return builder.node('Selu', [x], x);
    case 'hardsigmoid':
      return builder.node('HardSigmoid', [x], x, {
        alpha: { float: number(attributes, 'slope') },
        beta: { float: 0.5 },
      });
    case 'mish': {
      // A node of its own from opset 18 on.
      const inner = builder.node('Tanh', [builder.node('Softplus', [x], x)], x);
      return builder.node('Mul', [x, inner], x);
    }
    case 'softplus':
      return builder.node('Softplus', [x], x);
    case 'clip': {
      const bounds = [number(attributes, 'minimum'), number(attributes, 'maximum')];
      return builder.node('Clip', [x, ...bounds.map((bound) => builder.scalar(bound))], x);
    }
    case 'softmax':
      return builder.node('Softmax', [x], x, { axis: 1 });
    case 'affine':
      return scaled(request, x, prefix);
    case 'layernorm':
      return layerNorm(request, attributes, x, prefix);
    case 'groupnorm':
      return groupNorm(request, number(attributes, 'groups'), attributes, x, prefix);
    case 'instancenorm':
      return groupNorm(request, x.shape[2], attributes, x, prefix);
    case 'l2norm':
      return lengthNorm(request, attributes, x, prefix);
    case 'batchnorm':
      return batchNorm(request, attributes, x, prefix);
    case 'lrn':
      return lrn(request, attributes, x);
    default:
      return unreachable(name);
  }
}

/** The exact form; the Gelu node needs opset 20. */
function gelu({ builder }: LayerRequest, x: GraphValue): GraphValue {
  const scaled = builder.node('Div', [x, builder.scalar(Math.SQRT2)], x);
  const sum = builder.node('Add', [builder.node('Erf', [scaled], x), builder.scalar(1)], x);
  const product = builder.node('Mul', [x, sum], x);
  return builder.node('Mul', [product, builder.scalar(0.5)], x);
}

/** A weight as a tensor that spreads over the pixels of an image, or fits a list; a single number spreads over all. */
function perChannel(request: LayerRequest, name: string, x: GraphValue): ModelTensor {
  const { shape, values } = present(request.weight(name), name);
  const count = shape[0] ?? 1;
  return request.builder.tensor(`${request.path}/${name}`, floats(x.isList ? [count] : [count, 1, 1], values));
}

/** Times gamma, plus beta, for what the layer has of them; itself where it has neither. */
function scaled(request: LayerRequest, x: GraphValue, prefix: string): GraphValue {
  const { builder } = request;
  let value = x;
  for (const [name, type] of [
    ['gamma', 'Mul'],
    ['beta', 'Add'],
  ] as const) {
    if (request.weight(`${prefix}${name}`) === undefined) continue;
    value = builder.node(type, [value, perChannel(request, `${prefix}${name}`, x)], x);
  }
  return value === x ? builder.node('Identity', [x], x) : value;
}

/** The node takes the last axes together, so that channels have to come last. */
function layerNorm(request: LayerRequest, attributes: Attributes, x: GraphValue, prefix: string): GraphValue {
  const { builder, path } = request;
  const [height, width, channels] = x.shape;
  const ones = builder.tensor(`${path}/${prefix}ones`, filled([channels], 1));
  const node = (from: GraphValue) =>
    builder.node('LayerNormalization', [from, ones], from, {
      axis: -1,
      epsilon: { float: number(attributes, 'epsilon') },
    });
  if (x.isList) return scaled(request, node(x), prefix);
  const turned = { shape: [width, channels, height] as const, isList: false };
  const last = node(builder.node('Transpose', [x], turned, { perm: [0, 2, 3, 1] }));
  return scaled(request, builder.node('Transpose', [last], x, { perm: [0, 3, 1, 2] }), prefix);
}

/** Each group as one channel with all its values in a row, which is what an instance is. */
function groupNorm(
  request: LayerRequest,
  groups: number,
  attributes: Attributes,
  x: GraphValue,
  prefix: string,
): GraphValue {
  const { builder, path } = request;
  const image = builder.image(x);
  const [height, width, channels] = image.shape;
  const values = (height * width * channels) / groups;
  const rows = { shape: [values, 1, groups] as const, isList: false };
  const ones = builder.tensor(`${path}/${prefix}ones`, filled([groups], 1));
  const zeros = builder.tensor(`${path}/${prefix}zeros`, filled([groups], 0));
  const normed = builder.node(
    'InstanceNormalization',
    [builder.reshape(image, [0, groups, values, 1], rows), ones, zeros],
    rows,
    {
      epsilon: { float: number(attributes, 'epsilon') },
    },
  );
  const result = scaled(request, builder.reshape(normed, [0, channels, height, width], image), prefix);
  return x.isList ? builder.list(result) : result;
}

function lengthNorm(request: LayerRequest, attributes: Attributes, x: GraphValue, prefix: string): GraphValue {
  const { builder, path } = request;
  const [height, width] = x.shape;
  const one = { shape: [height, width, 1] as const, isList: x.isList };
  const axes = builder.tensor(`${path}/${prefix}axes`, integers([1]));
  const sum = builder.node('ReduceSum', [builder.node('Mul', [x, x], x), axes], one, { keepdims: 1 });
  const length = builder.node(
    'Sqrt',
    [builder.node('Add', [sum, builder.scalar(number(attributes, 'epsilon'))], one)],
    one,
  );
  return scaled(request, builder.node('Div', [x, length], x), prefix);
}

/** The node needs all four tensors: without `scale` gamma is ones, without `center` beta is zeros. */
function batchNorm(request: LayerRequest, attributes: Attributes, x: GraphValue, prefix: string): GraphValue {
  const { builder, path } = request;
  const channels = x.shape[2];
  const tensor = (name: string, absent: string, value: number) => {
    const weight = request.weight(`${prefix}${name}`);
    if (weight === undefined) return builder.tensor(`${path}/${prefix}${absent}`, filled([channels], value));
    return builder.tensor(`${path}/${prefix}${name}`, floats([channels], weight.values));
  };
  const [ones, zeros] = [['ones', 1] as const, ['zeros', 0] as const];
  const inputs = [
    tensor('gamma', ...ones),
    tensor('beta', ...zeros),
    tensor('mean', ...zeros),
    tensor('variance', ...ones),
  ];
  return builder.node('BatchNormalization', [x, ...inputs], x, {
    epsilon: { float: number(attributes, 'epsilon') },
  });
}

function lrn(request: LayerRequest, attributes: Attributes, x: GraphValue): GraphValue {
  const { builder } = request;
  const image = builder.image(x);
  const size = number(attributes, 'size');
  const alpha = number(attributes, 'alpha');
  const beta = number(attributes, 'beta');
  const k = number(attributes, 'k');
  const isWithin = word(attributes, 'region') === 'within';
  const result = isWithin
    ? responseWithin(request, image, { size, alpha, beta, k })
    : size % 2 === 1
      ? builder.node('LRN', [image], image, {
          size,
          alpha: { float: alpha },
          beta: { float: beta },
          bias: { float: k },
        })
      : evenLrn(request, image, { size, alpha, beta, k });
  return x.isList ? builder.list(result) : result;
}

interface Response {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

/** The mean of the squares under a window of the image, zeros beside it counting as values. */
function responseWithin({ builder }: LayerRequest, x: GraphValue, response: Response): GraphValue {
  const { size } = response;
  const [before, after] = [Math.floor((size - 1) / 2), Math.floor(size / 2)];
  const means = builder.node('AveragePool', [builder.node('Mul', [x, x], x)], x, {
    kernel_shape: [size, size],
    pads: [before, before, after, after],
    count_include_pad: 1,
  });
  return dividedByResponse(builder, x, means, response);
}

/** x / (k + alpha * mean of squares) ^ beta. */
function dividedByResponse(builder: OnnxBuilder, x: GraphValue, means: GraphValue, { alpha, beta, k }: Response) {
  const scaledMeans = builder.node('Mul', [means, builder.scalar(alpha)], x);
  const base = builder.node('Add', [scaledMeans, builder.scalar(k)], x);
  return builder.node('Div', [x, builder.node('Pow', [base, builder.scalar(beta)], x)], x);
}

/**
 * The LRN node is defined for odd sizes in some runtimes only, so an even one is written out: the mean of the squares
 * under a window along the channels, which lie along the height of an image made for it.
 */
function evenLrn({ builder }: LayerRequest, x: GraphValue, response: Response): GraphValue {
  const { size } = response;
  const [height, width, channels] = x.shape;
  const pixels = height * width;
  const columns = { shape: [channels, pixels, 1] as const, isList: false };
  const squares = builder.reshape(builder.node('Mul', [x, x], x), [0, 1, channels, pixels], columns);
  const means = builder.node('AveragePool', [squares], columns, {
    kernel_shape: [size, 1],
    pads: [size / 2 - 1, 0, size / 2, 0],
    count_include_pad: 1,
  });
  return dividedByResponse(builder, x, builder.reshape(means, [0, channels, height, width], x), response);
}

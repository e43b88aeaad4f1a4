/**
 * Norms and activations as nodes: for layers of their own and for what convolutions and dense layers have behind their
 * sums. All keep the shape, of lists too.
 */

import { unreachable } from '../../base/assert';
import type { Attributes } from '../../ops/op';
import type { OpName } from '../../ops/registry';
import { type LayerRequest, number } from './layer-request';
import type { GraphValue } from './onnx-builder';
import { filled, floats } from './tensors';

export type FunctionName = Extract<
  OpName,
  'lrn' | 'batchnorm' | 'relu' | 'relu6' | 'leakyrelu' | 'sigmoid' | 'tanh' | 'silu' | 'gelu' | 'hardswish' | 'softmax'
>;

/** `prefix` stands before the names of the weights: `norm.` inside of another layer. */
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
    case 'softmax':
      return builder.node('Softmax', [x], x, { axis: 1 });
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

/** The node needs all four tensors: without `scale` gamma is ones, without `center` beta is zeros. */
function batchNorm(request: LayerRequest, attributes: Attributes, x: GraphValue, prefix: string): GraphValue {
  const { builder, path } = request;
  const channels = x.shape[2];
  const tensor = (name: string, absent: number) => {
    const weight = request.weight(`${prefix}${name}`);
    const fill = weight === undefined ? filled([channels], absent) : floats([channels], weight.values);
    return builder.tensor(`${path}/${prefix}${name}`, fill);
  };
  const inputs = [tensor('gamma', 1), tensor('beta', 0), tensor('mean', 0), tensor('variance', 1)];
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
  const result =
    size % 2 === 1
      ? builder.node('LRN', [image], image, {
          size,
          alpha: { float: alpha },
          beta: { float: beta },
          bias: { float: k },
        })
      : evenLrn(request, image, { size, alpha, beta, k });
  return x.isList ? builder.list(result) : result;
}

/**
 * The LRN node is defined for odd sizes in some runtimes only, so an even one is written out: the mean of the squares
 * under a window along the channels, which lie along the height of an image made for it.
 */
function evenLrn(
  { builder }: LayerRequest,
  x: GraphValue,
  {
    size,
    alpha,
    beta,
    k,
  }: { readonly size: number; readonly alpha: number; readonly beta: number; readonly k: number },
): GraphValue {
  const [height, width, channels] = x.shape;
  const pixels = height * width;
  const columns = { shape: [channels, pixels, 1] as const, isList: false };
  const squares = builder.reshape(builder.node('Mul', [x, x], x), [0, 1, channels, pixels], columns);
  const means = builder.node('AveragePool', [squares], columns, {
    kernel_shape: [size, 1],
    pads: [size / 2 - 1, 0, size / 2, 0],
    count_include_pad: 1,
  });
  const scaled = builder.node(
    'Mul',
    [builder.reshape(means, [0, channels, height, width], x), builder.scalar(alpha)],
    x,
  );
  const base = builder.node('Add', [scaled, builder.scalar(k)], x);
  return builder.node('Div', [x, builder.node('Pow', [base, builder.scalar(beta)], x)], x);
}

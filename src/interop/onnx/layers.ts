/**
 * What each layer of the language becomes in ONNX, opset 17. Exhaustive over the layers by type, so that the compiler
 * names a layer that is missing here. Images are channels first there; what reads a whole image in our order (dense,
 * flatten) is put in order here, so that weights and values mean the same.
 */

import { invariant, present } from '../../base/assert';
import type { NamedTensor } from '../../base/tensor';
import { type OpName, ops } from '../../ops/registry';
import { layerArgument, number, pair, sides } from '../known-attributes';
import { applyFunction, type FunctionName } from './functions';
import { type LayerRequest, onlyInput, startsAndEnds } from './layer-request';
import { crop, depthToSpace, pad, resize, shuffle, slice, spaceToDepth } from './movement';
import type { GraphValue, KnownShape } from './onnx-builder';
import { adaptivePool, averagePool, maxPool } from './pooling';
import { floats, imageWeight, integers, rowsByChannel, transposedWeight } from './tensors';

export const opset = 17;

/** Adds the layer's nodes and gives its result, which is a value of the last of them. */
type Turn = (request: LayerRequest) => GraphValue;

const table: Readonly<Record<Exclude<OpName, 'input'>, Turn>> = {
  conv: (request) => convolutionLayer(request, number(request.attributes, 'groups')),
  depthwise: (request) => convolutionLayer(request, onlyInput(request).shape[2]),
  separable,
  convtranspose: transposedConvolution,
  maxpool: maxPool,
  avgpool: averagePool,
  adaptiveavgpool: adaptivePool,
  globalavgpool: (request) => globalPool(request, 'GlobalAveragePool'),
  globalmaxpool: (request) => globalPool(request, 'GlobalMaxPool'),
  dense,
  flatten,
  lrn: functionLayer,
  batchnorm: functionLayer,
  layernorm: functionLayer,
  groupnorm: functionLayer,
  instancenorm: functionLayer,
  l2norm: functionLayer,
  affine: functionLayer,
  relu: functionLayer,
  relu6: functionLayer,
  leakyrelu: functionLayer,
  sigmoid: functionLayer,
  tanh: functionLayer,
  silu: functionLayer,
  gelu: functionLayer,
  hardswish: functionLayer,
  prelu: functionLayer,
  elu: functionLayer,
  selu: functionLayer,
  mish: functionLayer,
  softplus: functionLayer,
  hardsigmoid: functionLayer,
  clip: functionLayer,
  softmax: functionLayer,
  // Does nothing at inference, which is the node's own meaning too.
  dropout: (request) => {
    const input = onlyInput(request);
    const rate = request.builder.scalar(number(request.attributes, 'rate'));
    return request.builder.node('Dropout', [input, rate], input);
  },
  scale: (request) => {
    const input = onlyInput(request);
    const factor = request.builder.scalar(number(request.attributes, 'factor'));
    return request.builder.node('Mul', [input, factor], input);
  },
  pad,
  crop,
  upsample: resize,
  resize,
  slice,
  shuffle,
  spacetodepth: spaceToDepth,
  depthtospace: depthToSpace,
  identity: (request) => request.builder.node('Identity', [onlyInput(request)], onlyInput(request)),
  concat: (request) => join(request, 'Concat', { axis: 1 }),
  add: (request) => join(request, request.inputs.length === 2 ? 'Add' : 'Sum', {}),
  multiply: product,
};

export function turnLayer(request: LayerRequest): GraphValue {
  invariant(request.op !== 'input', 'the input is no node');
  return table[request.op](request);
}

function convolutionLayer(request: LayerRequest, groups: number): GraphValue {
  const input = request.builder.image(onlyInput(request));
  const sums = slidingConvolution(request, input, 'weight', groups, request.weight('bias'));
  return withTail(request, sums);
}

/**
 * What is cut off at the end and what `output_padding` adds there are one amount. Zeros that nothing reaches are padding of
 * the result below the stride, as runtimes take no more; beyond it, rows of zeros behind the input reach them.
 */
function transposedConvolution(request: LayerRequest): GraphValue {
  const { builder, attributes, shape, path } = request;
  let input = builder.image(onlyInput(request));
  const window = present(ops.convtranspose.window?.(input.shape, attributes), 'window');
  const groups = number(attributes, 'groups');
  const weight = needed(request, 'weight');
  const tensors = [builder.tensor(`${path}/weight`, transposedWeight(weight.shape, groups, weight.values))];
  const bias = request.weight('bias');
  if (bias !== undefined) tensors.push(builder.tensor(`${path}/bias`, floats(bias.shape, bias.values)));
  const [kernel, stride] = [pair(attributes, 'kernel'), pair(attributes, 'stride')];
  const dilation = pair(attributes, 'dilation');
  const [top, , left] = sides(window.pads);
  const [height, width, channels] = input.shape;
  const along = (axis: 0 | 1, before: number) => {
    const step = stride[axis];
    const reach = (input.shape[axis] - 1) * step + (kernel[axis] - 1) * dilation[axis] + 1;
    const lacking = shape[axis] - (reach - before);
    const zeros = lacking < step ? 0 : Math.ceil(lacking / step);
    return { cut: Math.max(0, zeros * step - lacking), padding: zeros > 0 ? 0 : Math.max(0, lacking), zeros };
  };
  const [rows, columns] = [along(0, top), along(1, left)];
  if (rows.zeros + columns.zeros > 0) {
    const padded = { shape: [height + rows.zeros, width + columns.zeros, channels] as const, isList: false };
    const amounts = builder.tensor(`${path}/pads`, integers([0, 0, 0, 0, 0, 0, rows.zeros, columns.zeros]));
    input = builder.node('Pad', [input, amounts], padded, { mode: 'constant' });
  }
  const sums = builder.node(
    'ConvTranspose',
    [input, ...tensors],
    { shape, isList: false },
    {
      kernel_shape: kernel,
      strides: stride,
      dilations: dilation,
      pads: startsAndEnds([top, rows.cut, left, columns.cut]),
      output_padding: [rows.padding, columns.padding],
      group: groups,
    },
  );
  return withTail(request, sums);
}

/** Depthwise with the layer's window, then 1x1 with all that follows. */
function separable(request: LayerRequest): GraphValue {
  const { builder } = request;
  const input = builder.image(onlyInput(request));
  const inner = slidingConvolution(request, input, 'depthwise.weight', input.shape[2], undefined);
  const weight = needed(request, 'pointwise.weight');
  const inputs = [inner, ...convolutionTensors(request, weight, 'pointwise.weight', request.weight('bias'))];
  const sums = builder.node('Conv', inputs, { shape: request.shape, isList: false }, { kernel_shape: [1, 1] });
  return withTail(request, sums);
}

function slidingConvolution(
  request: LayerRequest,
  input: GraphValue,
  name: string,
  groups: number,
  bias: NamedTensor | undefined,
): GraphValue {
  const { builder, op, attributes, shape } = request;
  const window = present(ops[op as 'conv'].window?.(input.shape, attributes), 'window');
  const weight = needed(request, name);
  const channels = present(weight.shape[3], 'filters');
  const result = { shape: [shape[0], shape[1], channels] as KnownShape, isList: false };
  return builder.node('Conv', [input, ...convolutionTensors(request, weight, name, bias)], result, {
    kernel_shape: pair(attributes, 'kernel'),
    strides: pair(attributes, 'stride'),
    dilations: pair(attributes, 'dilation'),
    pads: startsAndEnds(sides(window.pads)),
    group: groups,
  });
}

function convolutionTensors(
  { builder, path }: LayerRequest,
  weight: NamedTensor,
  name: string,
  bias: NamedTensor | undefined,
) {
  const filters = builder.tensor(`${path}/${name}`, imageWeight(weight.shape, weight.values));
  if (bias === undefined) return [filters];
  return [filters, builder.tensor(`${path}/bias`, floats(bias.shape, bias.values))];
}

/** Norm and activation behind the sums of a convolution or dense layer. */
function withTail(request: LayerRequest, sums: GraphValue): GraphValue {
  const norm = layerArgument(request.attributes, 'norm');
  const activation = layerArgument(request.attributes, 'activation');
  let value = sums;
  if (norm !== null) {
    value = applyFunction(request, norm.op.name as FunctionName, norm.attributes, value, 'norm.');
  }
  if (activation !== null) {
    value = applyFunction(request, activation.op.name as FunctionName, activation.attributes, value, 'activation.');
  }
  return value;
}

/** The rows of the weights follow the order in which the list is stored: of an image that is by channel. */
function dense(request: LayerRequest): GraphValue {
  const { builder, path, shape } = request;
  const input = onlyInput(request);
  const [height, width, channels] = input.shape;
  const weight = needed(request, 'weight');
  const units = shape[2];
  const rows = input.isList
    ? floats([channels, units], weight.values)
    : rowsByChannel(height * width, channels, units, weight.values);
  const tensors = [builder.tensor(`${path}/weight`, rows)];
  const bias = request.weight('bias');
  if (bias !== undefined) tensors.push(builder.tensor(`${path}/bias`, floats(bias.shape, bias.values)));
  const sums = builder.node('Gemm', [builder.list(input), ...tensors], { shape, isList: true });
  return withTail(request, sums);
}

/** In the order height, width, channel. */
function flatten(request: LayerRequest): GraphValue {
  const { builder } = request;
  const input = onlyInput(request);
  if (input.isList) return builder.node('Identity', [input], input);
  const [height, width, channels] = input.shape;
  if (channels === 1 || height * width === 1) return builder.list(input);
  // As an image of width channels, which is how the transposed one lies in memory.
  const turned = { shape: [width, channels, height] as KnownShape, isList: false };
  return builder.list(builder.node('Transpose', [input], turned, { perm: [0, 2, 3, 1] }));
}

function functionLayer(request: LayerRequest): GraphValue {
  return applyFunction(request, request.op as FunctionName, request.attributes, onlyInput(request));
}

function globalPool(request: LayerRequest, type: string): GraphValue {
  const { builder, shape } = request;
  return builder.node(type, [builder.image(onlyInput(request))], { shape, isList: false });
}

/** Lists are joined as lists, and with images as images. */
function join(request: LayerRequest, type: string, attributes: { readonly axis?: 1 }): GraphValue {
  const { builder, shape } = request;
  const isList = request.inputs.every((input) => input.isList);
  const inputs = isList ? request.inputs : request.inputs.map((input) => builder.image(input));
  return builder.node(type, inputs, { shape, isList }, { ...attributes });
}

/** Two at a time: the node has no more. */
function product(request: LayerRequest): GraphValue {
  const { builder } = request;
  const isList = request.inputs.every((input) => input.isList);
  const [first, ...others] = isList ? request.inputs : request.inputs.map((input) => builder.image(input));
  if (first === undefined || others.length === 0) return join(request, 'Sum', {});
  return others.reduce((left, right) => {
    const size = (axis: 0 | 1 | 2) => Math.max(left.shape[axis], right.shape[axis]);
    return builder.node('Mul', [left, right], { shape: [size(0), size(1), size(2)], isList });
  }, first);
}

function needed(request: LayerRequest, name: string): NamedTensor {
  return present(request.weight(name), `${request.path}/${name}`);
}

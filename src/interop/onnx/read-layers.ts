/**
 * What the nodes of ONNX are in the language, opset 7 to 22. A node gives values: layers where it computes, other axes where
 * it only moves. What would give other values cannot be expressed, and says why.
 */

import { phrase } from '../../base/diagnostic';
import { elementCount } from '../../base/tensor';
import { Inexpressible } from '../import/foreign-network';
import type { Given, GivenWeights } from '../import/network-builder';
import { numbersOf, scalarOf, wholeTypes } from './constants';
import { constantAt, listAt, type NodeRequest, neededConstant, type TurnNode, tensorAt } from './node-request';
import { combine, combineAll, meanOfAll } from './read-arithmetic';
import { movements } from './read-movement';
import { summed } from './read-norm-parts';
import { pooling } from './read-pooling';
import { movesIntegers, Quantized, quantizing } from './read-quantized';
import { reductions } from './read-reductions';
import { convolution, dense, matrixProduct, transposedConvolution } from './read-weighted';
import { nodeFunction } from './scalar-functions';
import { ChannelSum, ChannelWindow, type SourceValue, type SourceValues, Tensor } from './source-values';
import { channelsAxis, isSameAxis, sizeOf } from './views';

/** One value for each result that is used. Throws `Inexpressible`. */
export function turnNode(request: NodeRequest): readonly SourceValue[] {
  const { node } = request;
  const turn = node.domain === '' && Object.hasOwn(turns, node.type) ? turns[node.type] : undefined;
  const [window, ...others] = request.inputs;
  if (turn !== undefined && window instanceof ChannelWindow && movesValues.has(node.type)) {
    return turn({ ...request, inputs: [window.of, ...others] }).map((moved) =>
      moved instanceof Tensor ? window.on(moved) : moved,
    );
  }
  if (turn !== undefined && window instanceof Quantized && movesIntegers.has(node.type)) {
    return turn({ ...request, inputs: [window.of, ...others] }).map((moved) =>
      moved instanceof Tensor ? window.on(moved) : moved,
    );
  }
  if (turn !== undefined) return turn(followsSums.has(node.type) ? request : withoutSums(request));
  const f = node.domain === '' ? nodeFunction(node.type, node.attributes) : undefined;
  if (f === undefined) throw new Inexpressible(phrase('foreign.no-layer'));
  const [input] = request.inputs;
  if (input instanceof ChannelSum) return [input.followedBy(f)];
  return [request.values.applied(tensorAt(request), node, f)];
}

/** Nodes that may make a norm of a sum over the channels; to others it is a tensor. */
const followsSums = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max', 'Sum', 'Clip', 'Identity', 'Cast']);

function withoutSums(request: NodeRequest): NodeRequest {
  const { inputs, values } = request;
  if (!inputs.some((input) => input instanceof ChannelSum)) return request;
  return { ...request, inputs: inputs.map((input) => (input instanceof ChannelSum ? summed(values, input) : input)) };
}

/** Nodes that a window over channels goes through as the tensor would that it is of. */
const movesValues = new Set(['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Shape', 'Size']);

/** A layer that changes values one by one, or channel by channel. */
function channelwise(
  request: NodeRequest,
  op: Parameters<SourceValues['layer']>[1],
  given: Given,
  weights: GivenWeights = {},
) {
  const { values, node } = request;
  const tensor = tensorAt(request);
  return [values.like(tensor, values.layer(node, op, [values.pixelsOf(tensor, node)], given, weights))];
}

const turns: Readonly<Record<string, TurnNode>> = {
  ...movements,
  ...pooling,
  ...reductions,
  ...quantizing,
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  Gemm: dense,
  MatMul: matrixProduct,
  Identity: ({ inputs: [input] }) => (input === undefined ? [] : [input]),
  Cast: ({ inputs: [input], node }) => {
    if (wholeTypes.has(node.attributes.int('to', 1))) throw new Inexpressible(phrase('foreign.no-layer'));
    return input === undefined ? [] : [input];
  },
  Dropout: (request) => {
    const { node, values } = request;
    const ratio = constantAt(request, 1);
    const rate = ratio === undefined ? node.attributes.float('ratio', 0.5) : (scalarOf(ratio) ?? 0.5);
    const training = constantAt(request, 2);
    if (rate !== 0 && training !== undefined && scalarOf(training) !== 0)
      throw new Inexpressible(phrase('foreign.training'));
    const tensor = tensorAt(request);
    return [
      values.like(
        tensor,
        values.layer(node, 'dropout', [values.settle(tensor)], { rate: Number(rate.toPrecision(7)) }),
      ),
    ];
  },
  BatchNormalization: batchNorm,
  InstanceNormalization: instanceNorm,
  LayerNormalization: layerNorm,
  GroupNormalization: groupNorm,
  LpNormalization: (request) => {
    const { values, node } = request;
    const { attributes } = node;
    const tensor = tensorAt(request);
    const axis = attributes.int('axis', -1);
    const [, , channels] = values.shapeOf(tensor);
    if (attributes.int('p', 2) !== 2) throw new Inexpressible(phrase('foreign.no-layer'));
    if (!isSameAxis(tensor.axes.at(axis) ?? [], channelsAxis(channels)))
      throw new Inexpressible(phrase('foreign.axis', { axis }));
    return [values.like(tensor, values.layer(node, 'l2norm', [values.settle(tensor)], { epsilon: 0, scale: false }))];
  },
  LRN: (request) => {
    const { attributes } = request.node;
    return channelwise(request, 'lrn', {
      size: attributes.int('size', 0),
      alpha: attributes.float('alpha', 1e-4),
      beta: attributes.float('beta', 0.75),
      k: attributes.float('bias', 1),
    });
  },
  PRelu: (request) => {
    const { values, node } = request;
    const tensor = tensorAt(request);
    const slope = neededConstant(request, 1);
    const shared = elementCount(slope.dims) === 1;
    const [, , channels] = values.shapeOf(tensor);
    const layer = shared ? values.settle(tensor) : values.pixelsOf(tensor, node);
    const weights = { slope: listAt(request, 1, shared ? 1 : channels) };
    return [values.like(tensor, values.layer(node, 'prelu', [layer], { shared }, weights))];
  },
  Clip: (request) => {
    const { attributes } = request.node;
    const bound = (name: string, at: number, otherwise: number): number => {
      const constant = constantAt(request, at);
      return constant === undefined ? attributes.float(name, otherwise) : (scalarOf(constant) ?? otherwise);
    };
    const [minimum, maximum] = [bound('min', 1, Number.NEGATIVE_INFINITY), bound('max', 2, Number.POSITIVE_INFINITY)];
    const clip = (x: number) => Math.min(Math.max(x, minimum), maximum);
    const [input] = request.inputs;
    if (input instanceof ChannelSum) return [input.followedBy(clip)];
    return [request.values.applied(tensorAt(request), request.node, clip)];
  },
  Gelu: (request) => {
    const f = nodeFunction('Gelu', request.node.attributes);
    if (f !== undefined) return [request.values.applied(tensorAt(request), request.node, f)];
    if (request.node.attributes.text('approximate') !== 'tanh') throw new Inexpressible(phrase('foreign.no-layer'));
    return tanhGelu(request);
  },
  Softmax: softmax,
  LogSoftmax: () => {
    throw new Inexpressible(phrase('foreign.log-softmax'));
  },
  Add: (request) => combine(request, 'Add'),
  Sub: (request) => combine(request, 'Sub'),
  Mul: (request) => combine(request, 'Mul'),
  Div: (request) => combine(request, 'Div'),
  Pow: (request) => combine(request, 'Pow'),
  Min: (request) => combineAll(request, 'Min'),
  Max: (request) => combineAll(request, 'Max'),
  Sum: (request) => combineAll(request, 'Add'),
  Mean: meanOfAll,
};

/** `x * sigmoid(2 * sqrt(2 / pi) * (x + 0.044715 * x ^ 3))`, which is the form with a tangent. */
function tanhGelu(request: NodeRequest): readonly SourceValue[] {
  const { values, node } = request;
  const tensor = tensorAt(request);
  const x = values.settle(tensor);
  const layer = (op: 'multiply' | 'add' | 'sigmoid', ...inputs: number[]) => values.layer(node, op, inputs);
  const scaled = (input: number, factor: number) => values.layer(node, 'scale', [input], { factor });
  const cube = layer('multiply', layer('multiply', x, x), x);
  const inside = layer('add', x, scaled(cube, 0.044715));
  const share = layer('sigmoid', scaled(inside, 2 * Math.sqrt(2 / Math.PI)));
  return [values.like(tensor, layer('multiply', x, share))];
}

function batchNorm(request: NodeRequest): readonly SourceValue[] {
  const { values, node } = request;
  if (node.attributes.int('training_mode', 0) === 1) throw new Inexpressible(phrase('foreign.training'));
  const tensor = tensorAt(request);
  const layer = values.pixelsOf(tensor, node);
  const [, , channels] = values.builder.shapeOf(layer);
  // Exporters write ones and zeros where a network has neither factors nor summands.
  const isMadeUp = (at: number, word: RegExp, value: number) => {
    const constant = neededConstant(request, at);
    return word.test(constant.name) && constant.read().every((one) => one === value);
  };
  const scale = !isMadeUp(1, /\bones$/, 1);
  const center = !isMadeUp(2, /\bzeros$/, 0);
  const weights = {
    ...(scale ? { gamma: listAt(request, 1, channels) } : {}),
    ...(center ? { beta: listAt(request, 2, channels) } : {}),
    mean: listAt(request, 3, channels),
    variance: listAt(request, 4, channels),
  };
  const given = { epsilon: node.attributes.float('epsilon', 1e-5), scale, center };
  return [values.like(tensor, values.layer(node, 'batchnorm', [layer], given, weights))];
}

/** Of an image by itself; of its channels in groups, where a Reshape has made each group one channel. */
function instanceNorm(request: NodeRequest): readonly SourceValue[] {
  const { values, node } = request;
  const tensor = tensorAt(request);
  const epsilon = node.attributes.float('epsilon', 1e-5);
  const arrangement = values.arrangement(tensor);
  const [height, width, channels] = values.shapeOf(tensor);
  if (arrangement?.kind === 'image') {
    const weights = { gamma: listAt(request, 1, channels), beta: listAt(request, 2, channels) };
    return channelwise(request, 'instancenorm', { epsilon, ...trained(request) }, plainWeights(request, weights));
  }
  const [, c = [], ...rest] = tensor.axes;
  const groups = sizeOf(c);
  const [part] = c;
  const isGroup = c.length <= 1 && (part === undefined || (part.of === 'c' && part.step * part.size === channels));
  const inner = rest.flat();
  const isRest =
    elementCount(rest.map(sizeOf)) * groups === height * width * channels && inner.every(({ of }) => of !== 'n');
  if (!isGroup || !isRest || !isPlainNorm(request))
    throw values.noImage(tensor, tensor.mover ?? node, values.settle(tensor));
  const given = { groups, epsilon, scale: false, center: false };
  return [values.like(tensor, values.layer(node, 'groupnorm', [values.settle(tensor)], given))];
}

/** Ones and zeros as factors and summands do nothing. */
function isPlainNorm(request: NodeRequest): boolean {
  return [1, 0].every((value, i) => {
    const constant = neededConstant(request, i + 1);
    return constant.fill === value || numbersOf(constant).every((one) => one === value);
  });
}

function trained(request: NodeRequest): Given {
  const plain = isPlainNorm(request);
  return { scale: !plain, center: !plain };
}

function plainWeights(request: NodeRequest, weights: GivenWeights): GivenWeights {
  return isPlainNorm(request) ? {} : weights;
}

/** Up to opset 20 with a factor and a summand for each group, then for each channel. */
function groupNorm(request: NodeRequest): readonly SourceValue[] {
  const { values, node, opset } = request;
  const [, , channels] = values.shapeOf(tensorAt(request));
  const groups = node.attributes.int('num_groups', 1);
  const listOf = (at: number) => {
    if (opset > 20) return listAt(request, at, channels);
    const { values: read } = listAt(request, at, groups);
    const perGroup = channels / groups;
    return {
      shape: [channels],
      values: () => {
        const list = read();
        return Float32Array.from({ length: channels }, (_, channel) => list[Math.floor(channel / perGroup)] as number);
      },
    };
  };
  const weights = { gamma: listOf(1), beta: listOf(2) };
  const given = { groups, epsilon: node.attributes.float('epsilon', 1e-5), ...trained(request) };
  return channelwise(request, 'groupnorm', given, plainWeights(request, weights));
}

/** Over the last axis, which must be the channels. */
function layerNorm(request: NodeRequest): readonly SourceValue[] {
  const { values, node } = request;
  const tensor = tensorAt(request);
  const rank = tensor.axes.length;
  const axis = node.attributes.int('axis', -1);
  const [, , channels] = values.shapeOf(tensor);
  const last = tensor.axes.at(-1) ?? [];
  if ((axis !== -1 && axis !== rank - 1) || !isSameAxis(last, channelsAxis(channels))) {
    throw new Inexpressible(phrase('foreign.axis', { axis }));
  }
  const ones = neededConstant(request, 1);
  const scale = !(ones.fill === 1 || numbersOf(ones).every((value) => value === 1));
  const center = constantAt(request, 2) !== undefined;
  const weights = {
    ...(scale ? { gamma: listAt(request, 1, channels) } : {}),
    ...(center ? { beta: listAt(request, 2, channels) } : {}),
  };
  const given = { epsilon: node.attributes.float('epsilon', 1e-5), scale, center };
  return [values.like(tensor, values.layer(node, 'layernorm', [values.settle(tensor)], given, weights))];
}

/** In versions before 13 all axes from the given one on are one. */
function softmax(request: NodeRequest): readonly SourceValue[] {
  const { values, node, opset } = request;
  const tensor = tensorAt(request);
  const rank = tensor.axes.length;
  const given = node.attributes.int('axis', opset < 13 ? 1 : -1);
  const axis = given < 0 ? given + rank : given;
  const along = opset < 13 ? tensor.axes.slice(axis).flat() : (tensor.axes[axis] ?? []);
  const [, , channels] = values.shapeOf(tensor);
  if (!isSameAxis(along, channelsAxis(channels))) throw new Inexpressible(phrase('foreign.axis', { axis: given }));
  return [values.like(tensor, values.layer(node, 'softmax', [values.settle(tensor)]))];
}

/**
 * A network as layers of Keras, channels last as ours are, so that lists and weights keep their order. What Keras has no layer for is
 * made of several, or is of a class that the Python program brings along; what cannot be had is refused, never approximated.
 */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import type { Refusal } from '../../base/diagnostic';
import type { LayerId } from '../../graph/graph';
import { cutsOf } from '../../ops/crop';
import type { OpName } from '../../ops/registry';
import { orRefusal } from '../inexpressible';
import { layerArgument, number, pair, sides, word } from '../known-attributes';
import { convolution, dense, depthwise, separable, transposed } from './keras-convolutions';
import { applyFunction } from './keras-functions';
import { pad, permuted, resize, slice } from './keras-moves';
import type { KerasNetwork, KerasTarget } from './keras-network';
import { adaptivePool, averagePool, maxPool } from './keras-pools';
import { type KerasValue, KerasWriter } from './keras-writer';

export function kerasNetwork(
  network: NetworkAnalysis,
  target: KerasTarget,
): { readonly network: KerasNetwork } | { readonly refusal: Refusal } {
  return orRefusal(() => ({ network: lowered(network, new KerasWriter(network, target)) }));
}

function lowered({ graph, all }: NetworkAnalysis, to: KerasWriter): KerasNetwork {
  const values = new Map<LayerId, KerasValue>();
  // Paths of layers come before what stands between them.
  const inputShape = to.shapeOf(graph.input);
  const input = to.add('InputLayer', { shape: inputShape }, [], inputShape, { name: to.own(graph.input) });
  values.set(graph.input, input);
  for (const id of all.layers) {
    to.layer = present(graph.layers[id], 'layer');
    const inputs = to.layer.inputs.map((from) => present(values.get(from), 'value'));
    values.set(id, lower(to, inputs));
  }
  const outputs = graph.outputs.map(({ name, layer }) => ({ name, node: present(values.get(layer), 'output').node }));
  return { nodes: to.nodes, outputs };
}

function lower(to: KerasWriter, inputs: readonly KerasValue[]): KerasValue {
  const { op, attributes } = to.layer;
  const name = op.name as OpName;
  const [x] = inputs;
  const input = present(x, 'input');
  switch (name) {
    case 'concat':
      return join(to, 'Concatenate', inputs);
    case 'add':
      return join(to, 'Add', inputs);
    case 'multiply':
      return join(to, 'Multiply', inputs);
    case 'conv':
      return withTail(to, convolution(to, to.image(input)));
    case 'depthwise':
      return withTail(to, depthwise(to, to.image(input)));
    case 'separable':
      return withTail(to, separable(to, to.image(input)));
    case 'convtranspose':
      return withTail(to, transposed(to, to.image(input)));
    case 'dense':
      return withTail(to, dense(to, to.list(input)));
    case 'maxpool':
      return maxPool(to, to.image(input));
    case 'avgpool':
      return averagePool(to, to.image(input));
    case 'adaptiveavgpool':
      return adaptivePool(to, to.image(input));
    case 'globalavgpool':
    case 'globalmaxpool': {
      const image = to.image(input);
      const className = name === 'globalavgpool' ? 'GlobalAveragePooling2D' : 'GlobalMaxPooling2D';
      return to.add(className, {}, [image], image.shape.slice(2), { isPositive: image.isPositive });
    }
    case 'flatten':
      return to.list(input, '');
    case 'dropout':
      return to.add('Dropout', { rate: number(attributes, 'rate') }, [input], input.shape, input);
    case 'scale':
      return to.add('Rescaling', { scale: number(attributes, 'factor') }, [input], input.shape);
    case 'identity':
      return input;
    case 'pad':
      return pad(to, to.image(input));
    case 'crop': {
      const image = to.image(input);
      const cuts = sides(cutsOf(image.shape as [number, number, number], attributes));
      return to.crop(image, cuts, '');
    }
    case 'upsample': {
      const image = to.image(input);
      // TensorFlow.js would take the pixels at the beginning of each result, not at its middle.
      if (to.target === 'tfjs' && word(attributes, 'mode') === 'bilinear') to.fail(name, 'mode');
      const config = { size: pair(attributes, 'factor'), interpolation: word(attributes, 'mode') };
      return to.add('UpSampling2D', config, [image], to.shapeOf(to.layer.id), { isPositive: image.isPositive });
    }
    case 'resize':
      return resize(to, to.image(input));
    case 'slice':
      return slice(to, input);
    case 'shuffle': {
      const image = to.image(input);
      const [height = 0, width = 0, channels = 0] = image.shape;
      const groups = number(attributes, 'groups');
      return permuted(to, image, [height, width, groups, channels / groups], [1, 2, 4, 3], image.shape);
    }
    case 'spacetodepth': {
      const image = to.image(input);
      const [height = 0, width = 0, channels = 0] = image.shape;
      const b = number(attributes, 'block');
      const order = word(attributes, 'order') === 'dcr' ? [1, 3, 2, 4, 5] : [1, 3, 5, 2, 4];
      return permuted(to, image, [height / b, b, width / b, b, channels], order, to.shapeOf(to.layer.id));
    }
    case 'depthtospace': {
      const image = to.image(input);
      const [height = 0, width = 0, channels = 0] = image.shape;
      const b = number(attributes, 'block');
      const depth = channels / (b * b);
      const isDcr = word(attributes, 'order') === 'dcr';
      const between = isDcr ? [height, width, b, b, depth] : [height, width, depth, b, b];
      return permuted(to, image, between, isDcr ? [1, 3, 2, 4, 5] : [1, 4, 2, 5, 3], to.shapeOf(to.layer.id));
    }
    default:
      return applyFunction(to, name, attributes, input, '');
  }
}

function join(to: KerasWriter, className: string, inputs: readonly KerasValue[]): KerasValue {
  const isList = inputs.every(({ shape }) => shape.length === 1);
  const values = isList ? inputs : inputs.map((value) => to.image(value));
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  const shape = to.shapeOf(to.layer.id);
  const isPositive = inputs.every((value) => value.isPositive);
  const read = to.target === 'tfjs' ? values.map((value, i) => onceIn(to, values, value, i)) : values;
  return to.add(className, {}, read, isList ? shape.slice(2) : shape, { isPositive });
}

/** A value that a join reads twice as a copy: TensorFlow.js counts it as two readers, and frees it too early. */
function onceIn(to: KerasWriter, values: readonly KerasValue[], value: KerasValue, place: number): KerasValue {
  const isFirst = values.findIndex(({ node }) => node === value.node) === place;
  return isFirst ? value : to.add('Rescaling', { scale: 1, offset: 0 }, [value], value.shape, { role: 'copy' });
}

function withTail(to: KerasWriter, sums: KerasValue): KerasValue {
  const norm = layerArgument(to.layer.attributes, 'norm');
  const activation = layerArgument(to.layer.attributes, 'activation');
  let value = sums;
  if (norm !== null) value = applyFunction(to, norm.op.name as OpName, norm.attributes, value, 'norm');
  if (activation !== null) {
    value = applyFunction(to, activation.op.name as OpName, activation.attributes, value, 'activation');
  }
  return value;
}

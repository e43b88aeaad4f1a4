/**
 * Makes of the single layers of a source what the language says in one: a convolution or dense layer with its bias, norm
 * and activation, and a batch norm with the factors and summands behind it. Only what nothing else reads is taken in.
 */

import { present } from '../../base/assert';
import type { Sides } from '../../base/tensor';
import { booleanOf, layerOf, paddingOf, padsOf, pairOf, wordOf } from '../../ops/attributes';
import { hasBias } from '../../ops/fused';
import type { Attributes, LayerValue, Op } from '../../ops/op';
import { ops } from '../../ops/registry';
import type { ForeignLayer, ForeignNetwork, ForeignWeight, KnownShape } from './foreign-network';
import { acceptedGiven } from './network-builder';
import { isNotNegative } from './not-negative';
import { type Pair, paddingFor, poolPadding } from './windows';

export function fuseLayers(network: ForeignNetwork): ForeignNetwork {
  const { layers, outputs } = network;
  const readers = layers.map(() => 0);
  for (const { inputs } of layers) for (const id of inputs) readers[id] = (readers[id] ?? 0) + 1;
  // What is an output is read by the world.
  for (const { layer } of outputs) readers[layer] = (readers[layer] ?? 0) + 1;

  const fused: ForeignLayer[] = [];
  const places = new Map<number, number>();
  const fusedWith = (at: number, layer: ForeignLayer): ForeignLayer | undefined => {
    const first = present(fused[at], 'layer');
    const input = fused[first.inputs[0] ?? -1];
    if (input === undefined || (network.isByName && first.name !== layer.name)) return undefined;
    if (first.op.name === 'pad' && layer.op.name === 'maxpool') {
      return isNotNegative(fused, first.inputs[0] ?? -1) ? withPadding(first, layer, input.shape) : undefined;
    }
    return together(first, layer, input.shape);
  };
  for (const [id, layer] of layers.entries()) {
    const [before] = layer.inputs;
    const at =
      before === undefined || layer.inputs.length !== 1 || readers[before] !== 1 ? undefined : places.get(before);
    const taken = at === undefined ? undefined : fusedWith(at, layer);
    if (at !== undefined && taken !== undefined) {
      fused[at] = taken;
      places.set(id, at);
      continue;
    }
    const inputs = layer.inputs.map((input) => present(places.get(input), 'input'));
    places.set(id, fused.push({ ...layer, inputs }) - 1);
  }
  return {
    ...network,
    layers: fused.map(withSize),
    outputs: outputs.map((output) => ({ ...output, layer: present(places.get(output.layer), 'output') })),
  };
}

/** Both as one layer, if the language has one that does the same. */
function together(first: ForeignLayer, second: ForeignLayer, input: KnownShape): ForeignLayer | undefined {
  const { op } = second;
  if (op.name === 'affine') {
    const whole = withFactors(first, second);
    if (whole !== undefined) return whole;
  }
  if (first.op.name === 'pad') return withPadding(first, second, input);
  // A dense layer reads an image as the list that it is here.
  if (first.op.name === 'flatten' && op.name === 'dense') {
    return first.name === second.name ? { ...second, inputs: first.inputs } : undefined;
  }
  if (first.op.name === op.name && (op.name === 'adaptiveavgpool' || op.name === 'resize')) {
    return inBothDirections(first, second, input);
  }
  if (first.op.name === 'depthwise' && op.name === 'conv') return asSeparable(first, second);
  if (!first.op.parameters.some(({ name }) => name === 'norm')) return undefined;
  const norm = layerOf(first.attributes, 'norm');
  if (layerOf(first.attributes, 'activation') !== null) return undefined;
  if (op.group === 'activation' && op.name !== 'softmax') return withArgument(first, 'activation', second);
  if (norm === undefined) return undefined;
  if (norm !== null) return op.name === 'affine' ? withFactorsOfNorm(first, norm, second) : undefined;
  if (op.name === 'affine' && !hasBias(first.attributes) && booleanOf(second.attributes, 'scale') === false) {
    return withBias(first, second);
  }
  return op.group === 'normalization' ? withArgument(first, 'norm', second) : undefined;
}

/** An average of each pixel alone: how exporters write a pool to a size for an image that has that size already. */
function withSize(layer: ForeignLayer): ForeignLayer {
  const { op, attributes, shape } = layer;
  if (op.name !== 'avgpool') return layer;
  const isOfPixels = [...pairOf(attributes, 'kernel'), ...pairOf(attributes, 'stride')].every((side) => side === 1);
  const padding = paddingOf(attributes, 'padding');
  // Zeros around it make it larger.
  if (!isOfPixels || padding === undefined || (padding !== 'same' && padding.some((side) => side !== 0))) return layer;
  return { ...layer, op: ops.adaptiveavgpool, attributes: { size: [shape[0], shape[1]] } };
}

/**
 * Zeros that a sum of products or an average reads as values, and a max pool of nothing below them as what it puts there itself. Those
 * that have a name of their own in the source stay a layer.
 */
function withPadding(pad: ForeignLayer, second: ForeignLayer, input: KnownShape): ForeignLayer | undefined {
  const { attributes, op } = second;
  const isAverage = op.name === 'avgpool';
  const isOther = ['conv', 'depthwise', 'separable', 'maxpool'].includes(op.name) && pad.name === second.name;
  if (!isAverage && !isOther) return undefined;
  const [kernel, stride] = [knownPair(attributes, 'kernel'), knownPair(attributes, 'stride')];
  const own = paddingOf(attributes, 'padding');
  // A window of one pixel has no zeros around it, whatever the word.
  const isPlain = own === 'same' ? kernel.every((side) => side === 1) : own?.every((side) => side === 0) === true;
  const amount = padsOf(pad.attributes, 'amount') as Sides;
  if (!isPlain || wordOf(pad.attributes, 'mode') !== 'zeros' || amount.some((side) => side < 0)) return undefined;
  const { inputs } = pad;
  if (isAverage) return { ...second, inputs, attributes: { ...attributes, padding: amount, count_padding: true } };
  if (op.name === 'maxpool') {
    if (wordOf(attributes, 'rounding') !== 'floor') return undefined;
    const given = poolPadding({ kernel, stride }, amount, [input[0], input[1]]);
    return { ...second, inputs, attributes: { ...attributes, ...acceptedGiven(second.op, given) } };
  }
  const dilation = knownPair(attributes, 'dilation');
  const given = { padding: paddingFor({ kernel, stride, dilation }, amount) };
  return { ...second, inputs, attributes: { ...attributes, ...acceptedGiven(op, given) } };
}

function knownPair(attributes: Attributes, name: string): Pair {
  return pairOf(attributes, name) as Pair;
}

/** Along the height, then along the width. */
function inBothDirections(first: ForeignLayer, second: ForeignLayer, [, width]: KnownShape): ForeignLayer | undefined {
  const isApart = first.shape[1] === width && second.shape[0] === first.shape[0];
  const isSameMode = first.attributes.mode === second.attributes.mode;
  return isApart && isSameMode ? { ...second, inputs: first.inputs, name: first.name } : undefined;
}

/** Where a source says that both are one layer. */
function asSeparable(first: ForeignLayer, second: ForeignLayer): ForeignLayer | undefined {
  const { attributes, weights } = first;
  const isBare =
    !hasBias(attributes) && layerOf(attributes, 'norm') === null && layerOf(attributes, 'activation') === null;
  const isPoint = knownPair(second.attributes, 'kernel').every((side) => side === 1);
  if (!isBare || !isPoint || first.name === '' || first.name !== second.name) return undefined;
  const { kernel, stride, padding, dilation, multiplier } = attributes;
  const { groups, ...others } = second.attributes;
  if (groups !== 1) return undefined;
  const renamed = [
    ['depthwise.weight', weights.get('weight')],
    ['pointwise.weight', second.weights.get('weight')],
    ['bias', second.weights.get('bias')],
  ] as const;
  return {
    ...second,
    op: ops.separable,
    inputs: first.inputs,
    attributes: { ...others, kernel, stride, padding, dilation, multiplier },
    weights: new Map(renamed.flatMap(([name, weight]) => (weight === undefined ? [] : [[name, weight] as const]))),
  };
}

function withArgument(first: ForeignLayer, argument: 'norm' | 'activation', second: ForeignLayer): ForeignLayer {
  const value: LayerValue = { kind: 'layer', op: second.op, attributes: second.attributes, given: second.attributes };
  const bias = hasBias(first.attributes) === true;
  const attributes = { ...first.attributes, [argument]: value };
  return {
    ...first,
    // `auto` where it means the same.
    attributes: { ...attributes, bias: bias === (layerOf(attributes, 'norm') === null) ? 'auto' : bias },
    weights: withPrefix(first.weights, second.weights, `${argument}.`),
  };
}

function withPrefix(
  own: ForeignLayer['weights'],
  others: ForeignLayer['weights'],
  prefix: string,
): ForeignLayer['weights'] {
  return new Map([...own, ...[...others].map(([name, weight]) => [`${prefix}${name}`, weight] as const)]);
}

function withBias(first: ForeignLayer, { weights }: ForeignLayer): ForeignLayer {
  const beta = weights.get('beta');
  return {
    ...first,
    attributes: { ...first.attributes, bias: 'auto' },
    weights: beta === undefined ? first.weights : new Map([...first.weights, ['bias', beta]]),
  };
}

/** y = gamma x + beta, then factor y + summand, where the norm can have both. */
function withFactors(norm: ForeignLayer, affine: ForeignLayer): ForeignLayer | undefined {
  const attributes = joinedFactors(norm.op, norm.attributes, affine.attributes);
  if (attributes === undefined) return undefined;
  return { ...norm, attributes, weights: joinedWeights(norm.weights, affine.weights, '') };
}

function withFactorsOfNorm(first: ForeignLayer, norm: LayerValue, affine: ForeignLayer): ForeignLayer | undefined {
  const attributes = joinedFactors(norm.op, norm.attributes, affine.attributes);
  if (attributes === undefined) return undefined;
  const value: LayerValue = { ...norm, attributes, given: attributes };
  return {
    ...first,
    attributes: { ...first.attributes, norm: value },
    weights: joinedWeights(first.weights, affine.weights, 'norm.'),
  };
}

function joinedFactors(norm: Op, attributes: Attributes, affine: Attributes): Attributes | undefined {
  const either = (name: string) => booleanOf(attributes, name) === true || booleanOf(affine, name) === true;
  const known = new Set(norm.parameters.map(({ name }) => name));
  const names = ['scale', 'center'].filter((name) => known.has(name) || either(name));
  if (norm.group !== 'normalization' || names.some((name) => !known.has(name))) return undefined;
  return { ...attributes, ...Object.fromEntries(names.map((name) => [name, either(name)])) };
}

function joinedWeights(
  weights: ForeignLayer['weights'],
  affine: ForeignLayer['weights'],
  prefix: string,
): ForeignLayer['weights'] {
  const [gamma, beta] = [weights.get(`${prefix}gamma`), weights.get(`${prefix}beta`)];
  const [factor, summand] = [affine.get('gamma'), affine.get('beta')];
  const joined = new Map(weights);
  const put = (name: string, weight: ForeignWeight | undefined) => {
    if (weight !== undefined) joined.set(`${prefix}${name}`, weight);
  };
  put(
    'gamma',
    combined(gamma, factor, (a, b) => a * b),
  );
  put(
    'beta',
    combined(
      combined(beta, beta && factor, (a, b) => a * b),
      summand,
      (a, b) => a + b,
    ),
  );
  return joined;
}

function combined(
  one: ForeignWeight | undefined,
  other: ForeignWeight | undefined,
  each: (a: number, b: number) => number,
): ForeignWeight | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    shape: one.shape,
    values: () => {
      const second = other.values();
      return one.values().map((value, i) => each(value, second[i] as number));
    },
  };
}

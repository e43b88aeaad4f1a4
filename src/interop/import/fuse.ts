/**
 * Makes of the single layers of a source what the language says in one: a convolution or dense layer with its bias, norm
 * and activation, and a batch norm with the factors and summands behind it. Only what nothing else reads is taken in.
 */

import { present } from '../../base/assert';
import { booleanOf, layerOf } from '../../ops/attributes';
import { hasBias } from '../../ops/fused';
import type { Attributes, LayerValue } from '../../ops/op';
import type { ForeignLayer, ForeignNetwork, ForeignWeight } from './foreign-network';

export function fuseLayers(network: ForeignNetwork): ForeignNetwork {
  const { layers, outputs } = network;
  const readers = layers.map(() => 0);
  for (const { inputs } of layers) for (const id of inputs) readers[id] = (readers[id] ?? 0) + 1;
  // What is an output is read by the world.
  for (const { layer } of outputs) readers[layer] = (readers[layer] ?? 0) + 1;

  const fused: ForeignLayer[] = [];
  const places = new Map<number, number>();
  for (const [id, layer] of layers.entries()) {
    const [before] = layer.inputs;
    const at =
      before === undefined || layer.inputs.length !== 1 || readers[before] !== 1 ? undefined : places.get(before);
    const taken = at === undefined ? undefined : together(present(fused[at], 'layer'), layer);
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
    layers: fused,
    outputs: outputs.map((output) => ({ ...output, layer: present(places.get(output.layer), 'output') })),
  };
}

/** Both as one layer, if the language has one that does the same. */
function together(first: ForeignLayer, second: ForeignLayer): ForeignLayer | undefined {
  const { op } = second;
  if (first.op.name === 'batchnorm' && op.name === 'affine') return withFactors(first, second);
  if (!first.op.parameters.some(({ name }) => name === 'norm')) return undefined;
  const norm = layerOf(first.attributes, 'norm');
  if (layerOf(first.attributes, 'activation') !== null) return undefined;
  if (op.group === 'activation' && op.name !== 'softmax') return withArgument(first, 'activation', second);
  if (norm?.op.name === 'batchnorm' && op.name === 'affine') return withFactorsOfNorm(first, norm, second);
  if (norm !== null) return undefined;
  if (op.name === 'affine' && !hasBias(first.attributes) && booleanOf(second.attributes, 'scale') === false) {
    return withBias(first, second);
  }
  return op.group === 'normalization' ? withArgument(first, 'norm', second) : undefined;
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

/** y = gamma x + beta, then factor y + summand. */
function withFactors(norm: ForeignLayer, affine: ForeignLayer): ForeignLayer {
  const attributes = joinedFactors(norm.attributes, affine.attributes);
  return { ...norm, attributes, weights: joinedWeights(norm.weights, affine.weights, '') };
}

function withFactorsOfNorm(first: ForeignLayer, norm: LayerValue, affine: ForeignLayer): ForeignLayer {
  const attributes = joinedFactors(norm.attributes, affine.attributes);
  const value: LayerValue = { ...norm, attributes, given: attributes };
  return {
    ...first,
    attributes: { ...first.attributes, norm: value },
    weights: joinedWeights(first.weights, affine.weights, 'norm.'),
  };
}

function joinedFactors(norm: Attributes, affine: Attributes): Attributes {
  const either = (name: string) => booleanOf(norm, name) === true || booleanOf(affine, name) === true;
  return { ...norm, scale: either('scale'), center: either('center') };
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

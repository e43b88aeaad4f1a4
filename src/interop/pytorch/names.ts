/**
 * Names in a state dict: layers' paths with dots. A layer that is several modules in PyTorch (a norm behind the sums,
 * slopes in its activation, two convolutions in one) has one more level: `conv_1.conv.weight`, `conv_1.norm.running_mean`.
 */

import type { Layer } from '../../graph/graph';
import { booleanOf, layerOf } from '../../ops/attributes';
import type { LayerValue } from '../../ops/op';

const endings: Readonly<Record<string, string>> = {
  gamma: 'weight',
  beta: 'bias',
  slope: 'weight',
  mean: 'running_mean',
  variance: 'running_var',
};

/** Whether the layer's parameters are in modules of its own, one level below its path. */
export function isCompound({ op, attributes }: Pick<Layer, 'op' | 'attributes'>): boolean {
  if (op.name === 'separable') return true;
  return isLayer(layerOf(attributes, 'norm')) || hasSlopes(layerOf(attributes, 'activation'));
}

function isLayer(value: LayerValue | null | undefined): value is LayerValue {
  return value !== null && value !== undefined;
}

function hasSlopes(activation: LayerValue | null | undefined): boolean {
  return isLayer(activation) && activation.op.weights !== undefined;
}

/** What the sums of a layer are called where they are one module of several. */
export function sumsName(op: string): string {
  return op === 'dense' ? 'dense' : 'conv';
}

/** `conv_1/norm.gamma` as `conv_1.norm.weight`; `name` is the weight's in the layer. */
export function stateKey(layer: Layer, name: string): string {
  const path = layer.path.replaceAll('/', '.');
  const dot = name.lastIndexOf('.');
  const [part, last] = [name.slice(0, dot + 1), name.slice(dot + 1)];
  const ending = endings[last] ?? last;
  if (part !== '' || !isCompound(layer)) return `${path}.${part}${ending}`;
  return `${path}.${layer.op.name === 'separable' ? 'pointwise' : sumsName(layer.op.name)}.${ending}`;
}

/**
 * A batch norm of PyTorch has a factor and a summand or neither: what it has where ours has one of the two. `mean` is the name of the
 * norm's moving mean in the layer.
 */
export function standInFor(layer: Layer, mean: string): { readonly key: string; readonly value: 0 | 1 } | undefined {
  const prefix = mean.slice(0, mean.lastIndexOf('.') + 1);
  const attributes = prefix === '' ? layer.attributes : layerOf(layer.attributes, 'norm')?.attributes;
  const [scale, center] = ['scale', 'center'].map((name) => booleanOf(attributes ?? {}, name));
  if (scale === center) return undefined;
  return scale
    ? { key: stateKey(layer, `${prefix}beta`), value: 0 }
    : { key: stateKey(layer, `${prefix}gamma`), value: 1 };
}

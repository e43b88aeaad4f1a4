/**
 * What convolutions and dense layers have behind their sums: bias, norm, activation, in this order. They
 * are counted as the layers of the same names, on the layer's result, and make no tensor of their own.
 */

import { layerOf } from './attributes';
import { add, type Dim, type Shape } from './dim';
import { NO_ELEMENTWISE, sumElementwise, UNKNOWN_ELEMENTWISE } from './elementwise';
import type { Attributes, Elementwise, LayerCost, WeightSpec } from './op';

/** What a layer may have behind its sums and its bias, in this order, by the parameter that takes it. */
export const fusedParts = ['norm', 'activation'] as const;

export type FusedPart = (typeof fusedParts)[number];

/** Whether the layer adds a bias; undefined where `auto` meets an unknown norm. */
export function hasBias(attributes: Attributes): boolean | undefined {
  const { bias } = attributes;
  if (typeof bias === 'boolean') return bias;
  if (bias !== 'auto') return undefined;
  const norm = layerOf(attributes, 'norm');
  return norm === undefined ? undefined : norm === null;
}

/** Sums for one result of so many taps: one less than there are terms. */
export function sumsPerResult(taps: Dim, bias: boolean | undefined): Dim {
  if (taps === undefined || bias === undefined) return undefined;
  return bias ? taps : taps - 1;
}

/** The whole cost of a layer from that of its products. */
export function fusedCost(
  multiplies: Dim,
  effectiveMultiplies: Dim,
  adds: Dim,
  weights: Dim,
  output: Shape,
  attributes: Attributes,
): LayerCost {
  const bias = hasBias(attributes);
  let params = add(weights, bias === undefined ? undefined : bias ? output[2] : 0);
  let paramsTotal = params;
  const norm = layerOf(attributes, 'norm');
  const activation = layerOf(attributes, 'activation');
  let elementwise: Elementwise | undefined;
  if (norm === undefined) {
    elementwise = UNKNOWN_ELEMENTWISE;
    params = undefined;
    paramsTotal = undefined;
  } else if (norm !== null) {
    const cost = norm.op.cost([output], output, norm.attributes);
    elementwise = cost.elementwise;
    params = add(params, cost.params);
    paramsTotal = add(paramsTotal, cost.paramsTotal);
  }
  if (activation === undefined) {
    elementwise = UNKNOWN_ELEMENTWISE;
  } else if (activation !== null) {
    const cost = activation.op.cost([output], output, activation.attributes);
    params = add(params, cost.params);
    paramsTotal = add(paramsTotal, cost.paramsTotal);
    elementwise = elementwise === undefined ? cost.elementwise : sumElementwise(elementwise, cost.elementwise);
  }
  return {
    multiplies,
    effectiveMultiplies,
    adds,
    elementwise: elementwise ?? NO_ELEMENTWISE,
    params,
    paramsTotal,
  };
}

/** Bias and the parameters of norm and activation, after the weights themselves. */
export function fusedWeights(channels: Dim, fanIn: Dim, attributes: Attributes): readonly WeightSpec[] {
  const specs: WeightSpec[] = [];
  if (hasBias(attributes)) specs.push({ name: 'bias', role: 'bias', shape: [channels], trainable: true, fanIn });
  for (const part of fusedParts) {
    const layer = layerOf(attributes, part);
    for (const spec of layer?.op.weights?.([undefined, undefined, channels], layer.attributes) ?? []) {
      specs.push({ ...spec, name: `${part}.${spec.name}` });
    }
  }
  return specs;
}

/**
 * What a network would cost if one number of a layer changed: one more filter, the next kernel, twice the stride. All that
 * follows is computed again with the layers' own rules; what expressions ask of the flow stays as it is.
 */

import type { Layer, LayerId } from '../graph/graph';
import { type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import type { Attribute } from '../ops/op';
import type { NetworkAnalysis } from './analysis';

export interface Sensitivity {
  readonly parameter: 'filters' | 'kernel' | 'stride';
  /** What the parameter would be: `33`, `7x7`. */
  readonly text: string;
  /** Multiplies of the main outputs, more or less than now. */
  readonly multiplies: number;
}

/** What of it can be told: nothing of a change with which the network does not fit together. */
export function sensitivities(network: NetworkAnalysis, layer: Layer): readonly Sensitivity[] {
  if (network.parts[layer.id] !== 'main') return [];
  return changesOf(layer).flatMap(({ parameter, text, value }) => {
    const multiplies = difference(network, layer, parameter, value);
    return multiplies === undefined || multiplies === 0 ? [] : [{ parameter, text, multiplies }];
  });
}

function changesOf({ op, attributes }: Layer) {
  const takes = (name: string) => op.parameters.some((parameter) => parameter.name === name);
  const changes: { parameter: Sensitivity['parameter']; text: string; value: Attribute }[] = [];
  const { filters, kernel, stride, groups } = attributes;
  if (typeof filters === 'number' && takes('filters')) {
    const next = filters + (typeof groups === 'number' ? groups : 1);
    changes.push({ parameter: 'filters', text: `${next}`, value: next });
  }
  if (takes('kernel') && isPair(kernel)) {
    const next = [kernel[0] + 2, kernel[1] + 2] as const;
    changes.push({ parameter: 'kernel', text: next.join('x'), value: next });
  }
  if (takes('stride') && isPair(stride)) {
    const next = [stride[0] * 2, stride[1] * 2] as const;
    changes.push({ parameter: 'stride', text: next.join('x'), value: next });
  }
  return changes;
}

function isPair(value: Attribute): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((side) => typeof side === 'number');
}

function difference(network: NetworkAnalysis, changed: Layer, parameter: string, value: Attribute): number | undefined {
  const { graph, parts, costs } = network;
  /** Where they differ from now. A layer whose result stays as it is ends the change, as a convolution of its own filters does. */
  const shapes = new Map<LayerId, Shape>();
  let difference = 0;
  let fits = true;
  for (let id = changed.id; id < graph.layers.length && fits; id++) {
    const layer = graph.layers[id] as Layer;
    if (id !== changed.id && !layer.inputs.some((input) => shapes.has(input))) continue;
    const inputs = layer.inputs.map((input) => shapes.get(input) ?? network.shapes[input] ?? UNKNOWN_SHAPE);
    const attributes = id === changed.id ? { ...layer.attributes, [parameter]: value } : layer.attributes;
    const shape = layer.op.shape(inputs, attributes, () => {
      fits = false;
    });
    if (!isSame(shape, network.shapes[id])) shapes.set(id, shape);
    if (parts[id] !== 'main') continue;
    const [now, then] = [costs[id]?.multiplies, layer.op.cost(inputs, shape, attributes).multiplies];
    if (now === undefined || then === undefined) return undefined;
    difference += then - now;
  }
  return fits ? difference : undefined;
}

function isSame(shape: Shape, other: Shape | undefined): boolean {
  return shape.every((dimension, axis) => dimension !== undefined && dimension === other?.[axis]);
}

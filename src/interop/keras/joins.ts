/** Several results of a Keras model as one. */

import { phrase } from '../../base/diagnostic';
import type { OpName } from '../../ops/registry';
import { extremeOf } from '../import/extreme';
import { Inexpressible } from '../import/foreign-network';
import type { KerasValue, LayerRequest } from './layer-request';

/** The first less the second. */
export function difference(request: LayerRequest): KerasValue {
  const { builder, inputs } = request;
  const [first, second] = inputs;
  if (first === undefined || second === undefined || inputs.length > 2)
    throw new Inexpressible(phrase('foreign.inputs'));
  const negative = { ...second, layer: builder.add('', 'scale', [second.layer], { factor: -1 }) };
  return join({ ...request, inputs: [first, negative] }, 'add');
}

/** Of any number of results. */
export function extreme({ builder, inputs, name }: LayerRequest, kind: 'greatest' | 'least'): KerasValue {
  const first = alike(inputs);
  const layers = inputs.map(({ layer }) => layer);
  return { ...first, layer: extremeOf(kind, layers, (...layer) => builder.add(name, ...layer)) };
}

/** The first of those that are joined. Throws `Inexpressible` where lists stand beside images. */
function alike(inputs: readonly KerasValue[]): KerasValue {
  const [first] = inputs;
  if (first === undefined || inputs.some(({ isList: isFlat }) => isFlat !== first.isList)) {
    throw new Inexpressible(phrase('foreign.inputs'));
  }
  return first;
}

export function join({ builder, inputs, name }: LayerRequest, op: OpName): KerasValue {
  return {
    ...alike(inputs),
    layer: builder.add(
      name,
      op,
      inputs.map(({ layer }) => layer),
    ),
  };
}

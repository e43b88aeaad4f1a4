/** Trained numbers per channel: the factor and the summand that norms end in. */

import { booleanOf } from './attributes';
import { add, type Dim } from './dim';
import type { Attributes, OpParameter, WeightSpec } from './op';

export const scaleParameter: OpParameter = {
  name: 'scale',
  type: { kind: 'boolean' },
  defaultValue: true,
  text: 'scale',
};

export const centerParameter: OpParameter = {
  name: 'center',
  type: { kind: 'boolean' },
  defaultValue: true,
  text: 'center',
};

/** So many operations as are given, one more where the layer has the factor or summand; unknown where that is. */
export function oneMoreWith(attributes: Attributes, name: 'scale' | 'center', others: number): Dim {
  const has = booleanOf(attributes, name);
  return has === undefined ? undefined : others + (has ? 1 : 0);
}

/** One for each channel and each of factor and summand that the layer has; a layer without such a parameter has none. */
export function channelParams(channels: Dim, attributes: Attributes): Dim {
  return add(counted(channels, attributes, 'scale'), counted(channels, attributes, 'center'));
}

function counted(channels: Dim, attributes: Attributes, name: 'scale' | 'center'): Dim {
  if (!Object.hasOwn(attributes, name)) return 0;
  const has = booleanOf(attributes, name);
  return has === undefined ? undefined : has ? channels : 0;
}

export function channelWeights(channels: Dim, attributes: Attributes): WeightSpec[] {
  const shape = [channels];
  const specs: WeightSpec[] = [];
  if (booleanOf(attributes, 'scale')) specs.push({ name: 'gamma', role: 'gamma', shape, trainable: true, fanIn: 1 });
  if (booleanOf(attributes, 'center')) specs.push({ name: 'beta', role: 'beta', shape, trainable: true, fanIn: 1 });
  return specs;
}

/** Groups of a convolution or a transposed one, and its weights (Krizhevsky et al. 2012). */

import { numberOf } from './attributes';
import { type Dim, mul3, type Pair, type Shape } from './dim';
import { fusedWeights } from './fused';
import type { Attributes, OpParameter, Report, WeightSpec } from './op';

export const groupsParameter: OpParameter = {
  name: 'groups',
  type: { kind: 'integer', minimum: 1 },
  defaultValue: 1,
  text: 'groups',
};

/** Reports groups that divide the channels of the input or the filters unevenly. */
export function checkGroups([, , channels]: Shape, attributes: Attributes, report: Report): void {
  const filters = numberOf(attributes, 'filters');
  const groups = numberOf(attributes, 'groups');
  if (groups === undefined || ((channels ?? 0) % groups === 0 && (filters ?? 0) % groups === 0)) return;
  const values = { groups, channels: channels ?? '?', filters: filters ?? '?' };
  report({ text: 'shape.groups', at: 'groups', values });
}

/** [kernel height, kernel width, input channels per group, filters], then what is fused. */
export function groupedWeights([height, width]: Pair, depth: Dim, attributes: Attributes): readonly WeightSpec[] {
  const filters = numberOf(attributes, 'filters');
  const fanIn = mul3(height, width, depth);
  const shape = [height, width, depth, filters];
  return [
    { name: 'weight', role: 'weight', shape, trainable: true, fanIn },
    ...fusedWeights(filters, fanIn, attributes),
  ];
}

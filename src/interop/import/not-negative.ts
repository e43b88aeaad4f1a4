/** Of which layers it is known that no value of theirs is below zero. */

import { layerOf } from '../../ops/attributes';
import type { OpName } from '../../ops/registry';
import type { ForeignLayer } from './foreign-network';

type Read = Pick<ForeignLayer, 'op' | 'attributes' | 'inputs'>;

const never: ReadonlySet<string> = new Set<OpName>([
  ...(['relu', 'relu6', 'sigmoid', 'hardsigmoid', 'softplus', 'softmax'] as const),
]);

/** What gives values of its inputs, means of them, or zeros. */
const keeping: ReadonlySet<string> = new Set<OpName>([
  ...(['maxpool', 'avgpool', 'adaptiveavgpool', 'globalavgpool', 'globalmaxpool', 'dropout', 'flatten'] as const),
  ...(['concat', 'add', 'multiply', 'slice', 'crop', 'shuffle', 'spacetodepth', 'depthtospace', 'upsample'] as const),
]);

/** Nothing reads further than this many layers back. */
const mostLayers = 200;

export function isNotNegative(layers: readonly Read[], id: number): boolean {
  const open = [id];
  const seen = new Set(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const layer = layers[at];
    if (layer === undefined || layer.inputs.length === 0 || seen.size > mostLayers) return false;
    const { op, attributes, inputs } = layer;
    const isZeros = op.name === 'pad' && attributes.mode === 'zeros';
    if (never.has(op.name) || never.has(layerOf(attributes, 'activation')?.op.name ?? '')) continue;
    if (!keeping.has(op.name) && !isZeros) return false;
    for (const input of inputs) {
      if (seen.has(input)) continue;
      seen.add(input);
      open.push(input);
    }
  }
  return true;
}

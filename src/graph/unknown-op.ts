/**
 * Stands in the graph for a call whose layer or module is not known, so that it has its place in the picture
 * and everything that depends on it is unknown rather than missing from a sum.
 */

import { UNKNOWN_SHAPE } from '../ops/dim';
import type { LayerCost, Op } from '../ops/op';

const unknownCost: LayerCost = {
  multiplies: undefined,
  effectiveMultiplies: undefined,
  adds: undefined,
  elementwise: { multiply: undefined, add: undefined, compare: undefined, divide: undefined, exp: undefined },
  params: undefined,
  paramsTotal: undefined,
};

/** `name` is what is written at the call. */
export function unknownOp(name: string): Op {
  const op: Op = {
    name,
    group: 'arithmetic',
    parameters: [],
    shape: () => UNKNOWN_SHAPE,
    cost: () => unknownCost,
  };
  return op;
}

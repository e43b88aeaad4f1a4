/**
 * Costs without weights: counts of single operations by kind, kept apart from the multiplies of
 * convolutions and dense layers.
 */

import { add, type Dim, mul } from './dim';
import type { Elementwise, LayerCost } from './op';

export const NO_ELEMENTWISE: Elementwise = { multiply: 0, add: 0, compare: 0, divide: 0, exp: 0 };

export const UNKNOWN_ELEMENTWISE: Elementwise = {
  multiply: undefined,
  add: undefined,
  compare: undefined,
  divide: undefined,
  exp: undefined,
};

/** What a layer costs that only moves or keeps values. */
export const FREE: LayerCost = {
  multiplies: 0,
  effectiveMultiplies: 0,
  adds: 0,
  elementwise: NO_ELEMENTWISE,
  params: 0,
  paramsTotal: 0,
};

/** The cost of a layer without weights. Kinds that are left out are not used: zero even where sizes are unknown. */
export function elementwiseCost(counts: Partial<Elementwise>): LayerCost {
  return { ...FREE, elementwise: { ...NO_ELEMENTWISE, ...counts } };
}

/** So many operations of each kind for each of `count` values. */
export function perElement(count: Dim, each: Readonly<Partial<Record<keyof Elementwise, number>>>): LayerCost {
  return {
    ...FREE,
    elementwise: {
      multiply: times(count, each.multiply),
      add: times(count, each.add),
      compare: times(count, each.compare),
      divide: times(count, each.divide),
      exp: times(count, each.exp),
    },
  };
}

function times(count: Dim, each: number | undefined): Dim {
  return each === undefined ? 0 : mul(count, each);
}

export function sumElementwise(a: Elementwise, b: Elementwise): Elementwise {
  if (a === NO_ELEMENTWISE) return b;
  if (b === NO_ELEMENTWISE) return a;
  return {
    multiply: add(a.multiply, b.multiply),
    add: add(a.add, b.add),
    compare: add(a.compare, b.compare),
    divide: add(a.divide, b.divide),
    exp: add(a.exp, b.exp),
  };
}

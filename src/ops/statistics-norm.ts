/**
 * Norms by mean and variance of the values at hand, which differ in the values they take together: those of a position, of a
 * channel, of a group of channels.
 */

import { centerParameter, channelParams, channelWeights, oneMoreWith, scaleParameter } from './channel-weights';
import { add, type Dim, elements, mul, type Shape, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Attributes, LayerCost, Op, OpParameter } from './op';

/** `epsilon` and the trained numbers per channel. */
export function normParameters(epsilon: number): readonly OpParameter[] {
  return [
    { name: 'epsilon', type: { kind: 'number', minimum: 0 }, defaultValue: epsilon, text: 'epsilon' },
    scaleParameter,
    centerParameter,
  ];
}

/**
 * Per value: the mean (1 add), the distance from it (1 add), its square (1 multiply) and their mean (1 add), the division
 * by the deviation (1 multiply), then factor and summand. Per set of values with statistics of its own: the two means (2
 * multiplies), epsilon (1 add), the root (1 exp) and its inverse (1 divide).
 */
export function statisticsCost(output: Shape, sets: Dim, attributes: Attributes): LayerCost {
  const values = elements(output);
  const params = channelParams(output[2], attributes);
  const counts = elementwiseCost({
    multiply: add(mul(values, oneMoreWith(attributes, 'scale', 2)), mul(sets, 2)),
    add: add(mul(values, oneMoreWith(attributes, 'center', 3)), sets),
    divide: sets,
    exp: sets,
  });
  return { ...counts, params, paramsTotal: params };
}

/** A norm whose only parameters are those; `setsOf` says how many sets of values have statistics of their own. */
export function statisticsNorm(name: string, epsilon: number, setsOf: (shape: Shape) => Dim): Op {
  return {
    name,
    group: 'normalization',
    parameters: normParameters(epsilon),

    shape([input = UNKNOWN_SHAPE]) {
      return input;
    },

    cost(_inputs, output, attributes) {
      return statisticsCost(output, setsOf(output), attributes);
    },

    weights(input, attributes) {
      return channelWeights(input[2], attributes);
    },
  };
}

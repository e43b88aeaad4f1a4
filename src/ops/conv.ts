/**
 * Convolution, with groups and dilation, and with the norm and the activation that usually follow it.
 * Groups: Krizhevsky et al. 2012. Dilation: Yu and Koltun 2016.
 */

import { numberOf } from './attributes';
import { type Dim, divideExactly, mul, mul3, type Shape, UNKNOWN_SHAPE } from './dim';
import { fusedCost, hasBias, sumsPerResult } from './fused';
import { checkGroups, groupedWeights, groupsParameter } from './grouped';
import type { Attributes, FormulaFactor, Op } from './op';
import {
  activationParameter,
  biasParameter,
  dilationParameter,
  filtersParameter,
  kernelParameter,
  normParameter,
  paddingParameter,
  strideParameter,
} from './parameters';
import { convolutionGeometry, effectiveTaps, windowOf, windowOutput } from './window';

/** Input channels that each filter sees; unknown also where the groups do not divide evenly. */
function channelsPerGroup(input: Shape, attributes: Attributes): Dim {
  const groups = numberOf(attributes, 'groups');
  const filtersEach = divideExactly(numberOf(attributes, 'filters'), groups);
  return filtersEach === undefined ? undefined : divideExactly(input[2], groups);
}

export const conv: Op = {
  name: 'conv',
  group: 'convolution',
  parameters: [
    filtersParameter,
    kernelParameter,
    strideParameter,
    paddingParameter,
    dilationParameter,
    groupsParameter,
    biasParameter,
    normParameter,
    activationParameter('relu'),
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width] = windowOutput(convolutionGeometry(attributes), input, report);
    checkGroups(input, attributes, report);
    return [height, width, numberOf(attributes, 'filters')];
  },

  cost([input = UNKNOWN_SHAPE], output, attributes) {
    const geometry = convolutionGeometry(attributes);
    const depth = channelsPerGroup(input, attributes);
    const [height, width, filters] = output;
    const taps = mul3(geometry.kernel[0], geometry.kernel[1], depth);
    const results = mul3(height, width, filters);
    const rows = effectiveTaps(geometry, 0, input[0], height);
    const columns = effectiveTaps(geometry, 1, input[1], width);
    return fusedCost(
      mul(results, taps),
      mul3(rows, columns, mul(filters, depth)),
      mul(results, sumsPerResult(taps, hasBias(attributes))),
      mul(taps, filters),
      output,
      attributes,
    );
  },

  window(input, attributes) {
    return windowOf(convolutionGeometry(attributes), input, numberOf(attributes, 'groups'));
  },

  weights(input, attributes) {
    return groupedWeights(convolutionGeometry(attributes).kernel, channelsPerGroup(input, attributes), attributes);
  },

  formulas(input, output, attributes) {
    const { kernel } = convolutionGeometry(attributes);
    const groups = numberOf(attributes, 'groups');
    const factors: FormulaFactor[] = [
      { symbol: 'Hout', value: output[0], of: 'output' },
      { symbol: 'Wout', value: output[1], of: 'output' },
      { symbol: 'Cout', value: output[2], of: 'output' },
      { symbol: 'Kh', value: kernel[0], of: 'tap' },
      { symbol: 'Kw', value: kernel[1], of: 'tap' },
      { symbol: 'Cin', value: input[2], of: 'tap' },
    ];
    if (groups !== 1) factors.push({ symbol: 'groups', value: groups, of: 'tap', divide: true });
    const taps = mul3(kernel[0], kernel[1], channelsPerGroup(input, attributes));
    return [{ factors, result: mul(mul3(output[0], output[1], output[2]), taps) }];
  },
};

/** A fully connected layer on the flattened input. */

import { numberOf } from './attributes';
import { elements, mul, UNKNOWN_SHAPE } from './dim';
import { fusedCost, fusedWeights, hasBias, sumsPerResult } from './fused';
import type { FormulaFactor, Op } from './op';
import { activationParameter, biasParameter, normParameter } from './parameters';
import { wholeWindow } from './window';

export const dense: Op = {
  name: 'dense',
  group: 'dense',
  parameters: [
    { name: 'units', type: { kind: 'integer', minimum: 1 }, text: 'dense.units' },
    biasParameter,
    normParameter,
    activationParameter('none'),
  ],

  shape(_inputs, attributes) {
    return [1, 1, numberOf(attributes, 'units')];
  },

  cost([input = UNKNOWN_SHAPE], output, attributes) {
    const inputs = elements(input);
    const multiplies = mul(output[2], inputs);
    const adds = mul(output[2], sumsPerResult(inputs, hasBias(attributes)));
    return fusedCost(multiplies, multiplies, adds, multiplies, output, attributes);
  },

  window(input) {
    return wholeWindow(input);
  },

  weights(input, attributes) {
    const units = numberOf(attributes, 'units');
    const fanIn = elements(input);
    return [
      { name: 'weight', role: 'weight', shape: [fanIn, units], trainable: true, fanIn },
      ...fusedWeights(units, fanIn, attributes),
    ];
  },

  formulas(input, output) {
    const factors: FormulaFactor[] = [{ symbol: 'units', value: output[2], of: 'output' }];
    if (input[0] !== 1 || input[1] !== 1) {
      factors.push({ symbol: 'Hin', value: input[0], of: 'tap' }, { symbol: 'Win', value: input[1], of: 'tap' });
    }
    factors.push({ symbol: 'Cin', value: input[2], of: 'tap' });
    return [{ factors, result: mul(output[2], elements(input)) }];
  },
};

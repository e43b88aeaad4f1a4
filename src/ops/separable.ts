/**
 * Depthwise separable convolution: space first, channels second. Chollet 2017 (Xception), as Keras'
 * SeparableConv2D: nothing stands between the two parts.
 */

import { numberOf } from './attributes';
import { add, type Dim, mul, mul3, type Shape, UNKNOWN_SHAPE } from './dim';
import { fusedCost, fusedWeights, hasBias, sumsPerResult } from './fused';
import type { Attributes, Op } from './op';
import {
  activationParameter,
  biasParameter,
  dilationParameter,
  filtersParameter,
  kernelParameter,
  multiplierParameter,
  normParameter,
  paddingParameter,
  strideParameter,
} from './parameters';
import { convolutionGeometry, effectiveTaps, windowOf, windowOutput } from './window';

/** Channels between the depthwise and the 1x1 part. */
function innerChannels(input: Shape, attributes: Attributes): Dim {
  return mul(input[2], numberOf(attributes, 'multiplier'));
}

export const separable: Op = {
  name: 'separable',
  group: 'convolution',
  parameters: [
    filtersParameter,
    kernelParameter,
    strideParameter,
    paddingParameter,
    dilationParameter,
    multiplierParameter,
    biasParameter,
    normParameter,
    activationParameter('relu'),
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width] = windowOutput(convolutionGeometry(attributes), input, report);
    return [height, width, numberOf(attributes, 'filters')];
  },

  cost([input = UNKNOWN_SHAPE], output, attributes) {
    const geometry = convolutionGeometry(attributes);
    const inner = innerChannels(input, attributes);
    const [height, width, filters] = output;
    const taps = mul(geometry.kernel[0], geometry.kernel[1]);
    const middle = mul3(height, width, inner);
    const results = mul3(height, width, filters);
    const pointwise = mul(results, inner);
    const rows = effectiveTaps(geometry, 0, input[0], height);
    const columns = effectiveTaps(geometry, 1, input[1], width);
    return fusedCost(
      add(mul(middle, taps), pointwise),
      add(mul3(rows, columns, inner), pointwise),
      add(mul(middle, sumsPerResult(taps, false)), mul(results, sumsPerResult(inner, hasBias(attributes)))),
      add(mul(taps, inner), mul(inner, filters)),
      output,
      attributes,
    );
  },

  window(input, attributes) {
    return windowOf(convolutionGeometry(attributes), input, input[2]);
  },

  weights(input, attributes) {
    const [kernelHeight, kernelWidth] = convolutionGeometry(attributes).kernel;
    const inner = innerChannels(input, attributes);
    const filters = numberOf(attributes, 'filters');
    return [
      {
        name: 'depthwise.weight',
        role: 'weight',
        shape: [kernelHeight, kernelWidth, 1, inner],
        trainable: true,
        fanIn: mul(kernelHeight, kernelWidth),
      },
      { name: 'pointwise.weight', role: 'weight', shape: [1, 1, inner, filters], trainable: true, fanIn: inner },
      ...fusedWeights(filters, inner, attributes),
    ];
  },

  formulas(input, output, attributes) {
    const { kernel } = convolutionGeometry(attributes);
    const inner = innerChannels(input, attributes);
    const [height, width, filters] = output;
    return [
      {
        factors: [
          { symbol: 'Hout', value: height, of: 'output' },
          { symbol: 'Wout', value: width, of: 'output' },
          { symbol: 'Cmid', value: inner, of: 'output' },
          { symbol: 'Kh', value: kernel[0], of: 'tap' },
          { symbol: 'Kw', value: kernel[1], of: 'tap' },
        ],
        result: mul(mul3(height, width, inner), mul(kernel[0], kernel[1])),
      },
      {
        factors: [
          { symbol: 'Hout', value: height, of: 'output' },
          { symbol: 'Wout', value: width, of: 'output' },
          { symbol: 'Cout', value: filters, of: 'output' },
          { symbol: 'Cmid', value: inner, of: 'tap' },
        ],
        result: mul(mul3(height, width, filters), inner),
      },
    ];
  },
};

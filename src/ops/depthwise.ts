/**
 * Depthwise convolution: every channel has filters of its own. Sifre 2014; Howard et al. 2017 (MobileNet).
 */

import { numberOf } from './attributes';
import { mul, mul3, UNKNOWN_SHAPE } from './dim';
import { fusedCost, fusedWeights, hasBias, sumsPerResult } from './fused';
import type { Op } from './op';
import {
  activationParameter,
  biasParameter,
  dilationParameter,
  kernelParameter,
  multiplierParameter,
  normParameter,
  paddingParameter,
  strideParameter,
} from './parameters';
import { convolutionGeometry, effectiveTaps, windowOf, windowOutput } from './window';

export const depthwise: Op = {
  name: 'depthwise',
  group: 'convolution',
  parameters: [
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
    return [height, width, mul(input[2], numberOf(attributes, 'multiplier'))];
  },

  cost([input = UNKNOWN_SHAPE], output, attributes) {
    const geometry = convolutionGeometry(attributes);
    const [height, width, channels] = output;
    const taps = mul(geometry.kernel[0], geometry.kernel[1]);
    const results = mul3(height, width, channels);
    const rows = effectiveTaps(geometry, 0, input[0], height);
    const columns = effectiveTaps(geometry, 1, input[1], width);
    return fusedCost(
      mul(results, taps),
      mul3(rows, columns, channels),
      mul(results, sumsPerResult(taps, hasBias(attributes))),
      mul(taps, channels),
      output,
      attributes,
    );
  },

  window(input, attributes) {
    return windowOf(convolutionGeometry(attributes), input, input[2]);
  },

  weights(input, attributes) {
    const [kernelHeight, kernelWidth] = convolutionGeometry(attributes).kernel;
    const channels = mul(input[2], numberOf(attributes, 'multiplier'));
    const fanIn = mul(kernelHeight, kernelWidth);
    const shape = [kernelHeight, kernelWidth, 1, channels];
    return [
      { name: 'weight', role: 'weight', shape, trainable: true, fanIn },
      ...fusedWeights(channels, fanIn, attributes),
    ];
  },

  formulas(_input, output, attributes) {
    const { kernel } = convolutionGeometry(attributes);
    return [
      {
        factors: [
          { symbol: 'Hout', value: output[0], of: 'output' },
          { symbol: 'Wout', value: output[1], of: 'output' },
          { symbol: 'Cout', value: output[2], of: 'output' },
          { symbol: 'Kh', value: kernel[0], of: 'tap' },
          { symbol: 'Kw', value: kernel[1], of: 'tap' },
        ],
        result: mul(mul3(output[0], output[1], output[2]), mul(kernel[0], kernel[1])),
      },
    ];
  },
};

/** Average pooling to a given size: PyTorch's AdaptiveAvgPool2d. */

import { pairOf } from './attributes';
import { type Dim, elements, greatestCommonDivisor, mul3, UNKNOWN_SHAPE } from './dim';
import { elementwiseCost } from './elementwise';
import type { Op } from './op';

/** The widest window along an axis. Its start may leave a rest of up to output - gcd, by which it is wider. */
function widestWindow(input: Dim, output: Dim): Dim {
  if (input === undefined || output === undefined) return undefined;
  return Math.ceil((input + output - greatestCommonDivisor(input, output)) / output);
}

/** All windows' widths together: neighbours share a pixel wherever a border falls inside one. */
function windowsTogether(input: Dim, output: Dim): Dim {
  if (input === undefined || output === undefined) return undefined;
  return input + output - greatestCommonDivisor(input, output);
}

/** The least distance between windows; 1 where there are more windows than pixels. */
function jump(input: Dim, output: Dim): Dim {
  return input === undefined || output === undefined ? undefined : Math.max(1, Math.floor(input / output));
}

export const adaptiveavgpool: Op = {
  name: 'adaptiveavgpool',
  group: 'pooling',
  parameters: [{ name: 'size', type: { kind: 'pair' }, text: 'adaptiveavgpool.size' }],

  shape([input = UNKNOWN_SHAPE], attributes) {
    const size = pairOf(attributes, 'size');
    return [size[0], size[1], input[2]];
  },

  cost([input = UNKNOWN_SHAPE], output) {
    const [height, width, channels] = input;
    const taps = mul3(windowsTogether(height, output[0]), windowsTogether(width, output[1]), channels);
    const results = elements(output);
    return elementwiseCost({
      add: taps === undefined || results === undefined ? undefined : taps - results,
      multiply: results,
    });
  },

  window(input, attributes) {
    const size = pairOf(attributes, 'size');
    return {
      kernel: [widestWindow(input[0], size[0]), widestWindow(input[1], size[1])],
      stride: [jump(input[0], size[0]), jump(input[1], size[1])],
      dilation: [1, 1],
      pads: [0, 0, 0, 0],
      groups: input[2],
    };
  },
};

/** An image of another size, by repeating or interpolating pixels: the decoders of segmentation networks. */

import { isAbsent, pairOf } from './attributes';
import { type Pair, UNKNOWN_SHAPE } from './dim';
import { interpolationCost, modeParameter } from './interpolation';
import type { Attributes, Op } from './op';
import { likeParameter } from './parameters';

/** Height and width of the result. */
export function targetOf(attributes: Attributes): Pair {
  return pairOf(attributes, isAbsent(attributes, 'like') ? 'size' : 'like');
}

export const resize: Op = {
  name: 'resize',
  group: 'reshape',
  parameters: [
    { name: 'size', type: { kind: 'pair' }, isOptional: true, text: 'resize.size' },
    modeParameter,
    likeParameter,
  ],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [, , channels] = input;
    const hasLike = !isAbsent(attributes, 'like');
    if (hasLike !== isAbsent(attributes, 'size')) {
      report({ text: 'call.one-of', at: hasLike ? 'like' : null, values: { first: 'size', second: 'like' } });
      return [undefined, undefined, channels];
    }
    const [height, width] = targetOf(attributes);
    return [height, width, channels];
  },

  cost(_inputs, output, attributes) {
    return interpolationCost(output, attributes);
  },
};

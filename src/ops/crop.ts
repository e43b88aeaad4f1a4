/** The middle of an image: the crops of U-Net (Ronneberger et al. 2015) and FCN. */

import { isAbsent, padsOf, pairOf } from './attributes';
import { type Dim, type Pads, type Shape, UNKNOWN_SHAPE } from './dim';
import { FREE } from './elementwise';
import type { Attributes, Op } from './op';
import { likeParameter } from './parameters';

/** Pixels cut off at each side; with `like` as many before as after, an odd rest at the bottom and right. */
export function cutsOf(input: Shape, attributes: Attributes): Pads {
  if (isAbsent(attributes, 'like')) return padsOf(attributes, 'amount');
  const like = pairOf(attributes, 'like');
  const [top, bottom] = centred(input[0], like[0]);
  const [left, right] = centred(input[1], like[1]);
  return [top, bottom, left, right];
}

function centred(size: Dim, wanted: Dim): readonly [Dim, Dim] {
  if (size === undefined || wanted === undefined) return [undefined, undefined];
  const before = Math.floor((size - wanted) / 2);
  return [before, size - wanted - before];
}

/** What is left of an axis; undefined where nothing is, or something is to be cut that is not there. */
function rest(size: Dim, before: Dim, after: Dim): Dim {
  if (size === undefined || before === undefined || after === undefined) return undefined;
  return before >= 0 && after >= 0 && size - before - after >= 1 ? size - before - after : undefined;
}

export const crop: Op = {
  name: 'crop',
  group: 'reshape',
  parameters: [{ name: 'amount', type: { kind: 'pads' }, isOptional: true, text: 'crop.amount' }, likeParameter],

  shape([input = UNKNOWN_SHAPE], attributes, report) {
    const [height, width, channels] = input;
    const isByAmount = !isAbsent(attributes, 'amount');
    const isByLike = !isAbsent(attributes, 'like');
    if (isByAmount === isByLike) {
      report({ text: 'call.one-of', at: isByLike ? 'like' : null, values: { first: 'amount', second: 'like' } });
      return [undefined, undefined, channels];
    }
    const [top, bottom, left, right] = cutsOf(input, attributes);
    const result: Shape = [rest(height, top, bottom), rest(width, left, right), channels];
    const isWrong = (size: Dim, cut: Dim, left: Dim) => size !== undefined && cut !== undefined && left === undefined;
    if (isWrong(height, top, result[0]) || isWrong(width, left, result[1])) {
      const values = { height: height ?? '?', width: width ?? '?' };
      report({ text: 'shape.crop', at: isByLike ? 'like' : 'amount', values });
    }
    return result;
  },

  cost() {
    return FREE;
  },
};

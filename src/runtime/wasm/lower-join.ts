/** Sums and products of tensors as stages, two at a time: the next input with what there is so far. */

import type { ElementwiseJoinStep } from '../../plan/plan';
import { copy } from './lower-movement';
import type { Lowering } from './lowering';
import { elementsOf, hasDenseRows, type ImagePlace, imagePlace, rowsOf } from './views';

export function lowerElementwiseJoin(step: ElementwiseJoinStep, { builder, kernels }: Lowering): void {
  const output = imagePlace(step.output);
  // What is one float for each pixel can be a second operand only.
  const places = step.inputs.map(imagePlace);
  const isThin = ({ channels }: ImagePlace) => channels === 1 && output.channels > 1;
  const [first, ...others] = [...places.filter((place) => !isThin(place)), ...places.filter(isThin)];
  if (first === undefined) return;
  let left = first;
  for (const right of others) {
    const form = isThin(right) ? 'spread' : 'full';
    const before = left;
    builder.stage(kernels.elementwise[step.kernel][form], output.height, 4 * elementsOf(output), () => {
      const all = [before, right, output];
      const isRun = all.every((place) => isWhole(place, output) && hasDenseRows(place));
      const { rowBytes: otherRow, pixelBytes: otherPixel, address: other } = spread(right, output);
      return { ...rowsOf(spread(before, output), output, !isRun), other, otherRow, otherPixel };
    });
    left = output;
  }
  if (others.length === 0) copy(first, output, builder, kernels);
}

function isWhole(place: ImagePlace, output: ImagePlace): boolean {
  return place.height === output.height && place.width === output.width && place.channels === output.channels;
}

/** A tensor of one row or column as one that shows it everywhere. */
function spread(place: ImagePlace, { height, width, channels }: ImagePlace): ImagePlace {
  return {
    address: place.address,
    height,
    width,
    channels,
    rowBytes: place.height < height ? 0 : place.rowBytes,
    pixelBytes: place.width < width ? 0 : place.pixelBytes,
  };
}

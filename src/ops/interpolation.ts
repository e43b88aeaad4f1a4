/** How images are enlarged and resized, and what that costs. */

import { wordOf } from './attributes';
import { elements, type Shape } from './dim';
import { FREE, perElement, UNKNOWN_ELEMENTWISE } from './elementwise';
import type { Attributes, LayerCost, OpParameter } from './op';
import { word } from './parameters';

export const modeParameter: OpParameter = {
  name: 'mode',
  type: { kind: 'word', words: ['nearest', 'bilinear'] },
  defaultValue: word('nearest'),
  text: 'mode',
};

/** Bilinear values mix four pixels, with weights that are known beforehand. */
export function interpolationCost(output: Shape, attributes: Attributes): LayerCost {
  switch (wordOf(attributes, 'mode')) {
    case 'nearest':
      return FREE;
    case 'bilinear':
      return perElement(elements(output), { multiply: 4, add: 3 });
    default:
      return { ...FREE, elementwise: UNKNOWN_ELEMENTWISE };
  }
}

/** How wide the page draws a text. */

import type { MeasureText } from '../../src/view/draw/text-fit';

/** `family` is what the page resolves its text face to; `mono` the face of formulas. */
export function measuredText(family: string, mono: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size, weight, isMono) => {
    if (context === null) return text.length * size * 0.6;
    context.font = `${weight} ${size}px ${isMono ? mono : family}`;
    return context.measureText(text).width;
  };
}

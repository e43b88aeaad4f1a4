/** Sentences of a table that hold an element, such as a button with the name of a layer. */

import type { Child } from './element';

/** The value of the place that the element takes: no text that a person writes has this letter. */
export const slot = '\u{F0000}';

/** The text with the element in its slot; a text without one has the element at its end. */
export function around(text: string, inside: Child): Child[] {
  const at = text.indexOf(slot);
  return at < 0 ? [text, inside] : [text.slice(0, at), inside, text.slice(at + slot.length)];
}

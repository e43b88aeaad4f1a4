/** Attributes of a layer that is known whole, in the form that writers compute with. */

import { invariant, present } from '../base/assert';
import type { Sides } from '../base/tensor';
import { booleanOf, layerOf, numberOf, padsOf, pairOf, wordOf } from '../ops/attributes';
import type { Attributes, LayerValue } from '../ops/op';

export const number = (attributes: Attributes, name: string): number => present(numberOf(attributes, name), name);

export const boolean = (attributes: Attributes, name: string): boolean => present(booleanOf(attributes, name), name);

export const word = (attributes: Attributes, name: string): string => present(wordOf(attributes, name), name);

export function pair(attributes: Attributes, name: string): readonly [number, number] {
  const [vertical, horizontal] = pairOf(attributes, name);
  return [present(vertical, name), present(horizontal, name)];
}

export function pads(attributes: Attributes, name: string): Sides {
  return sides(padsOf(attributes, name));
}

export function sides(values: readonly (number | undefined)[]): Sides {
  const [top, bottom, left, right] = values;
  return [present(top, 'top'), present(bottom, 'bottom'), present(left, 'left'), present(right, 'right')];
}

/** A layer given as an argument; null for `none`. */
export function layerArgument(attributes: Attributes, name: string): LayerValue | null {
  const value = layerOf(attributes, name);
  invariant(value !== undefined, `${name} is known`);
  return value;
}

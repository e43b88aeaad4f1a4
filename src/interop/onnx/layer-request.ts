/** What the rules that turn a layer into nodes get to work with: its attributes, all known, and its weights by name. */

import { invariant, present } from '../../base/assert';
import type { NamedTensor } from '../../base/tensor';
import { booleanOf, layerOf, numberOf, padsOf, pairOf, wordOf } from '../../ops/attributes';
import type { Attributes, LayerValue } from '../../ops/op';
import type { OpName } from '../../ops/registry';
import type { GraphValue, KnownShape, OnnxBuilder } from './onnx-builder';

export interface LayerRequest {
  readonly builder: OnnxBuilder;
  readonly op: OpName;
  readonly path: string;
  readonly attributes: Attributes;
  readonly inputs: readonly GraphValue[];
  /** Of the layer's result. */
  readonly shape: KnownShape;
  /** By name in the layer (`weight`, `norm.gamma`); undefined where the layer has none of this name. */
  readonly weight: (name: string) => NamedTensor | undefined;
}

/** The input of a layer that has one. */
export function onlyInput({ inputs, path }: LayerRequest): GraphValue {
  invariant(inputs.length === 1, `${path} reads one value`);
  return present(inputs[0], 'input');
}

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

/** Top, bottom, left, right. */
export type Sides = readonly [top: number, bottom: number, left: number, right: number];

export function sides(values: readonly (number | undefined)[]): Sides {
  const [top, bottom, left, right] = values;
  return [present(top, 'top'), present(bottom, 'bottom'), present(left, 'left'), present(right, 'right')];
}

/** In ONNX' order: all starts, then all ends. */
export function startsAndEnds([top, bottom, left, right]: Sides): readonly number[] {
  return [top, left, bottom, right];
}

/** A layer given as an argument; null for `none`. */
export function layerArgument(attributes: Attributes, name: string): LayerValue | null {
  const value = layerOf(attributes, name);
  invariant(value !== undefined, `${name} is known`);
  return value;
}

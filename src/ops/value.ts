/**
 * What an expression of the language can be worth, and what a layer makes of it.
 *
 * A value is a number, a truth value, a string, a word (`same`, `relu`), a list (sizes are lists) or a
 * layer; `undefined` is unknown, which is already reported where it arose. Attributes are values that a
 * parameter has accepted: whole, in range, in the form the layer's rules compute with.
 */

import type { Op } from './op';

/** A whole dimension of a shape or a count; `undefined` is unknown, never zero. */
export type Dim = number | undefined;

/** Height x width x channels. */
export type Shape = readonly [height: Dim, width: Dim, channels: Dim];

/** Vertical, then horizontal. */
export type Pair = readonly [vertical: Dim, horizontal: Dim];

/** Zeros around an image. */
export type Pads = readonly [top: Dim, bottom: Dim, left: Dim, right: Dim];

export interface Text {
  readonly kind: 'text';
  readonly text: string;
}

export interface Word {
  readonly kind: 'word';
  readonly word: string;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** Written as a size (`3x3`), which is how it is shown again. */
  readonly size: boolean;
}

/** A layer given as a value: `norm = batchnorm(scale = false)`, `act = relu`. */
export interface LayerValue {
  readonly kind: 'layer';
  readonly op: Op;
  readonly attributes: Attributes;
}

export type Value = number | boolean | Text | Word | List | LayerValue | undefined;

/** `same`, `valid` (= no padding) or zeros on each side. */
export type Padding = 'same' | Pads;

export type Attribute = number | boolean | string | Pair | Pads | LayerValue | null | undefined;

/** Accepted arguments of a layer by the name of their parameter, defaults filled in. */
export type Attributes = Readonly<Record<string, Attribute>>;

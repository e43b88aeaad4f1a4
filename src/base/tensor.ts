/** A named tensor of float32 values, as weights, inputs and outputs travel between files, weights and runs; and what is said of one that does not fit. */

import type { MessageValue, Refusal } from './diagnostic';

/** How the weights of a file are named and ordered: as ours, or as a framework's. */
export const weightLayouts = ['incept', 'pytorch', 'keras'] as const;

export type WeightLayout = (typeof weightLayouts)[number];

export interface NamedTensor {
  readonly name: string;
  /** Outermost dimension first; empty for a single value. */
  readonly shape: readonly number[];
  /** Row-major, as many as the product of `shape`. */
  readonly values: Float32Array;
}

/** Of an image: zeros around it, or how far windows reach over it. */
export type Sides = readonly [top: number, bottom: number, left: number, right: number];

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** A name out of a file, cut where it is endless; quoted where it could be mistaken. */
export function nameInText(name: string): string {
  const short = name.length > 200 ? `${name.slice(0, 200)}...` : name;
  return /^[\w./-]+$/.test(short) ? short : JSON.stringify(short);
}

/** `other` is a tensor that may have been meant. */
export function missingWeight(name: MessageValue, shape: readonly number[], other: string | undefined): Refusal {
  const expected = shape.join(', ');
  return other === undefined
    ? { code: 'weights.missing', values: { name, expected } }
    : { code: 'weights.missing/other', values: { name, expected, found: other } };
}

export function misshapenWeight(name: MessageValue, found: readonly number[], expected: readonly number[]): Refusal {
  return { code: 'weights.shape', values: { name, found: found.join(', '), expected: expected.join(', ') } };
}

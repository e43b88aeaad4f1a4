/** Layers of a network that are the same but for their places: what follows from a layer alone is found out once of them. */

import type { Shape } from '../ops/dim';
import type { Attributes, Op } from '../ops/op';
import type { Layer } from './graph';

/** What repeats does so within fewer; a long text whose layers are all written out is not kept twice. */
export const mostKept = 1000;

/**
 * Of each set of attributes what was found of the last layer that has it. The turns of a `repeat` and the calls of a
 * module share their attributes where these are equal, and mostly read equal shapes.
 */
export class Alike<Found> {
  private readonly last = new Map<Attributes, { op: Op; inputs: readonly Shape[]; found: Found }>();

  find({ op, attributes }: Layer, inputs: readonly Shape[]): Found | undefined {
    const last = this.last.get(attributes);
    return last !== undefined && last.op === op && areSame(last.inputs, inputs) ? last.found : undefined;
  }

  keep({ op, attributes }: Layer, inputs: readonly Shape[], found: Found): void {
    if (this.last.size >= mostKept) this.last.clear();
    this.last.set(attributes, { op, inputs, found });
  }
}

function areSame(a: readonly Shape[], b: readonly Shape[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isSame(a[i] as Shape, b[i] as Shape)) return false;
  return true;
}

function isSame(a: Shape, b: Shape): boolean {
  return a === b || (a[0] === b[0] && a[1] === b[1] && a[2] === b[2]);
}

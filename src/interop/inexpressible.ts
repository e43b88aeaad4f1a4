/** What a format cannot say of a network: thrown where a layer is written, and told by the export as its refusal. */

import type { Refusal } from '../base/diagnostic';
import type { Layer } from '../graph/graph';

export class Inexpressible extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** The target has nothing that computes `op`, as a part of that layer, or nothing with these arguments. */
export function inexpressible(layer: Layer, target: string, op: string, args: readonly string[]): Inexpressible {
  const values = { path: layer.path, target, op };
  if (args.length === 0) return new Inexpressible({ code: 'export.inexpressible', values });
  return new Inexpressible({
    code: 'export.inexpressible/arguments',
    values: { ...values, arguments: { all: args } },
  });
}

/** What `write` gives, or the refusal that it threw. */
export function orRefusal<T>(write: () => T): T | { readonly refusal: Refusal } {
  try {
    return write();
  } catch (problem) {
    if (problem instanceof Inexpressible) return { refusal: problem.refusal };
    throw problem;
  }
}

/**
 * The arguments that `defaults` statements give to layers, in force from there to the end of the body, in
 * nested bodies and in modules called there. Immutable: a nested body's own do not reach out of it.
 */

import type { Attribute, Op } from '../ops/op';

export type Defaults = ReadonlyMap<Op, ReadonlyMap<string, Attribute>>;

export const noDefaults: Defaults = new Map();

/** Merges argument by argument; the later wins. */
export function withDefaults(defaults: Defaults, op: Op, added: ReadonlyMap<string, Attribute>): Defaults {
  return new Map(defaults).set(op, new Map([...(defaults.get(op) ?? []), ...added]));
}

/** Whether two values are the same, for `==` and `!=`. */

import type { Attribute, Attributes, Value } from './op';

/** Whether two values are the same; undefined where that depends on what is unknown. */
export function equalValues(a: Value, b: Value): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return toWhole(a) === toWhole(b);
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (a.kind === 'list' && b.kind === 'list') {
    if (a.items.length !== b.items.length) return false;
    return allOf(a.items.map((item, i) => equalValues(item, b.items[i])));
  }
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text;
  if (a.kind === 'word' && b.kind === 'word') return a.word === b.word;
  // `relu` is `relu()`: the word alone gives no argument.
  if (a.kind === 'word' && b.kind === 'layer') return a.word === b.op.name && Object.keys(b.given).length === 0;
  if (a.kind === 'layer' && b.kind === 'word') return equalValues(b, a);
  if (a.kind === 'layer' && b.kind === 'layer') return a.op === b.op && equalAttributes(a.given, b.given);
  if (a.kind === 'module' && b.kind === 'module') {
    if (a.module !== b.module || a.given.size !== b.given.size) return false;
    return allOf([...a.given].map(([name, value]) => b.given.has(name) && equalValues(value, b.given.get(name))));
  }
  return a.kind === 'result' && b.kind === 'result' && a.layer === b.layer;
}

/** A number that is within 1e-9 of a whole one is that. */
export function toWhole(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) <= 1e-9 ? whole + 0 : value;
}

/** One difference decides; else what is unknown does. */
function allOf(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function equalAttributes(a: Attributes, b: Attributes): boolean | undefined {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length || names.some((name) => !Object.hasOwn(b, name))) return false;
  return allOf(names.map((name) => equalAttribute(a[name], b[name])));
}

function equalAttribute(a: Attribute, b: Attribute): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    return allOf(a.map((item, i) => equalAttribute(item, b[i])));
  }
  if (typeof a === 'object' && a !== null && 'kind' in a && typeof b === 'object' && b !== null && 'kind' in b) {
    return equalValues(a, b);
  }
  return a === b;
}

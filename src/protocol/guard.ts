/**
 * Checks on values that come from outside: a message of the other side, a state saved by an older version. A
 * guard answers yes or no and never throws; what has the shape may carry more keys, which are ignored.
 */

export type Guard<T> = (value: unknown) => value is T;

/** Strings from outside are cut off here: no name or message of ours is longer. */
const longestText = 1_000_000;

export const isText: Guard<string> = (value): value is string =>
  typeof value === 'string' && value.length <= longestText;

export const isFlag: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';

/** A finite number. */
export const isNumber: Guard<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);

/** A whole number from 0 on that is exact. */
export const isCount: Guard<number> = (value): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function orNull<T>(guard: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || guard(value);
}

export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function oneOf<T extends string>(...words: readonly T[]): Guard<T> {
  return (value): value is T => words.includes(value as T);
}

export function listOf<T>(guard: Guard<T>, limit = 1_000_000): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= limit && value.every(guard);
}

/** Same values under the same keys, `expected` naming all keys that must be there. */
export function shaped<T extends object>(expected: { readonly [K in keyof T]-?: Guard<T[K]> }): Guard<T> {
  const keys = Object.keys(expected) as (keyof T & string)[];
  return (value): value is T => isRecord(value) && keys.every((key) => expected[key](value[key]));
}

/**
 * Checks on values that come from outside: a message of the other side, a state saved by an older version. A
 * guard answers yes or no and never throws; what has the shape may carry more keys, which are ignored.
 *
 * Guards are put together from the type's own parts, and the compiler wants all of them: a guard of less than a type
 * (a key, a member of a union, `null` forgotten) is no guard of that type.
 */

export interface Guard<T> {
  (value: unknown): value is T;
  /** Never there. It takes T, so that a guard of a part of T does not pass for one of T. */
  readonly covers?: (value: T) => void;
}

type Check = (value: unknown) => boolean;

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

/** Over JSON what is undefined is left out, or is null in a list: readers take both for unknown. */
export function orUnknown<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || value === null || guard(value);
}

export function oneOf<T extends string>(...words: readonly T[]): Guard<T> {
  const known: ReadonlySet<unknown> = new Set(words);
  return (value): value is T => known.has(value);
}

export function listOf<T>(guard: Guard<T>, limit = 1_000_000): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= limit && value.every(guard);
}

/** One or the other. */
export function eitherOf<A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

/** A list of this length with a guard for each place. */
export function tupleOf<T extends readonly unknown[]>(
  ...guards: { readonly [K in keyof T]: Guard<T[K]> }
): Guard<Readonly<T>> {
  return (value): value is Readonly<T> =>
    Array.isArray(value) && value.length === guards.length && guards.every((guard, index) => guard(value[index]));
}

/** A guard for each key of a type. */
export type Fields<T extends object> = { readonly [K in keyof T]-?: Guard<T[K]> };

/** All of the fields. */
export function shaped<T extends object>(fields: Fields<T>): Guard<T> {
  const keys = Object.keys(fields) as (keyof T & string)[];
  const guards = keys.map((key): Check => fields[key]);
  return (value): value is T => isRecord(value) && keys.every((key, index) => guards[index]?.(value[key]) === true);
}

/** Some of the fields, and those right. */
export function partly<T extends object>(fields: Fields<T>): Guard<Partial<T>> {
  const guards = new Map<string, Check>(Object.entries(fields));
  return (value): value is Partial<T> =>
    isRecord(value) && Object.keys(value).every((key) => guards.get(key)?.(value[key]) === true);
}

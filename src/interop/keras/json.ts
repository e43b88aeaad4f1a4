/** Values of a JSON file that may hold anything, and how a key of them is read as what it should be. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonRecord = { readonly [key: string]: Json };

export function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Undefined where there is no such key of its own. */
export function valueIn(record: JsonRecord, key: string): Json | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function textIn(record: JsonRecord, key: string, otherwise = ''): string {
  const value = valueIn(record, key);
  return typeof value === 'string' ? value : otherwise;
}

export function numberIn(record: JsonRecord, key: string, otherwise: number): number {
  const value = valueIn(record, key);
  return typeof value === 'number' ? value : otherwise;
}

export function booleanIn(record: JsonRecord, key: string, otherwise: boolean): boolean {
  const value = valueIn(record, key);
  return typeof value === 'boolean' ? value : otherwise;
}

export function recordIn(record: JsonRecord, key: string): JsonRecord {
  const value = valueIn(record, key);
  return isRecord(value) ? value : {};
}

/** A number for both, or a list of two. */
export function pairIn(record: JsonRecord, key: string, otherwise: number): readonly [number, number] {
  const value = valueIn(record, key);
  if (typeof value === 'number') return [value, value];
  const [first, second] = isList(value) ? value : [];
  return typeof first === 'number' && typeof second === 'number' ? [first, second] : [otherwise, otherwise];
}

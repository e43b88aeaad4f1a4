/**
 * Values that a parameter is swept over, as a person writes them: `0.25..1:0.25`, `1,2,4..8:2`, `relu,tanh`. Numbers of a
 * range are those of its decimal notation: the third of `0.1..0.5:0.1` is 0.3. Nothing is unrolled before its number
 * is known to be bearable.
 */

import type { Value } from '../ops/op';
import { parse } from '../syntax/parser';
import { readValue } from './overrides';

export interface SweptValues {
  readonly count: number;
  /** From 0. */
  at(place: number): NonNullable<Value>;
}

export type ReadSwept =
  | SweptValues
  /** The part of the text that is no value, or no range. */
  | { readonly wrong: 'value' | 'range'; readonly text: string };

export function sweptValues(text: string): ReadSwept {
  const parts: SweptValues[] = [];
  for (const part of split(text)) {
    const read = part.includes('..') && !part.includes('"') ? range(part) : single(part);
    if ('wrong' in read) return read;
    parts.push(read);
  }
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    at(place) {
      let rest = place;
      const part = parts.find(({ count }) => {
        if (rest < count) return true;
        rest -= count;
        return false;
      });
      return (part as SweptValues).at(rest);
    },
  };
}

/** At commas that stand in no bracket and no string. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { start: at, end } of parse('values', text).tokens) {
    const token = text.slice(at, end);
    if (token === '(' || token === '[') depth++;
    if (token === ')' || token === ']') depth--;
    if (token !== ',' || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = end;
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

function single(text: string): ReadSwept {
  const { value } = readValue(text);
  return text === '' || value === undefined ? { wrong: 'value', text } : { count: 1, at: () => value };
}

/** `first..last` in steps of 1, or `first..last:step`; downwards with a negative step. */
function range(text: string): ReadSwept {
  const [ends = '', step = '1', ...more] = text.split(':');
  const numbers = [...ends.split('..'), step].map((part) => (part.trim() === '' ? undefined : readValue(part).value));
  const decimals = numbers.map((number) => (typeof number === 'number' ? decimalOf(number) : undefined));
  const [first, last, by] = decimals;
  const wrong = { wrong: 'range', text } as const;
  if (decimals.length !== 3 || more.length > 0) return wrong;
  if (first === undefined || last === undefined || by === undefined || by.digits === 0n) return wrong;
  const places = Math.max(first.places, last.places, by.places);
  const scaled = ({ digits, places: own }: Decimal): bigint => digits * 10n ** BigInt(places - own);
  const [from, to, each] = [scaled(first), scaled(last), scaled(by)];
  const steps = (to - from) / each;
  if (to !== from && to > from !== each > 0n) return wrong;
  return { count: Number(steps) + 1, at: (place) => numberOf(from + BigInt(place) * each, places) };
}

/** `digits` times ten to the power of `-places`. */
interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

/** The shortest decimal notation that means the number; undefined for what is too small or too large for a range. */
function decimalOf(number: number): Decimal | undefined {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? [];
  const places = fraction.length - Number(power);
  if (whole === '' || Math.abs(places) > 40) return undefined;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return places < 0 ? { digits: digits * 10n ** BigInt(-places), places: 0 } : { digits, places };
}

function numberOf(digits: bigint, places: number): number {
  return Number(`${digits}e-${places}`);
}

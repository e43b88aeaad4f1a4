/** The values of numbers, sizes and strings, from their spelling. */

import { largestExact } from '../base/number-format';

const thousands: Readonly<Record<string, number>> = { K: 3, M: 6, G: 9 };
const kibis: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/**
 * `value` with the suffix multiplied in, and `unit`, one unit of the last written digit times the
 * suffix. Powers of ten go into the exponent, so that `1.005G` is 1005000000 exactly.
 */
export function numberFromText(text: string, start: number, end: number): { value: number; unit: number } {
  const small = smallWhole(text, start, end);
  if (small >= 0) return { value: small, unit: 1 };
  const match = /^([\d_]+)(?:\.([\d_]+))?(?:[eE]([+-]?\d+))?(?:([KMG])(i?)B?)?$/.exec(text.slice(start, end));
  if (match === null) return { value: Number.NaN, unit: 1 };
  const whole = (match[1] as string).replaceAll('_', '');
  const fraction = (match[2] ?? '').replaceAll('_', '');
  const letter = match[4] ?? '';
  const binary = match[5] === 'i';
  const exponent = Number(match[3] ?? 0) + (binary ? 0 : (thousands[letter] ?? 0)) - fraction.length;
  const factor = binary ? (kibis[letter] as number) : 1;
  const value = roundedUp(Number(`${whole}${fraction}e${exponent}`) * factor, `${whole}${fraction}`, exponent, factor);
  return { value, unit: Number(`1e${exponent}`) * factor };
}

/**
 * A literal above 2^53 must not become 2^53 by rounding, which would be allowed: it is the next number instead.
 * `digits` times ten to the `exponent` times `factor` is what was written.
 */
function roundedUp(value: number, digits: string, exponent: number, factor: number): number {
  if (value !== largestExact) return value;
  const written = BigInt(digits) * BigInt(factor) * 10n ** BigInt(Math.max(exponent, 0));
  const limit = BigInt(largestExact) * 10n ** BigInt(Math.max(-exponent, 0));
  return written > limit ? largestExact + 2 : value;
}

/** Up to nine plain digits, the usual case; -1 for any other spelling. */
function smallWhole(text: string, start: number, end: number): number {
  if (end - start > 9) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

export function sizeFromText(text: string, start: number, end: number): number[] {
  const dimensions: number[] = [];
  let from = start;
  for (let i = start; i <= end; i++) {
    if (i === end || text.charCodeAt(i) === 120) {
      const small = smallWhole(text, from, i);
      dimensions.push(small >= 0 ? small : numberFromText(text, from, i).value);
      from = i + 1;
    }
  }
  return dimensions.slice();
}

/** The text between the quotes with `\"` and `\\` resolved; `wrongEscape` is the offset of another `\`, or -1. */
export function stringFromText(
  text: string,
  start: number,
  end: number,
): { value: string; wrongEscape: number; closed: boolean } {
  const quote = text.charAt(start);
  const closed = end - start >= 2 && text.charAt(end - 1) === quote && !isEscaped(text, start + 1, end - 1);
  const last = closed ? end - 1 : end;
  const written = text.slice(start + 1, last);
  if (!written.includes('\\')) return { value: written, wrongEscape: -1, closed };
  let value = '';
  let wrongEscape = -1;
  for (let i = 0; i < written.length; i++) {
    const character = written.charAt(i);
    const next = written.charAt(i + 1);
    if (character === '\\' && (next === quote || next === '\\')) {
      value += next;
      i++;
    } else {
      if (character === '\\' && wrongEscape < 0) wrongEscape = start + 1 + i;
      value += character;
    }
  }
  return { value, wrongEscape, closed };
}

/** Whether the character at `index` belongs to an escape, counted from where the string's text starts. */
function isEscaped(text: string, from: number, index: number): boolean {
  let backslashes = 0;
  for (let i = index - 1; i >= from && text.charCodeAt(i) === 92; i--) backslashes++;
  return backslashes % 2 === 1;
}

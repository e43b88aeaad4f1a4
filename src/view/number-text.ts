/**
 * How the page writes numbers and shapes, in the picture and around it: what src/base/number-format does, with `null`
 * for unknown, which is written `?` and never 0, and a real multiplication sign.
 */

import { formatBytes, formatExact, formatMilliseconds, formatShort } from '../base/number-format';
import type { PreviewWords } from '../words/preview';
import type { ViewCount, ViewMetric } from './model';

export const times = '\u00d7';
const atLeast = '\u2265';

export type Unsure = number | null | undefined;

export function exact(value: Unsure): string {
  return formatExact(value ?? undefined);
}

export function bytes(value: Unsure): string {
  return formatBytes(value ?? undefined);
}

/** Three digits and a unit: `346.8 M`. */
export function short(value: Unsure, metric: ViewMetric = 'multiplies'): string {
  return metric === 'activationBytes' ? bytes(value) : formatShort(value ?? undefined);
}

/** Four digits, for totals: `1.583 G`. */
export function shortTotal(value: Unsure, metric: ViewMetric = 'multiplies'): string {
  return metric === 'activationBytes' ? bytes(value) : formatShort(value ?? undefined, 4);
}

/** For a shape of which nothing is known, where it stands among others. */
export const unknownShape = `? ${times} ? ${times} ?`;

/** `28×28×192`, `?×?×8`; `none` where nothing of it is known. */
export function shape(value: readonly Unsure[] | null | undefined, none = '?'): string {
  if (value === null || value === undefined || value.every((part) => part == null)) return none;
  return value.map((part) => part ?? '?').join(times);
}

/** `≥ 1.171 G` while a part is unknown, `unknown` where all of it is. */
export function count(
  { picture }: PreviewWords,
  { value, isPartial }: ViewCount,
  write: (value: number) => string,
): string {
  if (value === null || (isPartial && value === 0)) return picture('unknown');
  return isPartial ? `${atLeast} ${write(value)}` : write(value);
}

/** With `+` before the number, and after the sign of what is known in part. */
export function withPlus(written: string): string {
  return written.startsWith(atLeast) ? written.replace(' ', ' +') : `+${written}`;
}

/** `19×19, step 4`: sizes and steps vertically, then horizontally. */
export function receptiveField(
  { picture }: PreviewWords,
  size: readonly [number, number],
  jump: readonly [number, number],
): string {
  const pair = ([vertical, horizontal]: readonly [number, number]): string =>
    `${exact(vertical)}${times}${exact(horizontal)}`;
  return picture('receptive-field', { size: pair(size), step: jump[0] === jump[1] ? exact(jump[0]) : pair(jump) });
}

/** `1st of 58`. */
export function rank({ picture, language }: PreviewWords, place: number, of: number): string {
  return picture('rank', { place: language.ordinal(place), count: exact(of) });
}

/** A limit is round as people write it: `1.6 G`, `7 M`. */
export function limit(value: number, isBytes: boolean): string {
  const text = isBytes ? formatBytes(value) : formatShort(value, 4);
  return text.replace(/(\.\d*?)0+(?= |$)/, '$1').replace(/\.(?= |$)/, '');
}

/** `inception_3a/b2/conv_1`: the last part is the one that tells, so the middle gives way. */
export function briefPath(path: string): string {
  return path.replace(/(^|\/)branch_(?=\d+(\/|$))/g, '$1b');
}

/** Of two counts: `12.3`. */
export function ratio(value: Unsure): string {
  return value == null ? '?' : value.toFixed(1);
}

/** `12.3 ms`, `1.24 s`. */
export const duration = formatMilliseconds;

/** `−16.7%`, `+0.4%`: with a real minus sign. Empty for a change from nothing. */
export function percentChange(before: number, after: number): string {
  if (before === 0) return '';
  const percent = (100 * (after - before)) / before;
  const text = Math.abs(percent).toFixed(1);
  if (text === '0.0') return percent === 0 ? '0%' : `${percent < 0 ? '\u2212' : '+'}<0.1%`;
  return `${percent < 0 ? '\u2212' : '+'}${text}%`;
}

/** How the Run tab writes values of tensors, and which class they are of. */

import type { Labels } from '../../src/protocol/run';
import type { RunTop } from '../../src/runtime/result';
import type { PreviewWords } from '../../src/words/preview';

/** By its index where there are no names for as many classes. */
export function className(
  { index, label }: RunTop,
  classes: number,
  labels: Labels | null,
  { runTab: say }: PreviewWords,
): string {
  const known = labels?.names.length === classes ? labels.names[index] : undefined;
  return label ?? known ?? say('top.index', { index });
}

export function numberText(value: number | null): string {
  if (value === null) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-3 ? size.toExponential(2) : String(Number(size.toPrecision(4)));
  return value < 0 ? `−${text}` : text;
}

/** A part of a count, in percent; little is not nothing. */
export function percentText(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  return part === 0 ? '0' : percent < 0.1 ? '<0.1%' : `${percent.toFixed(1)}%`;
}

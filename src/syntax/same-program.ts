/**
 * Whether a text says the same after it was laid out anew: the same tree over the same tokens, the same
 * comments in the same places, and the same messages. White space, arrows and commas may differ, but lines
 * with a mistake keep their tokens: what else is wrong on such a line is not told.
 */

import { LineIndex } from '../base/line-index';
import { countBelow } from '../base/sorted';
import type { Span } from '../base/span';
import type { SourceFile } from './tree';

/** Whether two texts differ in their layout alone. */
export function isSameProgram(file: SourceFile, other: SourceFile): boolean {
  if (file.diagnostics.length !== other.diagnostics.length) return false;
  const written = significantTexts(file);
  const rewritten = significantTexts(other);
  if (written.texts.join('\n') !== rewritten.texts.join('\n')) return false;
  return (
    isAlike(file.declarations, other.declarations, written.starts, rewritten.starts) &&
    isAlike(file.diagnostics.map(said), other.diagnostics.map(said), written.starts, rewritten.starts) &&
    isAlike(linesOfMistakes(file), linesOfMistakes(other), written.starts, rewritten.starts)
  );
}

/** What a message says, without the changes that its fixes make. */
function said({ text, values, near, span }: SourceFile['diagnostics'][number]) {
  return { text, values, near, span };
}

function linesOfMistakes({ text, diagnostics }: SourceFile): readonly Span[] {
  if (diagnostics.length === 0) return [];
  const lines = new LineIndex(text);
  return diagnostics.map(({ span }) => {
    const { line } = lines.positionAt(span.start);
    return { start: lines.lineStart(line), end: lines.lineStart(line + 1) };
  });
}

interface Significant {
  /** Of tokens and comments. */
  readonly texts: readonly string[];
  readonly starts: readonly number[];
}

function significantTexts({ tokens, text }: SourceFile): Significant {
  const texts: string[] = [];
  const starts: number[] = [];
  for (const { kind, start, end } of tokens) {
    if (kind === 'whitespace' || kind === 'end') continue;
    const written = text.slice(start, end);
    if (written === ',' || written === '->') continue;
    texts.push(written.replace(/[ \t]+$/, ''));
    starts.push(start);
  }
  return { texts, starts };
}

/** Deep equality of plain data, in which an offset counts as the number of tokens and comments before it. */
function isAlike(a: unknown, b: unknown, starts: readonly number[], otherStarts: readonly number[]): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const entries = Object.entries(a);
  if (entries.length !== Object.keys(b).length) return false;
  return entries.every(([key, value]) => {
    const other = (b as Readonly<Record<string, unknown>>)[key];
    if (key !== 'start' && key !== 'end') return isAlike(value, other, starts, otherStarts);
    return countBelow(starts, value as number) === countBelow(otherStarts, other as number);
  });
}

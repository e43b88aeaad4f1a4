/** Edits of texts as data: sorted by file, applied to a text, and made as small as they can be. */

import type { TextEdit } from '../base/diagnostic';
import type { FileId, Span } from '../base/span';

/** What belongs to files, in lists for each of them. */
export function byFile<T extends { readonly file: FileId }>(all: readonly T[]): ReadonlyMap<FileId, readonly T[]> {
  const lists = new Map<FileId, T[]>();
  for (const one of all) {
    const list = lists.get(one.file);
    if (list === undefined) lists.set(one.file, [one]);
    else list.push(one);
  }
  return lists;
}

/** The text after edits that do not overlap; several insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Omit<TextEdit, 'file'>[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let at = 0;
  for (const { span, newText } of sorted) {
    result += text.slice(at, span.start) + newText;
    at = Math.max(at, span.end);
  }
  return result + text.slice(at);
}

/** The one change that leaves the equal start and end of a text alone, so that the cursor and folds in them stay. */
export function smallestEdit(oldText: string, newText: string): { readonly span: Span; readonly newText: string } {
  const shortest = Math.min(oldText.length, newText.length);
  let start = 0;
  while (start < shortest && oldText[start] === newText[start]) start++;
  let end = 0;
  while (end < shortest - start && oldText[oldText.length - 1 - end] === newText[newText.length - 1 - end]) end++;
  // A carriage return and its line feed are one line break: an edit must not begin or end between them.
  while (start > 0 && oldText[start - 1] === '\r') start--;
  while (end > 0 && oldText[oldText.length - end] === '\n') end--;
  return { span: { start, end: oldText.length - end }, newText: newText.slice(start, newText.length - end) };
}

/** Lines of two texts that are held against one another; where there are more, the change is one. */
const mostLinePairs = 2 ** 22;

/**
 * Changes that make one text of another, apart where lines between them stay, each without what is equal at its ends.
 * They do not overlap. Lines that only blanks tell apart are changed one by one where `blanks` are `apart`.
 */
export function lineEdits(
  oldText: string,
  newText: string,
  blanks: 'together' | 'apart' = 'together',
): readonly { readonly span: Span; readonly newText: string }[] {
  const [before, after] = [linesOf(oldText), linesOf(newText)];
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [old, fresh] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const isLong = old.length * fresh.length > mostLinePairs;
  const inside = (line: string) => (blanks === 'apart' ? line.replace(/\s/g, '') : line);
  const kept = isLong ? [] : commonLines(old.map(inside), fresh.map(inside));
  const edits: { readonly span: Span; readonly newText: string }[] = [];
  let start = before.slice(0, head).join('').length;
  let [row, column] = [0, 0];
  const change = (was: string, is: string) => {
    if (was !== is) {
      const { span, newText: text } = smallestEdit(was, is);
      edits.push({ span: { start: start + span.start, end: start + span.end }, newText: text });
    }
    start += was.length;
  };
  for (const [oldEnd, newEnd] of [...kept, [old.length, fresh.length] as const]) {
    change(old.slice(row, oldEnd).join(''), fresh.slice(column, newEnd).join(''));
    change(old[oldEnd] ?? '', fresh[newEnd] ?? '');
    [row, column] = [oldEnd + 1, newEnd + 1];
  }
  return edits;
}

/** The lines of two texts that are not in both, in runs, without their ends. Lines are counted from 1 in the old text. */
export function changedLines(
  oldText: string,
  newText: string,
): readonly { readonly line: number; readonly before: readonly string[]; readonly after: readonly string[] }[] {
  const withoutEnd = (line: string): string => line.replace(/[\r\n]+$/, '');
  let shift = 0;
  return lineEdits(oldText, newText).map(({ span, newText: text }) => {
    const start = oldText.lastIndexOf('\n', span.start - 1) + 1;
    const isWhole =
      start === span.start && (span.end === start || oldText[span.end - 1] === '\n') && /\n$|^$/.test(text);
    const newEnd = span.start + shift + text.length;
    const before = oldText.slice(start, isWhole ? span.end : lineEnd(oldText, span.start, span.end));
    const after = newText.slice(start + shift, isWhole ? newEnd : lineEnd(newText, span.start + shift, newEnd));
    shift += text.length - (span.end - span.start);
    return {
      line: linesOf(oldText.slice(0, start)).length + 1,
      before: linesOf(before).map(withoutEnd),
      after: linesOf(after).map(withoutEnd),
    };
  });
}

/** Of the last line that a range touches. */
function lineEnd(text: string, start: number, end: number): number {
  if (end > start && text[end - 1] === '\n') return end - 1;
  const found = text.indexOf('\n', end);
  return found < 0 ? text.length : found;
}

/** With their ends. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Places of a longest common subsequence, in order. */
function commonLines(old: readonly string[], fresh: readonly string[]): readonly (readonly [number, number])[] {
  // Each is compared with each: by numbers, of which equal lines have the same.
  const numbers = new Map<string, number>();
  const numberOf = (line: string): number => {
    const known = numbers.get(line);
    if (known === undefined) numbers.set(line, numbers.size);
    return known ?? numbers.size - 1;
  };
  const [before, after] = [Uint32Array.from(old, numberOf), Uint32Array.from(fresh, numberOf)];
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const at = row * width + column;
      longest[at] =
        before[row] === after[column]
          ? (longest[at + width + 1] as number) + 1
          : Math.max(longest[at + width] as number, longest[at + 1] as number);
    }
  }
  const kept: (readonly [number, number])[] = [];
  for (let row = 0, column = 0; row < before.length && column < after.length; ) {
    const at = row * width + column;
    if (before[row] === after[column]) {
      kept.push([row, column]);
      row++;
      column++;
    } else if ((longest[at + width] as number) >= (longest[at + 1] as number)) row++;
    else column++;
  }
  return kept;
}

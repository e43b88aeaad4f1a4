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

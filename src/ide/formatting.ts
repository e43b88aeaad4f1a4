/**
 * The changes of the formatter that a part of the text asks for: those of a range, and those of what a key has just
 * ended. Each line is changed by itself where only its blanks are; a change that reaches beyond the part is left out.
 */

import type { Span } from '../base/span';
import { format } from '../syntax/format';
import { parse } from '../syntax/parser';
import { isSameProgram } from '../syntax/same-program';
import type { SourceFile, SyntaxNode } from '../syntax/tree';
import { children, nodesAt, textOf, tokenAt } from '../syntax/tree-walk';

export interface LineChange {
  readonly span: Span;
  readonly newText: string;
}

/** Makes one text of another by changes of lines, each apart from the others. */
export type LineChanges = (before: string, after: string) => readonly LineChange[];

/** The changes inside of whole lines, from the line of `range.start` to that of `range.end`. */
export function formatRange(file: SourceFile, range: Span, changesOf: LineChanges): readonly LineChange[] {
  const lines = wholeLines(file.text, range);
  const changes = changesOf(file.text, format(file)).filter(
    ({ span }) => lines.start <= span.start && span.end <= lines.end,
  );
  return keepsProgram(file, changes) ? changes : [];
}

/**
 * What was typed is in the text already and ends at the offset. A brace ends its block, a line break the line before;
 * the line of the cursor is the writer's.
 */
export function formatTyped(
  file: SourceFile,
  offset: number,
  typed: string,
  changesOf: LineChanges,
): readonly LineChange[] {
  if (typed === '}') {
    const block = nodesAt(file, offset).findLast((node) => endsWith(file, node, offset));
    return block === undefined ? [] : formatRange(file, block, changesOf);
  }
  const before = file.text.slice(0, offset).search(/(\r\n|\r|\n)[^\r\n]*$/);
  // A comment that is being written is no line of the language.
  if (before <= 0 || tokenAt(file, before).kind === 'comment') return [];
  return formatRange(file, { start: before, end: before }, changesOf);
}

/** Whether a brace at the offset closes that node, and nothing of it comes after. */
function endsWith(file: SourceFile, node: SyntaxNode, offset: number): boolean {
  return node.end === offset && textOf(file, { start: offset - 1, end: offset }) === '}' && hasBody(node);
}

function hasBody(node: SyntaxNode): boolean {
  return node.kind !== 'file' && (node.kind === 'join' || children(node).some(({ kind }) => kind === 'body'));
}

function wholeLines(text: string, { start, end }: Span): Span {
  const before = text.slice(0, start).search(/[^\r\n]*$/);
  const after = text.slice(end).search(/[\r\n]|$/);
  return { start: before, end: end + after };
}

function keepsProgram(file: SourceFile, changes: readonly LineChange[]): boolean {
  if (changes.length === 0) return true;
  let text = '';
  let at = 0;
  for (const { span, newText } of changes) {
    text += file.text.slice(at, span.start) + newText;
    at = span.end;
  }
  return isSameProgram(file, parse(file.file, text + file.text.slice(at)));
}

/** What can be folded: bodies, joins, lists of arguments over several lines, blocks of comments and of imports. */

import type { Span } from '../base/span';
import type { SourceFile, Token } from '../syntax/tree';
import { textOf } from '../syntax/tree-walk';

export interface FoldRange extends Span {
  readonly kind: 'region' | 'comment' | 'imports';
}

/** From the opening bracket to the closing one; folds within one line are left for the editor to drop. */
export function foldingRanges(file: SourceFile): readonly FoldRange[] {
  return [...brackets(file), ...comments(file), ...imports(file)].sort((a, b) => a.start - b.start || b.end - a.end);
}

function brackets(file: SourceFile): readonly FoldRange[] {
  const folds: FoldRange[] = [];
  const open: { readonly closer: string; readonly start: number }[] = [];
  const closers: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };
  for (const token of file.tokens) {
    if (token.kind !== 'punctuation') continue;
    const text = textOf(file, token);
    const closer = closers[text];
    if (closer !== undefined) open.push({ closer, start: token.start });
    else if (text === '}' || text === ')' || text === ']') {
      // A bracket that nobody closed ends with the one around it.
      const at = open.findLastIndex((candidate) => candidate.closer === text);
      if (at < 0) continue;
      const [opener] = open.splice(at);
      if (opener !== undefined) folds.push({ kind: 'region', start: opener.start, end: token.start });
    }
  }
  return folds;
}

/** Comment lines that stand together, and block comments. */
function comments(file: SourceFile): readonly FoldRange[] {
  const folds: FoldRange[] = [];
  let run: Token[] = [];
  const close = () => {
    const [first] = run;
    const last = run.at(-1);
    if (first !== undefined && last !== undefined) folds.push({ kind: 'comment', start: first.start, end: last.end });
    run = [];
  };
  for (const token of file.tokens) {
    if (token.kind === 'comment' || token.kind === 'documentation') {
      if (run.length > 0 && run[0]?.kind !== token.kind) close();
      run.push(token);
    } else if (token.kind !== 'whitespace' || breaksLines(file, token) > 1) {
      close();
    }
  }
  close();
  return folds;
}

function breaksLines(file: SourceFile, token: Token): number {
  return textOf(file, token).match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** From the first import to the last; those in a body by mistake come last in the tree. */
function imports(file: SourceFile): readonly FoldRange[] {
  const spans = file.declarations.filter(({ kind }) => kind === 'import').sort((a, b) => a.start - b.start);
  const [first] = spans;
  const last = spans.at(-1);
  return first === undefined || first === last || last === undefined
    ? []
    : [{ kind: 'imports', start: first.start, end: last.end }];
}

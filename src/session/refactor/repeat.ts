/** Equal statements one behind the other as one `repeat`. */

import type { SourceFile, Statement } from '../../syntax/tree';
import { isTrivia, tokenIndexAt } from '../../syntax/tree-walk';
import type { Replacement } from '../../workspace/edit-builder';
import { commentsIn, indentAround, lineBreakOf } from '../../workspace/text-places';
import { labelOf, lastMaking, type Run, runOf } from './runs';

export interface RepeatedLines {
  readonly turns: number;
  /** Statements of a turn. */
  readonly length: number;
  readonly replaced: readonly Replacement[];
}

/** Statements of one turn. */
const mostOfTurn = 12;

/** The most equal statements around a statement of a body. Undefined where no two turns are equal. */
export function repeatEqual(file: SourceFile, { body, statements: [at] }: Run): RepeatedLines | undefined {
  const texts = body.statements.map((statement) => significantText(file, statement));
  const place = body.statements.indexOf(at as Statement);
  let best: { from: number; turns: number; length: number } | undefined;
  for (let length = 1; length <= mostOfTurn; length++) {
    for (let first = Math.max(0, place - length + 1); first <= place; first++) {
      const isAlike = (from: number): boolean => {
        if (from < 0 || from + length > texts.length) return false;
        for (let i = 0; i < length; i++) if (texts[from + i] !== texts[first + i]) return false;
        return true;
      };
      let from = first;
      while (isAlike(from - length)) from -= length;
      let turns = 1;
      while (isAlike(from + turns * length)) turns++;
      if (turns > 1 && turns * length > (best === undefined ? 0 : best.turns * best.length))
        best = { from, turns, length };
    }
  }
  if (best === undefined) return undefined;
  const all = runOf(body, best.from, best.turns * best.length);
  const turn = runOf(body, best.from, best.length);
  // A name would be given in each turn, and could not be used behind it.
  if (all === undefined || turn === undefined || lastMaking(turn.statements) === undefined) return undefined;
  if (all.statements.some((statement) => labelOf(statement) !== undefined)) return undefined;
  const indent = indentAround(file, all.start);
  const lineBreak = lineBreakOf(file);
  const text = file.text.slice(turn.start, turn.end);
  const comments = commentsIn(file, turn.end, all.end).filter((comment) => !text.includes(comment));
  const kept = comments.map((comment) => `${comment}${lineBreak}${indent}`).join('');
  const inner = text.replace(/\r\n|\r|\n/g, (end) => `${end}  `);
  const written = `${kept}repeat ${best.turns} {${lineBreak}${indent}  ${inner}${lineBreak}${indent}}`;
  const replaced = [{ span: { start: all.start, end: all.end }, newText: written }];
  return { turns: best.turns, length: best.length, replaced };
}

function significantText(file: SourceFile, { start, end }: Statement): string {
  const texts: string[] = [];
  for (let index = tokenIndexAt(file, start); index < file.tokens.length; index++) {
    const token = file.tokens[index];
    if (token === undefined || token.start >= end) break;
    if (!isTrivia(token)) texts.push(file.text.slice(token.start, token.end));
  }
  return texts.join(' ');
}

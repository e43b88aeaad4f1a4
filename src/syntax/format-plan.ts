/**
 * What the formatter has to know about each significant token before it writes anything: where
 * statements start, which signs are unary, what is broken and stays as it is, and how wide things are.
 */

import type { Diagnostic } from '../base/diagnostic';
import { countBelow } from '../base/sorted';
import type { Span } from '../base/span';
import { matchBrackets } from './brackets';
import { Flag, type Lexed, lex } from './lexer';
import { isJoinCode, isRangeCode, TokenCode } from './token-codes';
import type { Body, Branch, CallExpression, Declaration, SourceFile, Statement, SyntaxNode, Token } from './tree';
import { children, walk } from './tree-walk';

export interface FormatPlan {
  readonly file: SourceFile;
  readonly lexed: Lexed;
  readonly match: Int32Array;
  /** Of each significant token: bits of `Mark`. */
  readonly marks: Uint8Array;
  /** Comments, documentation and characters of no token that stand before a significant token. */
  readonly extras: ReadonlyMap<number, readonly Token[]>;
  /** `widths[i]` is the width on one line of all before token `i`; differences are what counts. */
  readonly widths: Int32Array;
  /** How many things that force a line break come before token `i`. */
  readonly breaks: Int32Array;
}

export const Mark = {
  /** Starts a declaration, statement, branch or entry: on a line of its own in a body that is written out. */
  starts: 1,
  /** A sign, not an operator. */
  unary: 2,
  /** The text before the token stays as it is. */
  verbatim: 4,
  /** `->` that the user wrote on one line between two layers. */
  joins: 8,
  /** `->` that is not written, as a line break says the same. */
  dropped: 16,
  /** A comma before the end of its list. */
  trailing: 32,
  /** `->` that is always written: behind a named call a line break does not say the same. */
  leadsOn: 64,
  /** `[` of an index: it stands right behind its list. */
  index: 128,
} as const;

export function planFormat(file: SourceFile): FormatPlan {
  const lexed = lex(file.text);
  const { match } = matchBrackets(lexed, file.text);
  const marks = new Uint8Array(lexed.count);
  markTree(file, lexed, marks);
  markVerbatim(file, lexed, marks);
  markCommas(lexed, marks, match);
  const extras = collectExtras(file.tokens, lexed);
  const { widths, breaks } = measure(lexed, marks, match, extras, file.text);
  return { file, lexed, match, marks, extras, widths, breaks };
}

/** Index of the significant token that starts at an offset, or of the first one behind it. */
function indexAt(lexed: Lexed, offset: number): number {
  return countBelow(lexed.starts, offset, lexed.count - 1);
}

function mark(marks: Uint8Array, index: number, bit: number): void {
  marks[index] = (marks[index] as number) | bit;
}

type Startable = Declaration | Statement | Branch | CallExpression;

function markTree(file: SourceFile, lexed: Lexed, marks: Uint8Array): void {
  markStarts(file.declarations, lexed, marks);
  walk(file, (node) => {
    if (node.kind === 'body') {
      markStarts(node.statements, lexed, marks);
      markArrows(node, lexed, marks);
    } else if (node.kind === 'join') {
      markStarts(node.branches, lexed, marks);
    } else if (node.kind === 'defaults') {
      markStarts(node.entries, lexed, marks);
    } else if (node.kind === 'unary' && node.operator !== 'not') {
      mark(marks, indexAt(lexed, node.start), Mark.unary);
    } else if (node.kind === 'index') {
      mark(marks, indexOpener(lexed, node.list.end), Mark.index);
    }
  });
}

/** The `[` behind a list, which may stand in parentheses. */
function indexOpener(lexed: Lexed, listEnd: number): number {
  let index = indexAt(lexed, listEnd);
  while (lexed.codes[index] === TokenCode.closeParen) index++;
  return index;
}

function markStarts(nodes: readonly Startable[], lexed: Lexed, marks: Uint8Array): void {
  for (const node of nodes) if (node.end > node.start) mark(marks, indexAt(lexed, node.start), Mark.starts);
}

/** An arrow is kept where both sides are layers and all of it was written on one line, or where it leads on from a name. */
function markArrows(body: Body, lexed: Lexed, marks: Uint8Array): void {
  for (let i = 1; i < body.statements.length; i++) {
    const before = body.statements[i - 1] as Statement;
    const after = body.statements[i] as Statement;
    const next = indexAt(lexed, after.start);
    if (next === 0 || lexed.codes[next - 1] !== TokenCode.arrow) continue;
    if (before.kind === 'call' && before.continued) {
      mark(marks, next - 1, Mark.joins | Mark.leadsOn);
      continue;
    }
    const broken = ((lexed.flags[next] as number) | (lexed.flags[next - 1] as number)) & Flag.lineFirst;
    const joins = broken === 0 && makesLayers(before) && makesLayers(after);
    mark(marks, next - 1, joins ? Mark.joins : Mark.dropped);
  }
}

function makesLayers(statement: Statement): boolean {
  const { kind } = statement;
  return kind === 'call' || kind === 'join' || kind === 'join-call' || kind === 'repeat' || kind === 'if';
}

/**
 * A statement or declaration with a mistake keeps its text: the smallest one that contains the mistake,
 * or the whole that contains it outside of any statement. So does text that belongs to no declaration.
 */
function markVerbatim(file: SourceFile, lexed: Lexed, marks: Uint8Array): void {
  if (file.diagnostics.length === 0) return;
  for (const span of brokenSpans(file.declarations, file.diagnostics)) keep(span);
  const last = lexed.count - 1;
  let covered = 0;
  let declared = 0;
  const declarations = [...file.declarations].sort((a, b) => a.start - b.start);
  for (let i = 0; i < last; i++) {
    const start = lexed.starts[i] as number;
    while (declared < declarations.length && (declarations[declared] as Declaration).start <= start) {
      covered = Math.max(covered, (declarations[declared++] as Declaration).end);
    }
    if (start >= covered) mark(marks, i, Mark.verbatim);
  }

  function keep(span: Span): void {
    for (let i = indexAt(lexed, span.start) + 1; i < lexed.count && (lexed.starts[i] as number) < span.end; i++) {
      mark(marks, i, Mark.verbatim);
    }
  }
}

function brokenSpans(nodes: readonly SyntaxNode[], diagnostics: readonly Diagnostic[]): Span[] {
  const spans: Span[] = [];
  for (const node of nodes) {
    const inside = diagnostics.filter(({ span }) => span.start < node.end && span.end > node.start);
    if (inside.length === 0) continue;
    const parts = statementsOf(node);
    const isInPart = ({ span }: Diagnostic) => parts.some((part) => part.start <= span.start && span.end <= part.end);
    if (inside.every(isInPart)) spans.push(...brokenSpans(parts, inside));
    else spans.push(node);
  }
  return spans;
}

/** The statements and branches directly in a node. */
function statementsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.kind === 'join') return node.branches;
  return children(node).flatMap((child) => (child.kind === 'body' ? child.statements : []));
}

function markCommas(lexed: Lexed, marks: Uint8Array, match: Int32Array): void {
  for (let i = 0; i < lexed.count - 1; i++) {
    if (lexed.codes[i] !== TokenCode.comma || ((marks[i] as number) & Mark.verbatim) !== 0) continue;
    const next = lexed.codes[i + 1] as number;
    const isLast = next === TokenCode.closeParen || next === TokenCode.closeBracket || next === TokenCode.closeBrace;
    const endsExpect = ((marks[i + 1] as number) & Mark.starts) !== 0 || next === TokenCode.arrow;
    if (endsExpect || (isLast && (match[i + 1] as number) >= 0)) mark(marks, i, Mark.trailing);
  }
}

function collectExtras(tokens: readonly Token[], lexed: Lexed): Map<number, Token[]> {
  const extras = new Map<number, Token[]>();
  let index = 0;
  for (const token of tokens) {
    if (token.kind === 'whitespace' || token.kind === 'end') continue;
    if (token.start === lexed.starts[index]) {
      index++;
      continue;
    }
    const before = extras.get(index);
    if (before === undefined) extras.set(index, [token]);
    else before.push(token);
  }
  return extras;
}

/** Whether a comment ends its line, or spreads over several. */
export function forcesBreak(text: string, token: Token): boolean {
  if (token.kind === 'documentation' || text.startsWith('//', token.start) || text.startsWith('#', token.start))
    return true;
  for (let i = token.start; i < token.end; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) return true;
  }
  return false;
}

/** Line breaks in the white space right before an offset: 0, 1, or 2 for any number above. */
export function lineBreaksBefore(text: string, offset: number): number {
  let count = 0;
  for (let i = offset - 1; i >= 0 && count < 2; i--) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) count++;
    else if (c !== 32 && c !== 9 && c !== 13 && c !== 11 && c !== 12 && c !== 0xfeff) break;
  }
  return count;
}

function measure(
  lexed: Lexed,
  marks: Uint8Array,
  match: Int32Array,
  extras: ReadonlyMap<number, readonly Token[]>,
  text: string,
): { widths: Int32Array; breaks: Int32Array } {
  const widths = new Int32Array(lexed.count + 1);
  const breaks = new Int32Array(lexed.count + 1);
  for (let i = 0; i < lexed.count; i++) {
    const bits = marks[i] as number;
    const isDropped = (bits & (Mark.dropped | Mark.trailing)) !== 0;
    let width = isDropped
      ? 0
      : (lexed.ends[i] as number) - (lexed.starts[i] as number) + (spaceBefore(lexed, marks, i) ? 1 : 0);
    let forced = 0;
    for (const extra of extras.get(i) ?? []) {
      width += extra.end - extra.start + 1;
      if (forcesBreak(text, extra) || lineBreaksBefore(text, extra.start) > 0) forced++;
    }
    if (startsWrittenOut(lexed, match, i - 1)) forced++;
    if ((bits & Mark.verbatim) !== 0) {
      width += (lexed.starts[i] as number) - (lexed.ends[i - 1] as number);
      if (((lexed.flags[i] as number) & Flag.lineFirst) !== 0) forced++;
    }
    widths[i + 1] = (widths[i] as number) + width;
    breaks[i + 1] = (breaks[i] as number) + forced;
  }
  return { widths, breaks };
}

/** Whether the user started a new line right after the opener of a list: then one item stands on a line. */
export function startsWrittenOut(lexed: Lexed, match: Int32Array, open: number): boolean {
  return (
    isListOpener(lexed, open) &&
    match[open] !== open + 1 &&
    (match[open] as number) > open &&
    ((lexed.flags[open + 1] as number) & Flag.lineFirst) !== 0
  );
}

/** `(` of a call or of parameters, `[`, and `{` of an import: between their commas lines may break. */
export function isListOpener(lexed: Lexed, index: number): boolean {
  const code = lexed.codes[index];
  if (code === TokenCode.openBracket) return true;
  const before = index === 0 ? TokenCode.end : (lexed.codes[index - 1] as number);
  if (code === TokenCode.openBrace) return before === TokenCode.import;
  return code === TokenCode.openParen && (before === TokenCode.identifier || isJoinCode(before));
}

/** Whether one space stands between a token and the one before it, when both are on one line. */
export function spaceBefore(lexed: Lexed, marks: Uint8Array, index: number): boolean {
  if (index === 0) return false;
  const code = lexed.codes[index] as number;
  const before = lexed.codes[index - 1] as number;
  if (
    code === TokenCode.comma ||
    code === TokenCode.closeParen ||
    code === TokenCode.closeBracket ||
    code === TokenCode.colon
  )
    return false;
  if (before === TokenCode.openParen || before === TokenCode.openBracket) return false;
  if (isRangeCode(code) || isRangeCode(before) || ((marks[index] as number) & Mark.index) !== 0) return false;
  if (((marks[index - 1] as number) & Mark.unary) !== 0) return false;
  if (code === TokenCode.openParen) return !isListOpener(lexed, index);
  return true;
}

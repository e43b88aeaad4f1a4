/**
 * Pairs brackets before the parser runs, so that each body and each list knows where it ends and a
 * mistake in it cannot spread. Where all pair up, that is the answer. Where they do not, the layout
 * says which one is missing or too many: indentation, line breaks, and words that can only stand in
 * certain places. A text without mistakes is never judged by its layout.
 */

import type { Span } from '../base/span';
import { Flag, type Lexed } from './lexer';
import { isJoinCode, TokenCode } from './token-codes';

export interface Brackets {
  /**
   * By index of a significant token. Of an opener its closer, of a closer its opener, of a keyword
   * whose `{` is missing the `}` of its body. -1 for all others.
   */
  readonly match: Int32Array;
  /** Of an opener without a closer: the first token that cannot belong to it any more. */
  readonly endOf: ReadonlyMap<number, number>;
  /** Openers whose closer stands in a comment or an open string: the offset where that text starts. */
  readonly swallowed: ReadonlyMap<number, number>;
  /** Of each token the indentation of its line; only where brackets do not pair up. */
  readonly indents: Int32Array | undefined;
}

export function matchBrackets(lexed: Lexed, text: string): Brackets {
  const match = new Int32Array(lexed.count).fill(-1);
  const excess = matchInOrder(lexed.codes, match);
  if (excess < 0) return { match, endOf: new Map(), swallowed: new Map(), indents: undefined };
  const indents = lineIndents(lexed, text);
  const first = matchByLayout(lexed, text, indents, excess, undefined);
  if (first.endOf.size === 0) return first;
  return matchByLayout(lexed, text, indents, excess, { unmatched: first.endOf, texts: hidingTexts(lexed) });
}

/** -1 if all brackets pair up, else how many closers have no opener. */
function matchInOrder(codes: Uint8Array, match: Int32Array): number {
  const stack: number[] = [];
  let excess = 0;
  let mixed = false;
  for (let i = 0; i < match.length; i++) {
    const code = codes[i] as number;
    if (code < TokenCode.openParen || code > TokenCode.closeBracket) continue;
    if (isOpener(code)) {
      stack.push(i);
      continue;
    }
    const top = stack[stack.length - 1];
    if (top !== undefined && codes[top] === code - 1) {
      stack.pop();
      match[top] = i;
      match[i] = top;
    } else if (code === TokenCode.closeBrace) {
      mixed = true;
      while (stack.length > 0 && codes[stack[stack.length - 1] as number] !== TokenCode.openBrace) stack.pop();
      if (stack.pop() === undefined) excess++;
    } else {
      mixed = true;
    }
  }
  return stack.length === 0 && !mixed ? -1 : excess;
}

function isOpener(code: number): boolean {
  return code === TokenCode.openParen || code === TokenCode.openBrace || code === TokenCode.openBracket;
}

function lineIndents(lexed: Lexed, text: string): Int32Array {
  const indents = new Int32Array(lexed.count);
  let indent = 0;
  for (let i = 0; i < indents.length; i++) {
    if (((lexed.flags[i] as number) & Flag.lineFirst) !== 0) {
      const start = lexed.starts[i] as number;
      const before = i === 0 ? 0 : (lexed.ends[i - 1] as number);
      let lineStart = start;
      while (lineStart > before && text.charCodeAt(lineStart - 1) !== 10 && text.charCodeAt(lineStart - 1) !== 13) {
        lineStart--;
      }
      indent = start - lineStart;
    }
    indents[i] = indent;
  }
  return indents;
}

interface TokenLines {
  /** Of each token which line it stands on, of those that have tokens. */
  readonly lines: Int32Array;
  /** Of each of these lines its first token. */
  readonly firstOfLine: readonly number[];
}

function linesOf({ count, flags }: Lexed): TokenLines {
  const lines = new Int32Array(count);
  const firstOfLine = [0];
  for (let i = 0; i < count; i++) {
    if (((flags[i] as number) & Flag.lineFirst) !== 0 && i > 0) firstOfLine.push(i);
    lines[i] = firstOfLine.length - 1;
  }
  return { lines, firstOfLine };
}

/** Tokens behind a closer among which the one is looked for that its list ends with: a table of more is none to write by hand. */
const mostLookedAhead = 1000;

/** What can stand behind the closer of a whole list on its line, and not of a part of a value in it. */
const endsItem: ReadonlySet<number> = new Set([
  TokenCode.end,
  TokenCode.identifier,
  TokenCode.arrow,
  TokenCode.openBrace,
  TokenCode.closeBrace,
]);

/** Comments and open strings: a closing bracket in them may have been meant as one. */
function hidingTexts(lexed: Lexed): readonly Span[] {
  const openStrings = lexed.errors.filter(({ kind }) => kind === 'string-open');
  return [...lexed.lineComments, ...openStrings].sort((a, b) => a.start - b.start);
}

/** What the first pass could not pair, and the texts in which the missing closers may stand. */
interface Hidden {
  readonly unmatched: ReadonlyMap<number, number>;
  readonly texts: readonly Span[];
}

function matchByLayout(
  lexed: Lexed,
  text: string,
  indents: Int32Array,
  excessClosers: number,
  hidden: Hidden | undefined,
): Brackets {
  const { codes, flags, starts } = lexed;
  const match = new Int32Array(lexed.count).fill(-1);
  const { lines, firstOfLine } = linesOf(lexed);
  const endOf = new Map<number, number>();
  const swallowed = new Map<number, number>();
  const stack: number[] = [];
  /** Parallel to `stack`: indentation of the first line inside, -1 while there is none. */
  const inner: number[] = [];
  let joins = 0;
  let excess = excessClosers;
  let nextHidden = 0;

  /** The kind of what is innermost, or of what is around that. The file around all counts as braces. */
  const topCode = (): number => bracketCode(codes[stack[stack.length - 1] as number]);
  const outerCode = (): number => bracketCode(codes[stack[stack.length - 2] as number]);
  const pop = (): number => {
    inner.pop();
    const top = stack.pop() as number;
    if (isJoinBrace(codes, top)) joins--;
    return top;
  };
  const push = (i: number): void => {
    stack.push(i);
    inner.push(-1);
    if (isJoinBrace(codes, i)) joins++;
  };
  const giveUp = (end: number): void => {
    endOf.set(pop(), end);
  };

  for (let i = 0; i < lexed.count; i++) {
    const code = codes[i] as number;
    const lineFirst = ((flags[i] as number) & Flag.lineFirst) !== 0;
    if (hidden !== undefined && lineFirst) {
      while (nextHidden < hidden.texts.length && (hidden.texts[nextHidden] as Span).start < (starts[i] as number)) {
        const span = hidden.texts[nextHidden++] as Span;
        const line = endOfTokensBefore(lexed, span.start, i);
        closeFromHidden(text, span, line, i);
      }
    }
    if (lineFirst) leaveByLayout(i, code);
    // Branches stand in joins, and `else` behind a body.
    if (code === TokenCode.branch && joins > 0)
      while (!isJoinBrace(codes, stack[stack.length - 1] as number)) giveUp(i);
    else if (code === TokenCode.else && lacksEnd(i)) giveUp(i);

    if (isOpener(code)) {
      // Braces never stand in parentheses.
      if (code === TokenCode.openBrace) while (topCode() !== TokenCode.openBrace) giveUp(i);
      push(i);
    } else if (code === TokenCode.arrow) {
      // Nor do arrows.
      while (topCode() !== TokenCode.openBrace) giveUp(i);
    } else if (code === TokenCode.assign && topCode() === TokenCode.openBracket) {
      giveUp(endOfItems(i));
    } else if (code === TokenCode.in && topCode() === TokenCode.openBracket) {
      giveUp(i);
    } else if (code === TokenCode.closeBrace) {
      while (topCode() !== TokenCode.openBrace) giveUp(i);
      if (lineFirst) leaveDeeperBodies(i);
      if (stack.length === 0 || isStrayBrace(i, lineFirst)) excess--;
      else pair(pop(), i);
    } else if (code === TokenCode.closeParen || code === TokenCode.closeBracket) {
      const opener = code - 1;
      if (isStrayInRow(i, opener)) continue;
      if (topCode() === opener) pair(pop(), i);
      else if (outerCode() === opener && topCode() !== TokenCode.openBrace) {
        giveUp(i);
        pair(pop(), i);
      }
    } else if (excess > 0 && lacksBrace(lexed, i)) {
      push(i);
    }
  }
  while (stack.length > 0) giveUp(lexed.count - 1);
  for (const opener of endOf.keys()) {
    if (isDoubled(opener)) pairDoubled(opener);
    // `concat {{`, where a branch has shown the second one to be too many.
    else if (codes[opener] === TokenCode.openBrace && touches(opener - 1) && hasCloser(opener - 1))
      endOf.delete(opener);
  }
  return { match, endOf, swallowed, indents };

  function pair(opener: number, closer: number): void {
    match[opener] = closer;
    match[closer] = opener;
  }

  /**
   * `conv((8, 1x1)` or `network N {{`: two openers and one closer, with which the whole list ends. In
   * `conv((8 + 1) * 2, 3x3` it belongs to the second one. Rows of tables begin with two.
   */
  function isDoubled(opener: number): boolean {
    if (codes[opener] === TokenCode.openBracket || !touches(opener) || !hasCloser(opener + 1)) return false;
    if (codes[opener] === TokenCode.openBrace) return true;
    const after = (match[opener + 1] as number) + 1;
    return isLineFirst(after) || endsItem.has(codes[after] as number);
  }

  /** Whether the same bracket comes next on the line. */
  function touches(opener: number): boolean {
    return codes[opener] === codes[opener + 1] && !isLineFirst(opener + 1);
  }

  function hasCloser(opener: number): boolean {
    return (match[opener] as number) >= 0;
  }

  function pairDoubled(opener: number): void {
    pair(opener, match[opener + 1] as number);
    match[opener + 1] = -1;
    endOf.delete(opener);
  }

  /** A token that starts its line can show that what is open around it has ended. */
  function leaveByLayout(i: number, code: number): void {
    const indent = indents[i] as number;
    const outermost = indents[stack[0] as number] as number;
    const opensFile = code === TokenCode.module || code === TokenCode.network || code === TokenCode.import;
    if (opensFile && indent <= outermost) {
      while (stack.length > 0) giveUp(i);
      return;
    }
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as number;
      if (bracketCode(codes[top]) !== TokenCode.openBrace) {
        const isOver = isParameterList(top)
          ? !isParameter(i)
          : isStatement(i) && (isInOneLine(top, indent) || isGivenInList(top, i));
        if (!isBodyWord(code) && !isOver && !endsRow(top, code, indent)) return;
        giveUp(i);
        continue;
      }
      if (code === TokenCode.closeBrace) return;
      const openIndent = indents[top] as number;
      const first = inner[inner.length - 1] as number;
      const inline = ((flags[top + 1] as number) & Flag.lineFirst) === 0;
      const isDeeper = first > openIndent || (first < 0 && (inline ? !isKeywordBody(top) : isIndentedText()));
      if (indent <= openIndent && isDeeper) {
        giveUp(i);
        continue;
      }
      if (first < 0) inner[inner.length - 1] = indent;
      return;
    }
  }

  /** `module name(` or `network name(`. */
  function isParameterList(top: number): boolean {
    const owner = top < 2 ? TokenCode.end : codes[top - 2];
    return codes[top] === TokenCode.openParen && (owner === TokenCode.module || owner === TokenCode.network);
  }

  function isParameter(i: number): boolean {
    const next = codes[i + 1] as number;
    const isListed = next === TokenCode.comma || next === TokenCode.assign || next === TokenCode.closeParen;
    // The last one before the body, where only the parenthesis is missing.
    return (
      isListed ||
      next === TokenCode.openBrace ||
      codes[i] === TokenCode.closeParen ||
      codes[i] === TokenCode.closeBracket
    );
  }

  /** `conv(` or `x = `, which may be arguments too. */
  function isStatement(i: number): boolean {
    const next = codes[i + 1];
    return codes[i] === TokenCode.identifier && (next === TokenCode.openParen || next === TokenCode.assign);
  }

  /** Parentheses in braces that were opened on the same line, as in `defaults { conv(`: they end with that line. */
  function isInOneLine(top: number, indent: number): boolean {
    let at = top;
    while (at > 0 && codes[at] !== TokenCode.openBrace && ((flags[at] as number) & Flag.lineFirst) === 0) at--;
    return codes[at] === TokenCode.openBrace && stack.includes(at) && indent <= (indents[top] as number);
  }

  /** A list that has lines to itself in another list ends where the next one begins as it does, and where the other one ends. */
  function endsRow(top: number, code: number, indent: number): boolean {
    if (!isRow(top)) return false;
    const own = indents[top] as number;
    return code === TokenCode.openBracket ? indent === own : code === TokenCode.closeBracket && indent < own;
  }

  function isRow(top: number): boolean {
    if (codes[top] !== TokenCode.openBracket || outerCode() !== TokenCode.openBracket) return false;
    return codes[firstOfLine[lines[top] as number] as number] === TokenCode.openBracket;
  }

  /** `if a { relu() else {`: the body of the `if` has no end before its `else`, which is none of `1 if a else 2`. */
  function lacksEnd(index: number): boolean {
    const top = stack[stack.length - 1];
    if (top === undefined || codes[top] !== TokenCode.openBrace || codes[index - 1] === TokenCode.closeBrace)
      return false;
    let at = index - 1;
    while (at > top && codes[at] !== TokenCode.if && !isLineFirst(at)) at--;
    if (codes[at] === TokenCode.if) return false;
    let owner = top - 1;
    while (owner > 0 && codes[owner] !== TokenCode.if && codes[owner] !== TokenCode.closeBrace && !isLineFirst(owner))
      owner--;
    return codes[owner] === TokenCode.if;
  }

  /** Items have no names: at `=` it is a name too late in `[3, 3, stride = 2`, and just in time in `const [a, b = rows`. */
  function endOfItems(assign: number): number {
    const owner = codes[(stack[stack.length - 1] as number) - 1];
    if (owner === TokenCode.const) return assign;
    return codes[assign - 2] === TokenCode.comma ? assign - 2 : assign - 1;
  }

  /** `stride = 2` behind `[3, 3`, on a line of its own: the next argument. */
  function isGivenInList(top: number, i: number): boolean {
    return codes[top] === TokenCode.openBracket && codes[i + 1] === TokenCode.assign;
  }

  /** `]` or `)` at the end of a line in a list of several lines whose own closer begins a later line. */
  function isStrayInRow(i: number, opener: number): boolean {
    const top = stack[stack.length - 1];
    if (top === undefined || codes[top] !== opener || isLineFirst(i) || lines[top] === lines[i]) return false;
    const indent = indents[top] as number;
    let depth = 0;
    for (let j = i + 1; j < Math.min(lexed.count, i + mostLookedAhead); j++) {
      const code = codes[j] as number;
      if (code === TokenCode.openBrace || code === TokenCode.closeBrace) return false;
      if (code === opener) depth++;
      else if (code === opener + 1 && --depth < 0) return isLineFirst(j) && (indents[j] as number) <= indent;
      if (isLineFirst(j) && (indents[j] as number) <= indent) return false;
    }
    return false;
  }

  function isLineFirst(i: number): boolean {
    return ((flags[i] as number) & Flag.lineFirst) !== 0;
  }

  /** Whether bodies are indented in this text, judged by the outermost one. */
  function isIndentedText(): boolean {
    return stack.length > 1 && (inner[0] as number) > (indents[stack[0] as number] as number);
  }

  function isKeywordBody(top: number): boolean {
    return codes[top] !== TokenCode.openBrace;
  }

  /** `}` at the start of a line closes no body whose own line is indented deeper. */
  function leaveDeeperBodies(i: number): void {
    const indent = indents[i] as number;
    let depth = stack.length - 1;
    while (depth >= 0 && (indents[stack[depth] as number] as number) > indent) depth--;
    if (depth < 0) return;
    while (stack.length - 1 > depth) giveUp(i);
  }

  /** Where the text has a `}` too many: it is one after which its body visibly goes on. */
  function isStrayBrace(i: number, lineFirst: boolean): boolean {
    if (excess <= 0) return false;
    const top = stack[stack.length - 1] as number;
    const openIndent = indents[top] as number;
    const first = inner[inner.length - 1] as number;
    if (first <= openIndent) return false;
    if (lineFirst) return (indents[i] as number) > openIndent;
    const next = i + 1;
    return ((flags[next] as number) & Flag.lineFirst) !== 0 && (indents[next] as number) > openIndent;
  }

  /** The tokens of the line on which a hidden text stands start at the returned index. */
  function endOfTokensBefore(source: Lexed, offset: number, before: number): number {
    let line = before - 1;
    while (line > 0 && ((source.flags[line] as number) & Flag.lineFirst) === 0) line--;
    return (source.starts[line] ?? 0) < offset ? line : before;
  }

  function closeFromHidden(source: string, span: Span, line: number, end: number): void {
    let nested = 0;
    let closedOne = false;
    for (let offset = span.start; offset < span.end && stack.length > 0; offset++) {
      const c = source.charCodeAt(offset);
      if (c === 40 || c === 91 || c === 123) nested++;
      else if (c === 41 || c === 93 || c === 125) {
        if (nested > 0) {
          nested--;
          continue;
        }
        const top = stack[stack.length - 1] as number;
        const wanted = c === 41 ? TokenCode.openParen : c === 93 ? TokenCode.openBracket : TokenCode.openBrace;
        if (bracketCode(codes[top]) !== wanted) return;
        if (!hidden?.unmatched.has(top) && !(closedOne && wanted === TokenCode.openBrace && top >= line)) return;
        swallowed.set(top, span.start);
        closedOne = true;
        giveUp(end);
      }
    }
  }
}

/** A keyword on the stack stands for the `{` that is missing after it. */
function bracketCode(code: number | undefined): number {
  return code === TokenCode.openParen || code === TokenCode.openBracket ? code : TokenCode.openBrace;
}

/** Words that can stand in a body but never in parentheses; `input` is a name in joins. */
function isBodyWord(code: number): boolean {
  if (code === TokenCode.input) return false;
  return (
    code === TokenCode.const ||
    (code >= TokenCode.module && code <= TokenCode.repeat) ||
    (code >= TokenCode.head && code <= TokenCode.budget)
  );
}

/** Of a join, its `{` or the word whose `{` is missing. */
function isJoinBrace(codes: Uint8Array, opener: number): boolean {
  const before = opener > 0 ? (codes[opener - 1] as number) : TokenCode.end;
  return isJoinCode(codes[opener] as number) || (codes[opener] === TokenCode.openBrace && isJoinCode(before));
}

/** A word that opens a body and is followed by a line without `{`. */
function lacksBrace(lexed: Lexed, i: number): boolean {
  const code = lexed.codes[i];
  if (
    code !== TokenCode.branch &&
    code !== TokenCode.head &&
    code !== TokenCode.repeat &&
    code !== TokenCode.network &&
    code !== TokenCode.module &&
    code !== TokenCode.defaults &&
    !(isJoinCode(code as number) && lexed.codes[i + 1] !== TokenCode.openParen)
  ) {
    return false;
  }
  for (let j = i + 1; j < lexed.count - 1; j++) {
    const next = lexed.codes[j];
    if (next === TokenCode.openBrace) return false;
    if (next === TokenCode.closeBrace || ((lexed.flags[j] as number) & Flag.lineFirst) !== 0) return true;
  }
  return false;
}

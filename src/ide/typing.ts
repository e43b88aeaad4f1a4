/**
 * What is being written at an offset, read from the tokens before it: half-typed text has no tree worth the name at the
 * cursor, but what stands before it is there. Completion and signature help share it.
 */

import { numberFormats } from '../base/precision';
import type { Span } from '../base/span';
import type { SourceFile, Token } from '../syntax/tree';
import { isTrivia, isWord, textOf, tokenIndexAt } from '../syntax/tree-walk';
import { functionWords } from '../syntax/words';

export type BodyOwner = 'network' | 'module' | 'branch' | 'repeat' | 'head' | 'output';

/** A call whose parentheses are open at the offset. */
export interface OpenCall {
  readonly callee: string;
  readonly calleeSpan: Span;
  /** Arguments before the one at the offset. */
  readonly index: number;
  /** Names of the arguments before it that have one, and of those after it that are already written. */
  readonly given: readonly string[];
  /** The name of the argument at the offset, if `name =` is written. */
  readonly name: string | undefined;
  /** Arguments before the one at the offset that have no name. */
  readonly positional: number;
}

export type TypingPlace =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'top' }
  /** Where a statement may start; `label` after `name =`, where only what has a result can follow. */
  | { readonly kind: 'statement'; readonly owner: BodyOwner; readonly label: boolean; readonly isFirst: boolean }
  | { readonly kind: 'branch' }
  | { readonly kind: 'defaults' }
  | { readonly kind: 'import-name'; readonly path: string | undefined }
  /** Inside the quotes of an import; `text` is what stands before the offset. */
  | { readonly kind: 'import-path'; readonly text: string }
  /** `isStart`: nothing of the argument is written, so its name may come; `owner`: of the body, if on a new line a
   * statement may be meant as well, as long as nobody has closed the call. */
  | {
      readonly kind: 'argument';
      readonly call: OpenCall;
      readonly isStart: boolean;
      readonly owner: BodyOwner | undefined;
    }
  /** Of any kind, or a number as the place of an item is. */
  | { readonly kind: 'value'; readonly of: 'any' | 'number' }
  | { readonly kind: 'result' }
  | { readonly kind: 'metric'; readonly statement: 'expect' | 'budget' }
  | { readonly kind: 'word'; readonly words: readonly string[] };

export interface Typing {
  readonly place: TypingPlace;
  /** The word that is being written, which a completion replaces; empty at the offset if there is none. */
  readonly word: Span;
}

const nothing: TypingPlace = { kind: 'nothing' };
const anyValue: TypingPlace = { kind: 'value', of: 'any' };

export function typingAt(file: SourceFile, offset: number): Typing {
  const at = tokenIndexAt(file, Math.max(0, offset - 1));
  const token = file.tokens[at];
  const here = { start: offset, end: offset };
  if (token !== undefined && token.start < offset) {
    const isInside = offset < token.end || (offset === token.end && !isClosed(file, token));
    if ((token.kind === 'comment' || token.kind === 'documentation') && isInside) return { place: nothing, word: here };
    if (token.kind === 'string' && isInside) return inString(file, token, at, offset);
    if (token.kind === 'error' && file.text[token.start] === '"') return inString(file, token, at, offset);
    if ((token.kind === 'number' || token.kind === 'size') && offset <= token.end)
      return { place: nothing, word: here };
  }
  const isTyped = token !== undefined && isWord(token) && token.start < offset && offset <= token.end;
  const before = new Backwards(file, isTyped ? at - 1 : token !== undefined && token.end <= offset ? at : at - 1);
  const word = isTyped ? { start: token.start, end: token.end } : here;
  return { place: placeAfter(before, word.start), word };
}

/** The call around the offset whose arguments are being written, for signature help. */
export function openCallAt(file: SourceFile, offset: number): OpenCall | undefined {
  const at = tokenIndexAt(file, Math.max(0, offset - 1));
  const token = file.tokens[at];
  if (token === undefined) return undefined;
  const isComment = token.kind === 'comment' || token.kind === 'documentation';
  if (isComment && offset > token.start && (offset < token.end || !isClosed(file, token))) return undefined;
  const before = new Backwards(file, token.end <= offset ? at : at - 1);
  let opener = before.opener(before.length - 1);
  // Lists, groups and functions stand inside of the argument of a call.
  while (opener !== undefined && opener.text !== '{') {
    const call = opener.text === '(' ? before.openCall(opener.index) : undefined;
    const isFunction = call !== undefined && functionWords.has(call.callee);
    if (call !== undefined && !isFunction && !before.isDefinition(opener.index)) return call;
    opener = before.opener(opener.index - 1);
  }
  return undefined;
}

/** A line comment goes on at its end; a closed block comment does not. */
function isClosed(file: SourceFile, token: Token): boolean {
  if (token.kind === 'comment' && file.text.startsWith('/*', token.start)) return file.text.endsWith('*/', token.end);
  if (token.kind === 'string') return token.end - token.start > 1 && file.text[token.end - 1] === '"';
  return token.kind !== 'comment' && token.kind !== 'documentation';
}

function inString(file: SourceFile, token: Token, at: number, offset: number): Typing {
  const before = new Backwards(file, at - 1);
  const word = { start: token.start + 1, end: Math.max(offset, token.end - (isClosed(file, token) ? 1 : 0)) };
  const place: TypingPlace =
    before.text(before.length - 1) === 'from' && before.text(before.length - 2) === '}'
      ? { kind: 'import-path', text: file.text.slice(token.start + 1, offset) }
      : nothing;
  return { place, word };
}

const owners = new Set([
  'network',
  'module',
  'branch',
  'repeat',
  'head',
  'output',
  'concat',
  'add',
  'multiply',
  'if',
  'else',
  'defaults',
  'import',
]);
const statementWords = new Set([
  'input',
  'const',
  'concat',
  'add',
  'multiply',
  'from',
  'repeat',
  'if',
  'precision',
  'head',
  'output',
  'defaults',
  'expect',
  'budget',
]);
const sides = new Set(['if', 'else']);
const joins = new Set(['concat', 'add', 'multiply']);
const comparisons = new Set(['==', '!=', '<=', '<', '>=', '>', '~']);
/** Words of an expression that a value follows. */
const valueKeywords = new Set(['if', 'else', 'and', 'or', 'not']);
const precisionParts = ['weights', 'activations'] as const;
const operators = new Set(['+', '-', '*', '/', '%', '**', '..', '..<', '[', ',', ':', ...comparisons]);

/** The significant tokens up to an index, from which the walk goes back. */
class Backwards {
  readonly length: number;
  private readonly tokens: readonly Token[];

  constructor(
    private readonly file: SourceFile,
    last: number,
  ) {
    this.tokens = significant(file);
    this.length = countUpTo(this.tokens, file.tokens[last]?.start ?? -1);
  }

  text(index: number): string {
    const token = this.tokens[index];
    return token === undefined ? '' : textOf(this.file, token);
  }

  isName(index: number): boolean {
    const token = this.tokens[index];
    return token?.kind === 'identifier' || this.text(index) === 'from' || this.text(index) === 'in';
  }

  isKeyword(index: number): boolean {
    return this.tokens[index]?.kind === 'keyword';
  }

  /** The bracket that is open before an index. A call that a new statement has broken off does not count. */
  opener(from: number): { readonly index: number; readonly text: string } | undefined {
    let depth = 0;
    for (let i = from; i >= 0; i--) {
      const text = this.punctuation(i);
      if (text === ')' || text === ']' || text === '}') depth++;
      else if (text === '(' || text === '[' || text === '{') {
        if (depth > 0) depth--;
        else if (text === '{' || !this.isBrokenOff(i, from)) return { index: i, text };
      }
    }
    return undefined;
  }

  private punctuation(index: number): string {
    return this.tokens[index]?.kind === 'punctuation' ? this.text(index) : '';
  }

  /** After an open `(` a line starts like a statement: what follows is no argument, as the parser sees it too. */
  private isBrokenOff(opener: number, last: number): boolean {
    for (let i = opener + 1; i <= last; i++) {
      if (!this.startsLine(i)) continue;
      const next = this.text(i + 1);
      if (this.isKeyword(i) && statementWords.has(this.text(i))) return true;
      const before = this.text(i - 1);
      const mayEnd = before === ',' || !operators.has(before);
      const isCall = this.tokens[i]?.kind === 'identifier' && next === '(' && !functionWords.has(this.text(i));
      if (isCall && mayEnd) return true;
      const isLabel = this.tokens[i]?.kind === 'identifier' && next === '=';
      const makes = this.isKeyword(i + 2) || this.text(i + 3) === '(';
      if (isLabel && makes && i + 2 <= last) return true;
    }
    return false;
  }

  private startsLine(index: number): boolean {
    const token = this.tokens[index];
    const before = this.tokens[index - 1];
    if (token === undefined) return false;
    return before === undefined || /[\r\n]/.test(this.file.text.slice(before.end, token.start));
  }

  /** A line break lies between the last token and the word at the cursor. */
  endsLine(offset: number): boolean {
    const last = this.tokens[this.length - 1];
    return last !== undefined && /[\r\n]/.test(this.file.text.slice(last.end, offset));
  }

  /** What `{` belongs to. */
  owner(brace: number): string | undefined {
    let depth = 0;
    for (let i = brace - 1; i >= 0; i--) {
      const text = this.text(i);
      if (text === ')') depth++;
      else if (text === '(') depth--;
      else if (text === '{' || text === '}') return undefined;
      else if (depth === 0 && this.isKeyword(i) && owners.has(text)) return text;
    }
    return undefined;
  }

  /** `module name(` or `network name(`: what follows are parameters, not arguments. */
  isDefinition(parenthesis: number): boolean {
    const word = this.text(parenthesis - 2);
    return word === 'module' || word === 'network';
  }

  openCall(parenthesis: number): OpenCall | undefined {
    const callee = this.tokens[parenthesis - 1];
    if (callee === undefined || !isWord(callee)) return undefined;
    const given: string[] = [];
    let positional = 0;
    let index = 0;
    let name: string | undefined;
    let argumentStart = parenthesis + 1;
    const close = (end: number) => {
      if (this.isName(argumentStart) && this.text(argumentStart + 1) === '=') given.push(this.text(argumentStart));
      else if (end > argumentStart) positional++;
    };
    let depth = 0;
    for (let i = parenthesis + 1; i < this.length; i++) {
      const text = this.punctuation(i);
      if (text === '(' || text === '[' || text === '{') depth++;
      else if (text === ')' || text === ']' || text === '}') depth--;
      else if (text === ',' && depth === 0) {
        close(i);
        index++;
        argumentStart = i + 1;
      }
    }
    if (this.isName(argumentStart) && this.text(argumentStart + 1) === '=') name = this.text(argumentStart);
    given.push(...this.namesAfter());
    return { callee: textOf(this.file, callee), calleeSpan: callee, index, given, name, positional };
  }

  /** Names of arguments that already follow in the same call. */
  private namesAfter(): readonly string[] {
    const names: string[] = [];
    let depth = 0;
    for (let i = this.length; i < this.tokens.length && i < this.length + 200; i++) {
      const text = this.punctuation(i);
      if (text === '(' || text === '[') depth++;
      else if (text === ')' || text === ']') {
        if (depth-- === 0) break;
      } else if (text === '{' || text === '}') break;
      else if (depth === 0 && this.text(i + 1) === '=' && this.text(i - 1) === ',' && this.isName(i)) {
        names.push(this.text(i));
      }
    }
    return names;
  }

  /** The items of a list, the place of one, or the names of a pattern, which are new. */
  inBrackets(bracket: number): TypingPlace {
    const owner = this.text(bracket - 1);
    if (owner === 'const' || owner === 'repeat') return nothing;
    const isIndex = this.tokens[bracket - 1]?.kind === 'identifier' || owner === ']' || owner === ')';
    return isIndex ? { kind: 'value', of: 'number' } : anyValue;
  }

  /** Whether the `=` at the end is that of a constant, of one name or of a pattern. */
  isConstant(): boolean {
    const name = this.length - 2;
    const opener = this.text(name) === ']' ? this.opener(name - 1) : undefined;
    return this.text((opener?.index ?? name) - 1) === 'const';
  }

  /** The argument at the end has no token yet but its name. */
  isArgumentStart(): boolean {
    const last = this.text(this.length - 1);
    return last === '(' || last === ',';
  }

  /** The keyword that a list at the end belongs to. */
  listKeyword(): string {
    for (let i = this.length - 1; i >= 0; i--) {
      const text = this.text(i);
      if (this.isKeyword(i)) return text;
      if (text === '{' || text === '}' || text === '(' || text === ')') return '';
    }
    return '';
  }

  importPath(brace: number): string | undefined {
    for (let i = brace + 1; i < Math.min(this.tokens.length, brace + 400); i++) {
      if (this.text(i) !== '}') continue;
      const path = this.tokens[i + 2];
      return this.text(i + 1) === 'from' && path?.kind === 'string' ? this.text(i + 2).slice(1, -1) : undefined;
    }
    return undefined;
  }
}

const significantTokens = new WeakMap<SourceFile, readonly Token[]>();

function significant(file: SourceFile): readonly Token[] {
  let tokens = significantTokens.get(file);
  if (tokens === undefined) {
    tokens = file.tokens.filter((token) => !isTrivia(token) && token.kind !== 'end');
    significantTokens.set(file, tokens);
  }
  return tokens;
}

function countUpTo(tokens: readonly Token[], start: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as Token).start <= start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeAfter(before: Backwards, offset: number): TypingPlace {
  const last = before.length - 1;
  let opener = before.opener(last);
  // A side of a condition belongs to the body around it.
  while (opener?.text === '{' && sides.has(before.owner(opener.index) ?? '')) opener = before.opener(opener.index - 1);
  if (opener === undefined) return topPlace(before);
  if (opener.text === '[') return before.inBrackets(opener.index);
  if (opener.text === '(') return inParentheses(before, opener.index, offset);
  const owner = before.owner(opener.index);
  switch (owner) {
    case 'import':
      return importPlace(before, opener.index);
    case 'concat':
    case 'add':
    case 'multiply':
      return joinPlace(before);
    case 'defaults':
      return { kind: 'defaults' };
    case undefined:
      return nothing;
    default:
      return bodyPlace(before, opener.index, owner as BodyOwner);
  }
}

function topPlace(before: Backwards): TypingPlace {
  const last = before.length - 1;
  if (before.text(last) === '=' && before.isConstant()) return anyValue;
  if (before.text(last) === '}' && before.listKeyword() === '' && isAfterImport(before))
    return { kind: 'word', words: ['from'] };
  if (before.isKeyword(last)) return nothing;
  return operators.has(before.text(last)) ? anyValue : { kind: 'top' };
}

function isAfterImport(before: Backwards): boolean {
  let i = before.length - 2;
  while (i >= 0 && before.text(i) !== '{' && before.text(i) !== '}') i--;
  return before.text(i) === '{' && before.text(i - 1) === 'import';
}

function importPlace(before: Backwards, brace: number): TypingPlace {
  const last = before.text(before.length - 1);
  if (last === '{' || last === ',') return { kind: 'import-name', path: before.importPath(brace) };
  return last === 'as' ? nothing : { kind: 'word', words: ['as'] };
}

function joinPlace(before: Backwards): TypingPlace {
  const last = before.length - 1;
  if (before.text(last) === 'from') return { kind: 'result' };
  if (before.text(last) === 'branch' || (before.isName(last) && before.text(last - 1) === 'branch')) {
    return { kind: 'word', words: ['from'] };
  }
  return { kind: 'branch' };
}

function inParentheses(before: Backwards, parenthesis: number, offset: number): TypingPlace {
  const last = before.text(before.length - 1);
  if (before.isDefinition(parenthesis))
    return last === '=' || (operators.has(last) && last !== ',') ? anyValue : nothing;
  const call = before.openCall(parenthesis);
  if (call === undefined) return anyValue;
  if (joins.has(call.callee)) return { kind: 'result' };
  const isStart = before.isArgumentStart();
  if (valueKeywords.has(last)) return anyValue;
  if (!isStart && last !== '=' && !operators.has(last)) return nothing;
  const outer = before.opener(parenthesis - 1);
  const isNewLine = outer?.text === '{' && before.endsLine(offset);
  const owner = isNewLine ? before.owner(outer.index) : undefined;
  return { kind: 'argument', call, isStart, owner: owner as BodyOwner | undefined };
}

function bodyPlace(before: Backwards, brace: number, owner: BodyOwner): TypingPlace {
  const last = before.length - 1;
  const one = before.text(last);
  const two = before.text(last - 1);
  const isFirst = last === brace;
  if (one === '=') {
    if (before.isConstant()) return anyValue;
    if (before.listKeyword() === 'precision') return { kind: 'word', words: numberFormats };
    return { kind: 'statement', owner, label: true, isFirst };
  }
  if (before.isKeyword(last)) {
    switch (one) {
      case 'from':
      case 'output':
        return { kind: 'result' };
      case 'expect':
      case 'budget':
        return { kind: 'metric', statement: one };
      case 'repeat':
      case 'in':
      case 'if':
      case 'and':
      case 'or':
      case 'not':
        return anyValue;
      case 'precision':
        return { kind: 'word', words: [...numberFormats, ...precisionParts] };
      case 'true':
      case 'false':
        break;
      default:
        return nothing;
    }
  }
  if (before.isName(last)) {
    if (two === 'head' || two === 'output') return { kind: 'word', words: ['from'] };
    if (two === 'repeat') return { kind: 'word', words: ['in'] };
    if (two === 'budget') return { kind: 'word', words: ['<='] };
    if (two === 'expect') return { kind: 'word', words: ['==', '~', '<='] };
  }
  if (one === ',' && before.listKeyword() === 'expect') return { kind: 'metric', statement: 'expect' };
  if (one === ',' && before.listKeyword() === 'precision') return { kind: 'word', words: precisionParts };
  if (operators.has(one)) return anyValue;
  return { kind: 'statement', owner, label: false, isFirst };
}

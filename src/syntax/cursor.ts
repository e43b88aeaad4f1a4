/**
 * Where the parser stands in the significant tokens, and what it has to say about them. Holds no
 * grammar. A body or list sets `limit` to its own end: beyond it `code` reads as the end of the text,
 * so that a mistake inside can never eat what follows.
 */

import type { MessageKey } from '../base/codes';
import {
  type Diagnostic,
  diagnostic,
  type Fix,
  type MessageValue,
  mostMessages,
  phrase,
  type TextEdit,
  type ValuesFor,
} from '../base/diagnostic';
import type { FileId, Span } from '../base/span';
import type { Suggestion } from '../base/suggest';
import type { Messages, Phrases } from '../words/english/diagnostics';
import type { PlacesOf } from '../words/text';
import type { Brackets } from './brackets';
import { Flag, type Lexed } from './lexer';
import { isJoinCode, isKeywordCode, isStatementKeyword, TokenCode } from './token-codes';
import type { Declaration, Name } from './tree';
import { functionWords } from './words';

/** Something that the text should have: a phrase by its key, one with values, or signs to choose from. */
export type Expected = PlainPhrase | Exclude<MessageValue, string | number>;

type PlainPhrase = { [Key in keyof Phrases]: [PlacesOf<Phrases[Key]>] extends [never] ? Key : never }[keyof Phrases];

/** Signs and words of the language, of which one is expected. */
export function sign(...texts: readonly string[]): { readonly any: readonly string[] } {
  return { any: texts.map((text) => `\`${text}\``) };
}

/** Changes that mend a mistake, or the word that was meant. */
type Mending = readonly Fix[] | Suggestion;

export class Cursor {
  readonly file: FileId;
  readonly text: string;
  readonly brackets: Brackets;
  readonly diagnostics: Diagnostic[] = [];
  /** Modules, networks and imports that were found in a body. */
  readonly misplaced: Declaration[] = [];
  /** Rests of lines behind a mistake, in order. */
  readonly unread: Span[] = [];
  /** Keywords that were used as names and have been reported: their uses are no mistakes of their own. */
  readonly usedKeywords = new Set<string>();

  /** Names of values: those of the file so far, and those of the definition that is being read. */
  private readonly fileValues = new Set<string>();
  private readonly bodyValues = new Set<string>();
  /** Names of results in that definition so far. */
  private readonly bodyResults = new Set<string>();

  /** Index of the current token, and its code (`TokenCode.end` from `limit` on). */
  index = 0;
  code: number;
  limit: number;
  /** Open bodies, and open parentheses and brackets. */
  bodyDepth = 0;
  parenDepth = 0;
  /** An input may stand here: in the body of a network that has none yet. */
  takesInput = false;
  /** Height of the expression tree that was read last. */
  height = 0;

  private readonly lexed: Lexed;
  /** Where the last "expected ..." was said: nothing more is said about the same token. */
  private failedAt = -1;

  constructor(file: FileId, text: string, lexed: Lexed, brackets: Brackets) {
    this.file = file;
    this.text = text;
    this.lexed = lexed;
    this.brackets = brackets;
    this.limit = lexed.count - 1;
    this.code = this.limit === 0 ? TokenCode.end : (lexed.codes[0] as number);
  }

  // ---- Reading ----

  get start(): number {
    return this.lexed.starts[this.index] as number;
  }

  get end(): number {
    return this.lexed.ends[this.index] as number;
  }

  /** Where the token before the current one ends. */
  get previousEnd(): number {
    return this.index === 0 ? 0 : (this.lexed.ends[this.index - 1] as number);
  }

  get lineFirst(): boolean {
    return ((this.lexed.flags[this.index] as number) & Flag.lineFirst) !== 0;
  }

  isLineFirst(index: number): boolean {
    return ((this.lexed.flags[index] as number) & Flag.lineFirst) !== 0;
  }

  codeAt(index: number): number {
    return index >= this.limit ? TokenCode.end : (this.lexed.codes[index] as number);
  }

  /** The code as written, whatever the limit. */
  rawCodeAt(index: number): number {
    return this.lexed.codes[index] as number;
  }

  startAt(index: number): number {
    return this.lexed.starts[index] as number;
  }

  endAt(index: number): number {
    return this.lexed.ends[index] as number;
  }

  advance(): void {
    if (this.index < this.limit) this.moveTo(this.index + 1);
  }

  moveTo(index: number): void {
    this.index = index;
    this.code = index >= this.limit ? TokenCode.end : (this.lexed.codes[index] as number);
  }

  setLimit(limit: number): void {
    this.limit = limit;
    this.code = this.index >= limit ? TokenCode.end : (this.lexed.codes[this.index] as number);
  }

  /** Takes the current token as a name. */
  takeName(): Name {
    const start = this.start;
    const end = this.end;
    this.advance();
    return { kind: 'identifier', start, end, text: this.text.slice(start, end) };
  }

  /** The Markdown of the `///` lines before a token. */
  documentationAt(index: number): string | undefined {
    if (((this.lexed.flags[index] as number) & Flag.documented) === 0) return undefined;
    let joined = '';
    let end = -1;
    for (const token of this.lexed.documentation.get(index) ?? []) {
      let line = this.text.slice(token.start + 3, token.end);
      if (line.startsWith(' ')) line = line.slice(1);
      if (end >= 0) joined += isOneLineBreak(this.text.slice(end, token.start)) ? '\n' : '\n\n';
      joined += line.trimEnd();
      end = token.end;
    }
    return joined;
  }

  /** Whether the token starts its line and reads like the start of a statement. */
  startsStatement(index: number): boolean {
    if (index >= this.limit) return true;
    if (!this.isLineFirst(index)) return false;
    const code = this.rawCodeAt(index);
    if (code === TokenCode.closeBrace || code === TokenCode.arrow || isStatementKeyword(code)) return true;
    if (code === TokenCode.if || code === TokenCode.else) return true;
    if (code === TokenCode.from) return this.namesResult(index + 1);
    if (code !== TokenCode.identifier && code !== TokenCode.badWord) return false;
    const next = this.codeAt(index + 1);
    if (next === TokenCode.openParen) return true;
    if (next !== TokenCode.assign) return false;
    // `x =` and nothing behind it on its line.
    return this.isLineFirst(index + 2) || this.startsMaker(index + 2);
  }

  /** Whether what makes layers starts there, and so can have a name before it. */
  startsMaker(index: number): boolean {
    const code = this.codeAt(index);
    if (isJoinCode(code) || code === TokenCode.repeat || code === TokenCode.if) return true;
    return code === TokenCode.identifier && this.codeAt(index + 1) === TokenCode.openParen;
  }

  /** Whether a token can only be the name of a result: an identifier or `input` that starts no statement itself. */
  private namesResult(index: number): boolean {
    const code = this.codeAt(index);
    const next = this.codeAt(index + 1);
    if (code === TokenCode.input) return this.isNamedInput(index);
    return code === TokenCode.identifier && next !== TokenCode.openParen && next !== TokenCode.assign;
  }

  /** Whether the word `input` names a result, and does not declare the input of a network. */
  isNamedInput(index: number): boolean {
    const next = this.codeAt(index + 1);
    return next !== TokenCode.colon && !(next === TokenCode.identifier && this.codeAt(index + 2) === TokenCode.colon);
  }

  /** Characters before a token on its line, for the first token of a line. */
  column(index: number): number {
    const start = this.startAt(index);
    const before = index === 0 ? 0 : this.endAt(index - 1);
    let lineStart = start;
    while (lineStart > before && !isLineBreak(this.text.charCodeAt(lineStart - 1))) lineStart--;
    return start - lineStart;
  }

  /**
   * The call at the current token goes on with the expression that began on the line of `first`: it calls a
   * function, or is indented deeper than that line.
   */
  isContinuation(first: number): boolean {
    if (this.code !== TokenCode.identifier || this.codeAt(this.index + 1) !== TokenCode.openParen) return false;
    if (this.callsFunction(this.index)) return true;
    return this.column(this.index) > this.column(this.firstOfLine(first));
  }

  /** The token that the line of another one begins with. */
  private firstOfLine(index: number): number {
    let first = index;
    while (first > 0 && !this.isLineFirst(first)) first--;
    return first;
  }

  /** Of a name: that of a function, and of no layer. */
  callsFunction(index: number): boolean {
    return functionWords.has(this.text.slice(this.startAt(index), this.endAt(index)));
  }

  /** A line that starts no deeper than the line of `index`; only known where brackets do not pair up. */
  isNoDeeper(line: number, index: number): boolean {
    const indents = this.brackets.indents;
    return indents === undefined || (indents[line] as number) <= (indents[index] as number);
  }

  // ---- Skipping ----

  /** Past the current token, or past all of a pair of brackets that starts with it. */
  skipToken(): void {
    const close = this.brackets.match[this.index] as number;
    this.moveTo(close > this.index && close < this.limit ? close + 1 : Math.min(this.index + 1, this.limit));
  }

  // ---- Reporting ----

  /** Says that the text at the current token is wrong, unless something was said about it already. */
  fail<Key extends MessageKey>(text: Key, span: Span, values: ValuesFor<Messages[Key]>, mending?: Mending): void {
    const { isTold } = this;
    this.failedAt = this.index;
    if (!isTold) this.report(text, span, values, mending);
  }

  /** Something was said about what led to the current token: nothing more is. */
  quiet(): void {
    this.failedAt = this.index;
  }

  get hasFailedHere(): boolean {
    return this.failedAt === this.index;
  }

  /** Something was said about the current token, or about what stands before it. */
  get isTold(): boolean {
    return this.hasFailedHere || ((this.lexed.flags[this.index] as number) & Flag.afterJunk) !== 0;
  }

  /** Something was said about the line of the current token: what it leaves behind is no mistake of its own. */
  get isLineTold(): boolean {
    const last = this.diagnostics[this.diagnostics.length - 1];
    if (last === undefined || this.lineFirst) return false;
    return last.span.start >= this.startAt(this.firstOfLine(this.index));
  }

  report<Key extends MessageKey>(text: Key, span: Span, values: ValuesFor<Messages[Key]>, mending: Mending = []): void {
    // One more than are listed says that there are more.
    if (this.diagnostics.length > mostMessages.ofSyntax) return;
    const location = { file: this.file, span: { start: span.start, end: span.end } };
    this.diagnostics.push(diagnostic(text, location, values, 'length' in mending ? { fixes: mending } : mending));
  }

  /**
   * Takes back what was said from the `first` message on about the line of a token, and about what goes on with it up to
   * `end`: more was said about all of it.
   */
  withdraw(first: number, token: number, end: number): void {
    const last = Math.max(end, this.endOfLine(token));
    this.unread.push({ start: this.startAt(token), end: last });
    const later = this.diagnostics.splice(first);
    for (const found of later) if (found.span.start > last) this.diagnostics.push(found);
  }

  /** The same for what was missed where a line ends, in a list that is not closed there. */
  withdrawMissed(first: number, token: number): void {
    const end = this.endOfLine(token);
    const later = this.diagnostics.splice(first);
    for (const found of later)
      if (found.code !== 'syntax.expected' || found.span.end !== end) this.diagnostics.push(found);
  }

  /** Where the tokens of a token's line end, as far as they have been read. */
  private endOfLine(token: number): number {
    let next = token + 1;
    while (next < this.index && !this.isLineFirst(next)) next++;
    return this.endAt(next - 1);
  }

  /** Something else than the current token is expected. At a line's end the token before it is marked. */
  expected(what: Expected, ...fixes: readonly Fix[]): void {
    const expected = typeof what === 'string' ? phrase(what) : what;
    this.fail('syntax.expected', this.expectedSpan(), { expected, found: this.found() }, fixes);
  }

  /** The current token, or the one before a line break: there the missing text belongs. */
  expectedSpan(): Span {
    const atLineEnd = this.index > 0 && (this.lineFirst || this.rawCodeAt(this.index) === TokenCode.end);
    const index = atLineEnd ? this.index - 1 : this.index;
    return { start: this.startAt(index), end: this.endAt(index) };
  }

  /** What stands where something else is expected. */
  found(): MessageValue {
    const code = this.rawCodeAt(this.index);
    if (code === TokenCode.end) return phrase('end-of-file');
    if (this.index > 0 && this.lineFirst) return phrase('end-of-line');
    return this.describe(this.index);
  }

  describe(index: number): MessageValue {
    const code = this.rawCodeAt(index);
    if (code === TokenCode.end) return phrase('end-of-file');
    const shown = this.shown(this.startAt(index), this.endAt(index));
    return code === TokenCode.string ? shown : `\`${shown}\``;
  }

  /** A part of the text as a message shows it: its beginning where it is long. */
  shown(start: number, end: number): string {
    return end - start > 40 ? `${this.text.slice(start, start + 37)}...` : this.text.slice(start, end);
  }

  edit(start: number, end: number, newText: string): TextEdit {
    return { file: this.file, span: { start, end }, newText };
  }

  // ---- Names ----

  /** A constant, parameter or loop variable is defined. */
  defineValue(name: Name | undefined): void {
    if (name !== undefined) (this.bodyDepth === 0 ? this.fileValues : this.bodyValues).add(name.text);
  }

  defineParameter(name: Name): void {
    this.bodyValues.add(name.text);
  }

  /** A module or network begins, whose parameters and constants are its own. */
  enterDefinition(): void {
    this.bodyValues.clear();
    this.bodyResults.clear();
  }

  defineResult(name: Name | undefined): void {
    if (name !== undefined) this.bodyResults.add(name.text);
  }

  /** The result of a layer and nothing else, as far as it was read. */
  isKnownResult(name: string): boolean {
    return this.bodyResults.has(name) && !this.isKnownValue(name);
  }

  isKnownValue(name: string): boolean {
    return this.fileValues.has(name) || this.bodyValues.has(name);
  }

  /** A keyword where a name is defined: reported, and taken as the name so that its uses are known. */
  takeKeywordAsName(): Name {
    const name = this.takeName();
    this.usedKeywords.add(name.text);
    this.report('syntax.keyword-name', name, { found: name.text });
    return name;
  }

  /** A keyword where a name is used, which was reported where it was defined. */
  isUsedKeyword(): boolean {
    return (
      this.usedKeywords.size > 0 &&
      isKeywordCode(this.code) &&
      this.usedKeywords.has(this.text.slice(this.start, this.end))
    );
  }
}

function isOneLineBreak(between: string): boolean {
  return /^[ \t]*(\r\n|\n|\r)[ \t]*$/.test(between);
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

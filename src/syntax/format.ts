/**
 * Formats a file: two spaces of indentation, one statement on a line, spaces around `=` and operators.
 * What the user joined with `->` on one line stays joined, and a body written on one line stays there,
 * as long as it fits. Only white space, trailing commas and arrows between lines change. Text with a
 * mistake in it is left alone, and so is the whole file where its new layout would be read differently
 * or not come out the same a second time: recovery from mistakes goes by the layout.
 */

import {
  type FormatPlan,
  forcesBreak,
  isListOpener,
  lineBreaksBefore,
  Mark,
  planFormat,
  spaceBefore,
  startsWrittenOut,
} from './format-plan';
import { Flag } from './lexer';
import { parse } from './parser';
import { isSameProgram } from './same-program';
import { TokenCode } from './token-codes';
import type { SourceFile, Token } from './tree';

export const lineWidth = 120;
const indentWidth = 2;

/** The formatted text of a file. */
export function format(file: SourceFile): string {
  const formatted = print(file);
  if (formatted === file.text) return formatted;
  const reparsed = parse(file.file, formatted);
  return isSameProgram(file, reparsed) && print(reparsed) === formatted ? formatted : file.text;
}

function print(file: SourceFile): string {
  return new Printer(planFormat(file)).print();
}

/** Brackets that are open at the point of printing. */
interface Group {
  readonly close: number;
  /** Lines break in it: between statements, or after each item of a list. */
  readonly writtenOut: boolean;
  readonly isList: boolean;
  /** Level of the lines around it, to which its closer returns. */
  readonly level: number;
}

/** Judged by the first line break that is not inside of a comment, which keeps its own. */
function breaksWithReturn({ tokens, text }: SourceFile): boolean {
  for (const { kind, start, end } of tokens) {
    const lineBreak = kind === 'whitespace' ? /\r\n|\n|\r/.exec(text.slice(start, end)) : null;
    if (lineBreak !== null) return lineBreak[0] === '\r\n';
  }
  return false;
}

class Printer {
  private readonly plan: FormatPlan;
  private readonly text: string;
  private readonly lineBreak: string;
  private output = '';
  private column = 0;
  /** Indentation of the lines of the innermost group that is written out. */
  private level = 0;
  private readonly groups: Group[] = [];

  constructor(plan: FormatPlan) {
    this.plan = plan;
    this.text = plan.file.text;
    this.lineBreak = breaksWithReturn(plan.file) ? '\r\n' : '\n';
  }

  print(): string {
    const { lexed, marks, extras } = this.plan;
    if (this.text.charCodeAt(0) === 0xfeff) this.output = '\uFEFF';
    const last = lexed.count - 1;
    for (let i = 0; i < last; i++) {
      const bits = marks[i] as number;
      const endsLine = this.isArrowAtLineEnd(i);
      if ((bits & Mark.dropped) !== 0 || (endsLine && (bits & Mark.leadsOn) === 0)) {
        this.isAfterBrokenArrow = endsLine;
        // Its comments are written before the token that follows it.
        this.pending.push(...(extras.get(i) ?? []));
        continue;
      }
      const group = this.groups[this.groups.length - 1];
      if ((bits & Mark.trailing) !== 0 && !(group?.isList === true && group.writtenOut)) {
        this.pending.push(...(extras.get(i) ?? []));
        continue;
      }
      if (group !== undefined && group.close === i) this.closeGroup(i, group);
      else this.writeGap(i);
      this.write(this.text.slice(lexed.starts[i], lexed.ends[i]));
      this.isAfterBrokenArrow = endsLine;
      this.openGroup(i);
    }
    this.writeEnd(last);
    return this.output;
  }

  /** Comments of tokens that are not written. */
  private pending: Token[] = [];

  private write(text: string): void {
    this.output += text;
    this.column += text.length;
  }

  private newLine(level: number, blank = false): void {
    if (this.output === '' || this.output === '\uFEFF') return;
    this.output += blank ? this.lineBreak + this.lineBreak : this.lineBreak;
    this.output += ' '.repeat(level * indentWidth);
    this.column = level * indentWidth;
  }

  // ---- Groups ----

  private openGroup(index: number): void {
    const { lexed, match, marks } = this.plan;
    const code = lexed.codes[index];
    if (code !== TokenCode.openParen && code !== TokenCode.openBracket && code !== TokenCode.openBrace) return;
    const close = match[index] as number;
    if (close <= index || ((marks[close] as number) & Mark.verbatim) !== 0) return;
    const isList = isListOpener(lexed, index);
    if (code === TokenCode.openParen && !isList) return;
    const writtenOut =
      !this.isEmpty(index, close) && (isList ? this.breaksList(index, close) : this.breaksBody(index, close));
    if (!this.isOnOneLine && !writtenOut && !isList) this.oneLineUntil = close;
    this.groups.push({ close, writtenOut, isList, level: this.level });
    if (writtenOut) this.level++;
  }

  private isEmpty(open: number, close: number): boolean {
    const { breaks } = this.plan;
    return close === open + 1 && breaks[close + 1] === breaks[close];
  }

  /** Up to this token all stands on one line: a body that was written so, and fits. */
  private oneLineUntil = -1;

  private get isOnOneLine(): boolean {
    return this.oneLineUntil >= 0;
  }

  private breaksList(open: number, close: number): boolean {
    const { lexed, match } = this.plan;
    return startsWrittenOut(lexed, match, open) || !this.fits(open + 1, this.afterClosers(close));
  }

  private breaksBody(open: number, close: number): boolean {
    const { flags } = this.plan.lexed;
    for (let i = open + 1; i <= close; i++) if (((flags[i] as number) & Flag.lineFirst) !== 0) return true;
    return !this.fits(open + 1, this.afterClosers(close));
  }

  /** Closers and commas behind a group stand on the same line as its own closer. */
  private afterClosers(close: number): number {
    const { codes } = this.plan.lexed;
    let index = close + 1;
    while (
      codes[index] === TokenCode.closeParen ||
      codes[index] === TokenCode.closeBracket ||
      codes[index] === TokenCode.comma
    )
      index++;
    return index;
  }

  /** Whether the tokens from `first` up to `end` fit on the current line. */
  private fits(first: number, end: number): boolean {
    const { widths, breaks } = this.plan;
    if (breaks[end] !== breaks[first]) return false;
    return this.column + (widths[end] as number) - (widths[first] as number) <= lineWidth;
  }

  private closeGroup(index: number, group: Group): void {
    this.groups.pop();
    if (this.oneLineUntil === index) this.oneLineUntil = -1;
    if (!group.writtenOut) {
      this.writeGap(index);
      return;
    }
    const isEmpty = this.plan.match[index] === index - 1;
    if (group.isList && !isEmpty && this.plan.lexed.codes[index - 1] !== TokenCode.comma) this.write(',');
    this.writeExtras(index, !group.isList && !isEmpty);
    this.level = group.level;
    this.newLine(this.level);
  }

  // ---- Between tokens ----

  private writeGap(index: number): void {
    const { lexed, marks } = this.plan;
    const bits = marks[index] as number;
    if ((bits & Mark.verbatim) !== 0 && index > 0) {
      this.writeVerbatim(lexed.ends[index - 1] as number, lexed.starts[index] as number);
      return;
    }
    const group = this.groups[this.groups.length - 1];
    const isJoined = index > 0 && ((marks[index - 1] as number) & Mark.joins) !== 0 && !this.isAfterBrokenArrow;
    const startsLine =
      group === undefined || (group.writtenOut && !group.isList)
        ? (bits & Mark.starts) !== 0 && !isJoined
        : group.writtenOut && this.startsItem(index);
    const isFirst = index === 0 || this.isOpenerWritten(index - 1);
    const hasComments = this.pending.length > 0 || this.plan.extras.has(index);
    const hadBreak = this.writeExtras(index, !isFirst && !(group?.isList ?? false));
    if (startsLine) {
      const allowBlank = (!isFirst || hasComments) && !(group?.isList ?? false);
      this.newLine(this.level, allowBlank && this.hasBlankLine(index));
    } else if (hadBreak) {
      this.newLine(this.level + (lexed.codes[index] === TokenCode.openBrace ? 0 : 1));
    } else if (spaceBefore(lexed, marks, index) || (hasComments && index > 0)) {
      this.write(' ');
    }
  }

  private startsItem(index: number): boolean {
    const before = this.plan.lexed.codes[index - 1];
    return before === TokenCode.comma || this.isOpenerWritten(index - 1);
  }

  /** Whether the token before is the opener of the innermost group. */
  private isOpenerWritten(index: number): boolean {
    const group = this.groups[this.groups.length - 1];
    return group !== undefined && index >= 0 && this.plan.match[index] === group.close;
  }

  /**
   * The comments before a token, each on the line where it was: behind the token before it, or on its
   * own. Gives whether a line break must follow.
   */
  private writeExtras(index: number, allowBlank: boolean): boolean {
    const own = this.plan.extras.get(index) ?? [];
    const extras = this.pending.length === 0 ? own : [...this.pending, ...own];
    this.pending = [];
    let mustBreak = false;
    let isFirst = true;
    for (const extra of extras) {
      const between = lineBreaksBefore(this.text, extra.start);
      if (between > 0 || mustBreak) this.newLine(this.level, between > 1 && (allowBlank || !isFirst));
      else if (this.column > 0) this.write(' ');
      this.writeText(this.text.slice(extra.start, extra.end).replace(/[ \t]+$/, ''));
      mustBreak = forcesBreak(this.text, extra) && !this.text.startsWith('/*', extra.start);
      isFirst = false;
    }
    return mustBreak;
  }

  /** Text that may have line breaks of its own. */
  private writeText(text: string): void {
    this.output += text;
    const lineStart = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    this.column = lineStart < 0 ? this.column + text.length : text.length - lineStart - 1;
  }

  private writeVerbatim(start: number, end: number): void {
    this.writeText(this.text.slice(start, end));
  }

  private hasBlankLine(index: number): boolean {
    return lineBreaksBefore(this.text, this.plan.lexed.starts[index] as number) > 1;
  }

  // ---- Arrows and the end ----

  private isAfterBrokenArrow = false;

  /** Whether the layer behind an arrow would not fit on the line: then a line break stands for the arrow, if it may. */
  private isArrowAtLineEnd(index: number): boolean {
    const { marks, widths, breaks } = this.plan;
    if (((marks[index] as number) & Mark.joins) === 0 || this.isOnOneLine) return false;
    const end = this.firstStop(index + 1);
    const width = (widths[end] as number) - (widths[index] as number);
    return breaks[index + 2] !== breaks[index] || this.column + width > lineWidth;
  }

  /** How far a layer reaches on its line: up to its end, or past the bracket behind which a line may break. */
  private firstStop(index: number): number {
    const { lexed, match, breaks } = this.plan;
    let end = index;
    while (end < lexed.count - 1) {
      const code = lexed.codes[end];
      const close = match[end] as number;
      if (code === TokenCode.openParen && close > end && breaks[close] === breaks[end]) return close + 1;
      if (code === TokenCode.openParen || code === TokenCode.openBrace) return end + 1;
      end++;
    }
    return end;
  }

  private writeEnd(last: number): void {
    const { lexed } = this.plan;
    this.writeExtras(last, true);
    const isEmpty = this.output === '' || this.output === '\uFEFF';
    if (!isEmpty && !lexed.openComment) this.output += this.lineBreak;
  }
}

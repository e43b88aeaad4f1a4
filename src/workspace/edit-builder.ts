/**
 * Changes of a text that a person would have typed: an argument of a call set or taken away, a statement replaced,
 * or put before or behind another. Edits are small and keep comments, indentation and everything else; what
 * the formatter would leave alone before, it leaves alone after. Undefined where the place or the new text is none.
 */

import type { TextEdit } from '../base/diagnostic';
import type { Span } from '../base/span';
import { format, lineWidth } from '../syntax/format';
import { parse } from '../syntax/parser';
import type { CallExpression, CallStatement, SourceFile } from '../syntax/tree';
import { nodesAt, tokenIndexAt } from '../syntax/tree-walk';
import { applyEdits, smallestEdit } from './text-edits';
import {
  attachedStart,
  commaBefore,
  commentsIn,
  endOfLine,
  indentAround,
  indented,
  indentOf,
  lineBreakOf,
  significantFrom,
} from './text-places';

export type Call = CallStatement | CallExpression;

export type Edits = readonly TextEdit[] | undefined;

/** The call whose name starts at an offset: a layer, a module, an entry of `defaults`, a layer given as a value. */
export function callAt(file: SourceFile, start: number): Call | undefined {
  const call = nodesAt(file, start).findLast((node) => node.kind === 'call' || node.kind === 'call-expression');
  return call !== undefined && call.callee.start === start ? call : undefined;
}

/**
 * Gives a parameter of the call at `start` a value, or another one. `parameters` are the names of all that the callee
 * has, in order: an argument by position stays one.
 */
export function setArgument(
  file: SourceFile,
  start: number,
  parameters: readonly string[],
  parameter: string,
  value: string,
): Edits {
  const call = callAt(file, start);
  if (call === undefined || !isExpression(value)) return undefined;
  const given = argumentIndex(call, parameters, parameter);
  const argument = call.arguments[given];
  if (argument !== undefined) {
    const text = argument.value === undefined ? `${parameter} = ${value}` : value;
    const { start: from, end } = argument.value ?? argument;
    if (file.text.slice(from, end) === text) return [];
    return settled(file, [edit(file, from, end, text)]);
  }
  const text = `${parameter} = ${value}`;
  if (isWithoutParentheses(call)) return settled(file, [edit(file, call.callee.end, call.callee.end, `(${text})`)]);
  if (file.text[call.end - 1] !== ')') return undefined;
  const last = call.arguments.at(-1);
  if (last === undefined) {
    const space = /\s$/.test(file.text.slice(0, call.end - 1)) || file.text[call.end - 2] === '(' ? '' : ' ';
    return settled(file, [edit(file, call.end - 1, call.end - 1, `${space}${text}`)]);
  }
  const indent = indentOf(file, last.start);
  if (indent === undefined) return settled(file, [edit(file, last.end, last.end, `, ${text}`)]);
  // One argument stands on a line: so does the new one, below the comment of the last.
  const comma = significantFrom(file, tokenIndexAt(file, last.end));
  const hasComma = file.text.slice(comma.start, comma.end) === ',';
  const end = endOfLine(file, hasComma ? comma.end : last.end);
  const line = `${lineBreakOf(file)}${indent}${text}${hasComma ? ',' : ''}`;
  return settled(file, [...(hasComma ? [] : [edit(file, last.end, last.end, ',')]), edit(file, end, end, line)]);
}

/** Takes the argument of a parameter away. Arguments by position behind it get their names, so that they stay what they are. */
export function removeArgument(
  file: SourceFile,
  start: number,
  parameters: readonly string[],
  parameter: string,
): Edits {
  const call = callAt(file, start);
  if (call === undefined) return undefined;
  const index = argumentIndex(call, parameters, parameter);
  const argument = call.arguments[index];
  if (argument === undefined) return [];
  const names: TextEdit[] = [];
  for (let i = index + 1; i < call.arguments.length; i++) {
    const next = call.arguments[i];
    if (next === undefined || next.name !== undefined) continue;
    const name = parameters[i];
    if (name === undefined) return undefined;
    names.push(edit(file, next.start, next.start, `${name} = `));
  }
  const after = significantFrom(file, tokenIndexAt(file, argument.end));
  const before = index === 0 ? undefined : commaBefore(file, argument.start);
  const isComma = file.text.slice(after.start, after.end) === ',';
  if (isComma) {
    // Comments between the two stay.
    const isClose = file.text.slice(argument.end, after.start).trim() === '';
    const runs = isClose
      ? [cut(file, argument.start, after.end)]
      : [cutBefore(file, argument.start, argument.end), edit(file, after.start, after.end, '')];
    return settled(file, [...runs, ...names]);
  }
  const commas = before === undefined ? [] : [edit(file, before.start, before.end, '')];
  return settled(file, [...commas, cutBefore(file, argument.start, argument.end)]);
}

/** Puts other statements in the place of the one that starts at an offset. Comments in it that are not in the new text stay before it. */
export function replaceStatement(file: SourceFile, start: number, text: string): Edits {
  const statement = statementAt(file, start);
  if (statement === undefined || !isStatements(text)) return undefined;
  const indent = indentAround(file, statement.start);
  const comments = commentsIn(file, statement.start, statement.end).filter((comment) => !text.includes(comment));
  const kept = comments.map(
    (comment) => `${comment}${comment.startsWith('/*') ? ' ' : `${lineBreakOf(file)}${indent}`}`,
  );
  return settled(file, [edit(file, statement.start, statement.end, kept.join('') + indented(file, text, indent))]);
}

/** Puts statements before the one that starts at an offset, above the comments that belong to it. */
export function insertBefore(file: SourceFile, start: number, text: string): Edits {
  const statement = statementAt(file, start);
  if (statement === undefined || !isStatements(text)) return undefined;
  const indent = indentOf(file, statement.start);
  if (indent === undefined) {
    const at = statement.start;
    return settled(file, [edit(file, at, at, `${text}${separator(file, text, statement.kind)}`)]);
  }
  const at = attachedStart(file, statement.start);
  return settled(file, [edit(file, at, at, `${indented(file, text, indent)}${lineBreakOf(file)}${indent}`)]);
}

/** Puts statements behind the one that starts at an offset. */
export function insertAfter(file: SourceFile, start: number, text: string): Edits {
  const statement = statementAt(file, start);
  if (statement === undefined || !isStatements(text)) return undefined;
  const end = endOfLine(file, statement.end);
  const isLast = /^(\r|\n|$)/.test(file.text.slice(end, end + 1));
  if (!isLast) {
    return settled(file, [edit(file, statement.end, statement.end, `${separator(file, text, statement.kind)}${text}`)]);
  }
  const indent = indentAround(file, statement.start);
  return settled(file, [edit(file, end, end, `${lineBreakOf(file)}${indent}${indented(file, text, indent)}`)]);
}

/** Has a file import a name: from a file that it imports already in that list, else above all declarations but other imports. */
export function importName(file: SourceFile, path: string, name: string): TextEdit {
  const imports = file.declarations.filter((one) => one.kind === 'import').sort((a, b) => a.start - b.start);
  const same = imports.find((one) => one.path?.value === path && one.specifiers.length > 0);
  const after = same?.specifiers.at(-1);
  if (after !== undefined) return edit(file, after.end, after.end, `, ${name}`);
  const line = `import { ${name} } from ${JSON.stringify(path)}`;
  const lineBreak = lineBreakOf(file);
  const last = imports.at(-1);
  if (last !== undefined) {
    const end = endOfLine(file, last.end);
    return edit(file, end, end, `${lineBreak}${line}`);
  }
  const [first] = [...file.declarations].sort((a, b) => a.start - b.start);
  const start = first === undefined ? file.text.length : attachedStart(file, first.start);
  // What stands above all in the first line of a file is about the file.
  const mark = file.text.startsWith('\uFEFF') ? 1 : 0;
  return edit(file, Math.max(start, mark), Math.max(start, mark), `${line}${lineBreak}${lineBreak}`);
}

/** Takes the call that starts at an offset away, or those up to a last one, with the arrow that led to it or from it. */
export function removeStatement(file: SourceFile, start: number, last = start): Edits {
  const end = statementAt(file, last)?.end;
  if (statementAt(file, start) === undefined || end === undefined) return undefined;
  const before = /[ \t]*->[ \t]*$/.exec(file.text.slice(Math.max(0, start - 400), start))?.[0];
  if (before !== undefined) return settled(file, [edit(file, start - before.length, end, '')]);
  const after = /^[ \t]*->[ \t]*/.exec(file.text.slice(end))?.[0];
  return settled(file, [after === undefined ? cut(file, start, end) : edit(file, start, end + after.length, '')]);
}

export interface Replacement {
  readonly span: Span;
  readonly newText: string;
}

/** Writes other text in some places that do not overlap. */
export function replaceSpans(file: SourceFile, replaced: readonly Replacement[]): readonly TextEdit[] {
  return settled(
    file,
    replaced.map(({ span, newText }) => edit(file, span.start, span.end, newText)),
  );
}

// ---- Texts that are given ----

function isExpression(text: string): boolean {
  const head = 'const value = ';
  const { declarations, diagnostics } = parse('', head + text);
  const [declaration] = declarations;
  if (declarations.length !== 1 || diagnostics.length > 0 || declaration?.kind !== 'const') return false;
  return declaration.value?.start === head.length && declaration.value.end === head.length + text.length;
}

function isStatements(text: string): boolean {
  const { declarations, diagnostics } = parse('', `module m {\n${text}\n}\n`);
  const [declaration] = declarations;
  if (declarations.length !== 1 || declaration?.kind !== 'module') return false;
  if (diagnostics.some(({ severity }) => severity === 'error')) return false;
  return declaration.body?.end === text.length + 13 && declaration.body.statements.length > 0;
}

// ---- Places ----

function argumentIndex(call: Call, parameters: readonly string[], parameter: string): number {
  const position = parameters.indexOf(parameter);
  return call.arguments.findIndex(({ name }, i) => (name === undefined ? i === position : name.text === parameter));
}

function isWithoutParentheses(call: Call): boolean {
  return call.end === call.callee.end;
}

function statementAt(file: SourceFile, start: number) {
  for (const node of nodesAt(file, start)) {
    const found = node.kind === 'body' ? node.statements.find((statement) => statement.start === start) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

// ---- Edits ----

function edit(file: SourceFile, start: number, end: number, newText: string): TextEdit {
  return { file: file.file, span: { start, end }, newText };
}

/** Takes text away with the space behind it, or the whole line where nothing else is on it. */
function cut(file: SourceFile, start: number, end: number): TextEdit {
  const indent = indentOf(file, start);
  const rest = /^[ \t]*(\r\n|\r|\n)?/.exec(file.text.slice(end));
  if (indent !== undefined && rest?.[1] !== undefined)
    return edit(file, start - indent.length, end + rest[0].length, '');
  return edit(file, start, rest?.[1] === undefined ? end + (rest?.[0].length ?? 0) : end, '');
}

/** Takes text away with the space before it on its line. */
function cutBefore(file: SourceFile, start: number, end: number): TextEdit {
  const space = /[ \t]*$/.exec(file.text.slice(Math.max(0, start - 400), start))?.[0] ?? '';
  return indentOf(file, start) === undefined ? edit(file, start - space.length, end, '') : edit(file, start, end, '');
}

/** Between two statements on one line: an arrow where both make layers. */
function separator(file: SourceFile, text: string, kind: string): string {
  const { declarations } = parse('', `module m {\n${text}\n}\n`);
  const [declaration] = declarations;
  const statements = declaration?.kind === 'module' ? (declaration.body?.statements ?? []) : [];
  const joins = [kind, ...statements.map((statement) => statement.kind)].every((one) => makesLayers.has(one));
  return joins ? ' -> ' : `${lineBreakOf(file)}`;
}

const makesLayers: ReadonlySet<string> = new Set(['call', 'join', 'join-call', 'repeat']);

/** The edits, or one that also lays the text out anew where it was laid out by the formatter and is not any more. */
function settled(file: SourceFile, edits: readonly TextEdit[]): readonly TextEdit[] {
  const text = applyEdits(file.text, edits);
  const from = Math.min(...edits.map(({ span }) => span.start));
  const to = Math.max(...edits.map(({ span }) => span.end)) + text.length - file.text.length;
  const isSimple =
    !/[\r\n]/.test(text.slice(from, to)) && !/[\r\n]/.test(file.text.slice(from, to - text.length + file.text.length));
  if (isSimple && lineAround(text, from).length <= lineWidth) return edits;
  if (!isLaidOut(file)) return edits;
  const formatted = format(parse(file.file, text));
  if (formatted === text) return edits;
  return [{ file: file.file, ...smallestEdit(file.text, formatted) }];
}

const laidOut = new WeakMap<SourceFile, boolean>();

/** Several edits of one text are made and tried. */
function isLaidOut(file: SourceFile): boolean {
  let known = laidOut.get(file);
  if (known === undefined) {
    known = format(file) === file.text;
    laidOut.set(file, known);
  }
  return known;
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end);
}

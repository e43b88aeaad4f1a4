/**
 * The statements of a module in the place of its calls: parameters become what the call gives them, names that stand there
 * already get others, and what the module calls `input` is the result before the call.
 */

import type { Analysis, ModuleInScope } from '../../analysis/analysis';
import type { Span } from '../../base/span';
import type {
  Body,
  CallStatement,
  Expression,
  ModuleDeclaration,
  SourceFile,
  Statement,
  SyntaxNode,
} from '../../syntax/tree';
import { children, nodesAt, walk } from '../../syntax/tree-walk';
import type { Replacement } from '../../workspace/edit-builder';
import {
  attachedStart,
  commentsIn,
  endOfLine,
  indentAround,
  lineBreakOf,
  withoutComments,
} from '../../workspace/text-places';
import { homeOf, labelOf, labelSpan, lastMaking } from './runs';

/** The call of a module whose name a place touches. */
export function moduleCallAt(
  { modules, names }: Analysis,
  file: SourceFile,
  span: Span,
): { readonly call: CallStatement; readonly module: ModuleInScope } | undefined {
  const call = nodesAt(file, span.start).findLast((node) => node.kind === 'call');
  if (call?.kind !== 'call' || span.start < call.start || span.end > call.end) return undefined;
  if (names.get(file.file)?.get(call.callee.start)?.kind !== 'module') return undefined;
  const module = modules.get(file.file)?.get(call.callee.text);
  return module && { call, module };
}

/** One call as what it stands for. */
export function inlineCall(
  analysis: Analysis,
  file: SourceFile,
  call: CallStatement,
  module: ModuleInScope,
): readonly Replacement[] | undefined {
  return statementsOf(analysis, file, call, module, identifiersIn(homeOf(file, call)));
}

/** The same at all calls in the file of a module that it declares, and the declaration taken away. */
export function inlineAll(
  analysis: Analysis,
  file: SourceFile,
  declaration: ModuleDeclaration,
): { readonly calls: number; readonly replaced: readonly Replacement[] } | undefined {
  const { name } = declaration;
  if (name === undefined) return undefined;
  const calls: CallStatement[] = [];
  let uses = 0;
  walk(file, (node) => {
    if (node.kind === 'call' && isNamed(analysis, file, node.callee.start, name)) calls.push(node);
    if (node.kind === 'identifier' && node !== name && isNamed(analysis, file, node.start, name)) uses++;
  });
  if (calls.length === 0 || uses !== calls.length) return undefined;
  const taken = new Map<SyntaxNode | undefined, Set<string>>();
  const all = calls.map((call) => {
    const around = homeOf(file, call);
    const names = taken.get(around) ?? identifiersIn(around);
    taken.set(around, names);
    return statementsOf(analysis, file, call, { file: file.file, declaration }, names);
  });
  if (!all.every((one) => one !== undefined)) return undefined;
  const start = attachedStart(file, declaration.start);
  const documented = commentsIn(file, start, declaration.start);
  const first = calls.reduce((a, b) => (a.start < b.start ? a : b));
  const indent = indentAround(file, first.start);
  const lineBreak = lineBreakOf(file);
  const about =
    start === declaration.start ? '' : documented.map((comment) => `${comment}${lineBreak}${indent}`).join('');
  const replaced = [
    ...all.flatMap((one, i) =>
      calls[i] !== first
        ? one
        : one.map((edit) => (edit.span.end === first.end ? { ...edit, newText: about + edit.newText } : edit)),
    ),
    { span: wholeDeclaration(file, start, declaration.end), newText: '' },
  ];
  return { calls: calls.length, replaced };
}

function isNamed({ names }: Analysis, { file }: SourceFile, start: number, name: Span): boolean {
  const meaning = names.get(file)?.get(start);
  return (
    meaning?.kind === 'module' && meaning.declaration?.file === file && meaning.declaration.span.start === name.start
  );
}

/** With the comment behind it and the empty lines around it that are too many then. */
function wholeDeclaration(file: SourceFile, start: number, end: number): Span {
  const behind = endOfLine(file, end);
  const after = /^\s*/.exec(file.text.slice(behind))?.[0] ?? '';
  if (behind + after.length < file.text.length) return { start, end: behind + after.length };
  const before = /\s*$/.exec(file.text.slice(0, start))?.[0] ?? '';
  return { start: start - before.length, end: behind };
}

/** Names that stand in a module or network. */
function identifiersIn(home: SyntaxNode | undefined): Set<string> {
  const found = new Set<string>();
  if (home === undefined) return found;
  walk(home, (node) => {
    if (node.kind === 'identifier') found.add(node.text);
  });
  return found;
}

// ---- One call ----

/** @param taken Names that stand around the call; those that are given come to them. */
function statementsOf(
  analysis: Analysis,
  file: SourceFile,
  call: CallStatement,
  { file: home, declaration }: ModuleInScope,
  taken: Set<string>,
): readonly Replacement[] | undefined {
  const source = analysis.files.get(home);
  const { body } = declaration;
  const last = body && lastMaking(body.statements);
  if (source === undefined || body === undefined || last === undefined) return undefined;
  if (body.statements.some(({ kind }) => kind === 'budget')) return undefined;
  // The result has to be that of a statement that can be named.
  if (body.statements.slice(body.statements.indexOf(last)).some(({ kind }) => kind === 'from')) return undefined;
  const given = argumentTexts(file, call, source, declaration);
  if (given === undefined) return undefined;
  const asks = usesInput(analysis, source, body);
  const flow = asks ? flowBefore(file, call) : undefined;
  if (asks && flow === undefined) return undefined;
  const renamed = ownNames(analysis, source, body, call, last, taken);
  const replaced: Replacement[] = [];
  const isGiven = replaceNames(analysis, source, declaration, body, { given, renamed, flow: flow?.name }, replaced);
  if (!isGiven) return undefined;
  const label = call.label?.text;
  if (label !== undefined && labelSpan(last) === undefined) {
    replaced.push({ span: { start: last.start, end: last.start }, newText: `${label} = ` });
  }
  const text = bodyText(source, body, replaced);
  const indent = indentAround(file, call.start);
  const lines = text.split(/\r\n|\r|\n/).join(`${lineBreakOf(file)}${indent}`);
  const comments = commentsIn(file, call.start, call.end).map((one) => `${one}${lineBreakOf(file)}${indent}`);
  const closing = /\/\/[^\r\n]*$/.test(lines) ? `${lineBreakOf(file)}${indent}` : '';
  return [
    ...(flow?.edit === undefined ? [] : [flow.edit]),
    { span: { start: call.start, end: call.end }, newText: `${comments.join('')}${lines}${closing}` },
  ];
}

/** What each parameter is given, as it can be written at the call: its argument, or its default. */
function argumentTexts(
  file: SourceFile,
  call: CallStatement,
  source: SourceFile,
  { parameters }: ModuleDeclaration,
): ReadonlyMap<string, Given> | undefined {
  const given = new Map<string, Given>();
  for (const [i, { name, defaultValue }] of parameters.entries()) {
    const argument = call.arguments.find((one, place) =>
      one.name === undefined ? place === i : one.name.text === name.text,
    );
    if (argument?.value !== undefined) {
      given.set(name.text, {
        node: argument.value,
        text: withoutComments(file, argument.value.start, argument.value.end),
      });
      continue;
    }
    if (defaultValue === undefined) return undefined;
    // A default may read the parameters before it.
    const replaced: Replacement[] = [];
    walk(defaultValue, (node) => {
      const known = node.kind === 'name' ? given.get(node.name.text) : undefined;
      if (known !== undefined)
        replaced.push({ span: node, newText: grouped(known, defaultValue === node ? undefined : 'binary') });
    });
    given.set(name.text, { node: defaultValue, text: withReplaced(source, defaultValue, replaced) });
  }
  return given;
}

interface Given {
  readonly node: Expression;
  readonly text: string;
}

const binding: ReadonlySet<SyntaxNode['kind']> = new Set(['binary', 'unary', 'index', 'conditional', 'side']);
const loose: ReadonlySet<SyntaxNode['kind']> = new Set(['binary', 'unary', 'conditional']);

/** A value inside of another expression keeps together. */
function grouped({ node, text }: Given, around: SyntaxNode['kind'] | undefined): string {
  return around !== undefined && binding.has(around) && loose.has(node.kind) ? `(${text})` : text;
}

/** Names that the body gives, by where it does: as they are written where others of that name stand. */
function ownNames(
  { names }: Analysis,
  source: SourceFile,
  body: Body,
  call: CallStatement,
  last: Statement,
  taken: Set<string>,
): ReadonlyMap<number, string> {
  const renamed = new Map<number, string>();
  const result = labelOf(last) === undefined ? undefined : labelSpan(last)?.start;
  const table = names.get(source.file);
  walk(body, (node) => {
    if (node.kind !== 'identifier' || table?.get(node.start)?.declaration?.span.start !== node.start) return;
    if (renamed.has(node.start)) return;
    if (node.start === result && call.label !== undefined) {
      renamed.set(node.start, call.label.text);
      return;
    }
    renamed.set(node.start, freeIn(taken, node.text));
  });
  return renamed;
}

/** False where a parameter is called in a way that cannot be written out. */
function replaceNames(
  { names }: Analysis,
  source: SourceFile,
  { parameters }: ModuleDeclaration,
  body: Body,
  written: {
    readonly given: ReadonlyMap<string, Given>;
    readonly renamed: ReadonlyMap<number, string>;
    readonly flow: string | undefined;
  },
  replaced: Replacement[],
): boolean {
  const table = names.get(source.file);
  const isParameter = (start: number | undefined): boolean => parameters.some(({ name }) => name.start === start);
  let isWhole = true;
  const visit = (node: SyntaxNode, around: SyntaxNode): void => {
    if (node.kind !== 'identifier') return;
    const meaning = table?.get(node.start);
    if (meaning?.kind === 'input' && meaning.declaration === undefined) {
      if (written.flow !== undefined) replaced.push({ span: node, newText: written.flow });
      return;
    }
    if (meaning?.declaration?.file !== source.file) return;
    const { start } = meaning.declaration.span;
    const name = written.renamed.get(start);
    if (name !== undefined) {
      if (name !== node.text) replaced.push({ span: node, newText: name });
    } else if (isParameter(start) && meaning.kind !== 'argument') {
      const given = written.given.get(node.text);
      if (given === undefined) isWhole = false;
      else if ((around.kind === 'call' || around.kind === 'call-expression') && around.callee === node) {
        isWhole &&= replaceCallee(around, node, given, replaced);
      } else replaced.push({ span: node, newText: grouped(given, around.kind) });
    }
  };
  walkWithParent(body, visit);
  return isWhole;
}

/** `pool()` with `avgpool(3x3)`: the value alone, or its name where it is nothing but that. */
function replaceCallee(
  call: Extract<SyntaxNode, { kind: 'call' | 'call-expression' }>,
  callee: Span,
  { node, text }: Given,
  replaced: Replacement[],
): boolean {
  if (node.kind === 'name') replaced.push({ span: callee, newText: text });
  else if (node.kind === 'call-expression' && call.arguments.length === 0) {
    replaced.push({ span: { start: callee.start, end: call.end }, newText: text });
  } else return false;
  return true;
}

/** The parent of a name is the expression that it stands in. */
function walkWithParent(body: Body, visit: (node: SyntaxNode, around: SyntaxNode) => void): void {
  const parents = new Map<SyntaxNode, SyntaxNode>();
  walk(body, (node) => {
    const around = parents.get(node) ?? body;
    visit(node, around);
    for (const child of children(node)) parents.set(child, node.kind === 'name' ? around : node);
  });
}

/** Whether the body asks for the module's input by name. */
function usesInput({ names }: Analysis, { file }: SourceFile, body: Body): boolean {
  let uses = false;
  walk(body, (node) => {
    if (node.kind !== 'identifier') return;
    const meaning = names.get(file)?.get(node.start);
    if (meaning?.kind === 'input' && meaning.declaration === undefined) uses = true;
  });
  return uses;
}

/** A name of the flow in front of a statement, and what gives it one. Undefined where it cannot be named. */
function flowBefore(
  file: SourceFile,
  statement: Statement,
): { readonly name: string; readonly edit?: Replacement } | undefined {
  const nodes = nodesAt(file, statement.start);
  const body = nodes.findLast((node): node is Body => node.kind === 'body' && node.statements.includes(statement));
  const before = body?.statements
    .slice(0, body.statements.indexOf(statement))
    .findLast(({ kind }) => kind === 'input' || kind === 'from' || flowing.has(kind));
  switch (before?.kind) {
    case 'input':
      return { name: before.name?.text ?? 'input' };
    case 'from':
      return before.source && { name: before.source.text };
    case 'call':
    case 'join':
    case 'join-call':
    case 'repeat': {
      const label = before.label?.text;
      if (label !== undefined) return { name: label };
      const start = before.kind === 'call' ? before.callee.start : before.keyword.start;
      const name = freeIn(identifiersIn(homeOf(file, statement)), 'entry');
      return { name, edit: { span: { start, end: start }, newText: `${name} = ` } };
    }
    case undefined: {
      // What flows into a branch is the flow before the block.
      const around = body === undefined ? undefined : nodes[nodes.indexOf(body) - 1];
      if (around?.kind !== 'branch') return undefined;
      if (around.source !== undefined) return { name: around.source.text };
      const join = nodes[nodes.indexOf(around) - 1];
      return join?.kind === 'join' ? flowBefore(file, join) : undefined;
    }
    default:
      return undefined;
  }
}

const flowing: ReadonlySet<Statement['kind']> = new Set(['call', 'join', 'join-call', 'repeat', 'if']);

function freeIn(taken: Set<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  taken.add(name);
  return name;
}

/** The statements with all comments around them, as they would stand at the start of a line. */
function bodyText(source: SourceFile, body: Body, replaced: readonly Replacement[]): string {
  const end = source.text[body.end - 1] === '}' ? body.end - 1 : body.end;
  const text = withReplaced(source, { start: body.start + 1, end }, replaced);
  const first = body.statements[0]?.start ?? body.start;
  const indent = indentAround(source, first);
  return text
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

function withReplaced(source: SourceFile, { start, end }: Span, replaced: readonly Replacement[]): string {
  let text = '';
  let at = start;
  for (const { span, newText } of [...replaced].sort((a, b) => a.span.start - b.span.start)) {
    // What is inside of a part that was replaced whole.
    if (span.start < at) continue;
    text += source.text.slice(at, span.start) + newText;
    at = span.end;
  }
  return text + source.text.slice(at, end);
}

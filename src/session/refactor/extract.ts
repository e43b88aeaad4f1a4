/**
 * A run of statements as a module of its own, called where the run stood and wherever else the file says the same but for
 * values: what differs is a parameter, named by what it is given to, and so is what the run reads of the body around it.
 */

import type { Analysis } from '../../analysis/analysis';
import type { Span } from '../../base/span';
import { type Column, moduleName, parametersOf } from '../../interop/import/module-head';
import { isOpName } from '../../ops/registry';
import {
  type Argument,
  type CallExpression,
  type CallStatement,
  type Expression,
  keywords,
  type SourceFile,
} from '../../syntax/tree';
import { isTrivia, nodesAt, walk } from '../../syntax/tree-walk';
import { functionWords } from '../../syntax/words';
import type { Replacement } from '../../workspace/edit-builder';
import { commentsIn, endOfLine, indentAround, lineBreakOf, withoutComments } from '../../workspace/text-places';
import { homeOf, isIn, labelOf, labelSpan, lastMaking, type Run, type Runs, type RunWord } from './runs';

export interface ExtractedModule {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly replaced: readonly Replacement[];
}

const mostParameters = 10;

/** @param runs Places that can be moved and say the same but for values; of the first the module is made. */
export function extractModule(
  analysis: Analysis,
  file: SourceFile,
  found: Runs,
  runs: readonly Run[],
): ExtractedModule | undefined {
  const [run] = runs;
  const home = run && homeOf(file, run);
  if (run === undefined || home === undefined) return undefined;
  const places = runs.map((one) => found.words(one));
  // Parameters with a default come last.
  const columns = columnsOf(analysis, file, run, places).sort((a, b) => defaulted(a) - defaulted(b));
  const { parameters, expressions } = parametersOf(columns, wordsIn(analysis, file, places[0] ?? []));
  if (parameters.length > mostParameters) return undefined;
  const name = freeName(
    file,
    moduleName(
      runs.map((one) => baseOf(labelOf(one.statements.at(-1)))),
      joinsOf(run),
    ),
  );
  const head = parameters.map(({ name: own, column }) => [own, usualText(column)].filter((one) => one).join(' = '));
  const body = bodyText(file, run, columns, expressions);
  const lineBreak = lineBreakOf(file);
  const behind = endOfLine(file, home.end);
  const declared = `${lineBreak}${lineBreak}module ${name}(${head.join(', ')}) {${lineBreak}  ${body}${lineBreak}}`;
  const calls = runs.map((one, i) => {
    const given = parameters.flatMap(({ name: own, column }) => {
      const usual = usualText(column);
      const text = column.texts[i] ?? '';
      if (usual === undefined) return [text];
      return text === usual ? [] : [`${own} = ${text}`];
    });
    const label = labelOf(one.statements.at(-1));
    const call = `${label === undefined ? '' : `${label} = `}${name}(${given.join(', ')})`;
    return { span: { start: one.start, end: one.end }, newText: `${keptComments(file, one, body)}${call}` };
  });
  const replaced = [...calls, { span: { start: behind, end: behind }, newText: declared }];
  return { name, parameters: parameters.map((one) => one.name), replaced };
}

function defaulted(column: Column): number {
  return usualText(column) === undefined ? 0 : 1;
}

/** What is written in a run and means something there, which a parameter must not take. */
function wordsIn({ names }: Analysis, file: SourceFile, words: readonly RunWord[]): ReadonlySet<string> {
  const kept = words.filter(
    ({ kind, token }) =>
      (kind === 'fixed' || kind === 'own') && names.get(file.file)?.get(token.start)?.kind !== 'argument',
  );
  return new Set(kept.map(({ token }) => textOf(file, token)));
}

function textOf({ text }: SourceFile, { start, end }: Span): string {
  return text.slice(start, end);
}

// ---- What differs ----

/** A part of the run that a parameter stands for. */
interface ColumnAt extends Column {
  readonly span: Span;
}

function columnsOf(
  analysis: Analysis,
  file: SourceFile,
  run: Run,
  places: readonly (readonly RunWord[])[],
): ColumnAt[] {
  const [words = []] = places;
  const columns: ColumnAt[] = [];
  const textsOf = (from: number, to: number): readonly string[] =>
    places.map((of) => withoutComments(file, of[from]?.token.start ?? 0, of[to]?.token.end ?? 0));
  const differs = (texts: readonly string[]): boolean => texts.some((text) => text !== texts[0]);
  for (const [i, word] of words.entries()) {
    if (word.kind !== 'value' && word.kind !== 'result') continue;
    if (columns.some(({ span }) => isIn(span, word.token))) continue;
    const argument = argumentAround(analysis, file, run, word.token.start);
    const value = argument?.value;
    if (value !== undefined && canLift(analysis, file, run, value)) {
      const [from, to] = [
        words.findIndex(({ token }) => token.start >= value.start),
        words.findLastIndex(({ token }) => token.end <= value.end),
      ];
      const texts = textsOf(from, to);
      if (differs(texts)) {
        const isCount = texts.every((text) => /^\d+$/.test(text));
        columns.push({ key: `${value.start}`, name: argument?.name ?? 'value', isCount, texts, span: value });
        continue;
      }
    }
    const texts = textsOf(i, i);
    if (!word.isName && !differs(texts)) continue;
    const own = textOf(file, word.token);
    const name = word.isName ? own : (argument?.name ?? turnsName(file, word.token.start) ?? 'value');
    columns.push({ key: `${word.token.start}`, name, isCount: false, texts, span: word.token });
  }
  return columns;
}

/** What the number is given to: the argument of the nearest layer or module. */
function argumentAround(
  analysis: Analysis,
  file: SourceFile,
  run: Run,
  offset: number,
): { readonly name: string; readonly value: Expression | undefined } | undefined {
  const nodes = nodesAt(file, offset).filter((node) => node.start >= run.start && node.end <= run.end);
  const index = nodes.findLastIndex((node, i) => {
    const owner = nodes[i - 1];
    return node.kind === 'argument' && owner !== undefined && isCall(owner) && !functionWords.has(owner.callee.text);
  });
  const argument = nodes[index] as Argument | undefined;
  const owner = nodes[index - 1] as CallStatement | CallExpression | undefined;
  if (argument === undefined || owner === undefined) return undefined;
  const position = owner.arguments.indexOf(argument);
  const name = argument.name?.text ?? parametersOfCallee(analysis, file, owner)[position] ?? 'value';
  return { name, value: argument.value };
}

function isCall(node: { readonly kind: string }): node is CallStatement | CallExpression {
  return node.kind === 'call' || node.kind === 'call-expression';
}

function parametersOfCallee(
  { names, modules }: Analysis,
  { file }: SourceFile,
  { callee }: CallStatement | CallExpression,
): readonly string[] {
  const meaning = names.get(file)?.get(callee.start);
  if (meaning?.kind === 'layer') return meaning.op?.parameters.map(({ name }) => name) ?? [];
  if (meaning?.kind !== 'module') return [];
  return (
    modules
      .get(file)
      ?.get(callee.text)
      ?.declaration.parameters.map(({ name }) => name.text) ?? []
  );
}

/** A repeat's number. */
function turnsName(file: SourceFile, offset: number): string | undefined {
  return nodesAt(file, offset).some(({ kind }) => kind === 'repeat') ? 'times' : undefined;
}

/** Whether a value is the same where the module is called: it reads nothing that the run gives, and no flow. */
function canLift({ names }: Analysis, { file }: SourceFile, run: Run, value: Expression): boolean {
  let can = true;
  walk(value, (node) => {
    if (node.kind === 'call-expression' && !functionWords.has(node.callee.text)) can = false;
    if (node.kind !== 'name') return;
    const meaning = names.get(file)?.get(node.start);
    if (meaning?.declaration === undefined || isIn(run, meaning.declaration.span)) can = false;
  });
  return can;
}

/** So many of the places have one number for a parameter that has it as its default. */
const usualShare = 0.75;

const known = new WeakMap<Column, { readonly text: string | undefined }>();

/** The number that nearly all places have, which is asked for at each of them. */
function usualText(column: Column): string | undefined {
  let usual = known.get(column);
  if (usual === undefined) {
    usual = { text: usualIn(column) };
    known.set(column, usual);
  }
  return usual.text;
}

function usualIn({ texts }: Column): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].find(
    ([text, count]) => isNumber(text) && count < texts.length && count >= usualShare * texts.length,
  )?.[0];
}

function isNumber(text: string): boolean {
  return /^\d[\w.]*$/.test(text);
}

// ---- What is written ----

function bodyText(
  file: SourceFile,
  run: Run,
  columns: readonly ColumnAt[],
  expressions: ReadonlyMap<string, string>,
): string {
  const label = labelSpan(run.statements.at(-1) as Run['statements'][number]);
  const replaced = columns.map(({ key, span }) => ({ span, newText: expressions.get(key) ?? '' }));
  if (label !== undefined) replaced.push({ span: label, newText: '' });
  let text = '';
  let at = run.start;
  for (const { span, newText } of replaced.sort((a, b) => a.span.start - b.span.start)) {
    text += file.text.slice(at, span.start) + newText;
    at = span.end;
  }
  text += file.text.slice(at, run.end);
  const indent = indentAround(file, run.start);
  const lines = text.split(/\r\n|\r|\n/).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
  return lines.join(`${lineBreakOf(file)}  `).trimStart();
}

/** Comments in a run that are not in the new text. */
function keptComments(file: SourceFile, { start, end }: Span, body: string): string {
  const indent = indentAround(file, start);
  return commentsIn(file, start, end)
    .filter((comment) => !body.includes(comment))
    .map((comment) => `${comment}${comment.startsWith('/*') ? ' ' : `${lineBreakOf(file)}${indent}`}`)
    .join('');
}

/** Without the number at its end: `inception` of `inception_3a`. */
function baseOf(label: string | undefined): string {
  return label?.replace(/_?\d+[a-z]?$/, '') ?? '';
}

function joinsOf(run: Run): readonly string[] {
  const last = lastMaking(run.statements);
  return last?.kind === 'join' || last?.kind === 'join-call' ? [last.join] : [];
}

/** A name that nothing in the file has. */
function freeName(file: SourceFile, wanted: string): string {
  const taken = new Set<string>([...keywords, ...functionWords]);
  for (const token of file.tokens) if (!isTrivia(token)) taken.add(textOf(file, token));
  const isFree = (name: string): boolean => !taken.has(name) && !isOpName(name);
  if (isFree(wanted)) return wanted;
  let number = 2;
  while (!isFree(`${wanted}_${number}`)) number++;
  return `${wanted}_${number}`;
}

/**
 * `expect` statements that are written for the user: from the figures as they are, and from a paper's table, whose rows are
 * found again among the statements of a network by their names, what they do and what they claim.
 */

import type { NetworkAnalysis, Sum } from '../analysis/analysis';
import { blockFigures, layerSum } from '../analysis/figures';
import type { TextEdit } from '../base/diagnostic';
import { formatExact, formatShape } from '../base/number-format';
import type { Span } from '../base/span';
import { escapeMarkdown, markdownTable } from '../ide/markdown';
import { blocksFrom, layersFrom } from '../ide/scene';
import { networkAt } from '../ide/selection';
import { type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import type { Statement } from '../syntax/tree';
import { keywordOf, nodesAt } from '../syntax/tree-walk';
import type { EditorWords } from '../words/editor';
import { insertAfter } from '../workspace/edit-builder';
import { type Eventual, whenReady } from '../workspace/eventual';
import type { DesignSession, Look } from './look';
import { type Claim, type PaperRow, parsePaperTable } from './paper-table';

/** A statement that makes layers, with what it comes to in one network. */
interface Made {
  readonly statement: Statement;
  readonly label: string;
  /** What is called: `conv`, `inception`, `concat`. */
  readonly callee: string;
  readonly shape: Shape;
  readonly sum: (metric: 'multiplies' | 'flops' | 'params') => Sum;
}

/** What a figure of a table is here. */
export interface TableFigure {
  readonly row: string;
  /** The name of the statement, or what it calls; empty where none was found for the row. */
  readonly statement: string;
  readonly metric: string;
  readonly claimed: string;
  readonly found: string;
  readonly agrees: boolean;
}

export interface TableExpects {
  readonly edits: readonly TextEdit[];
  readonly figures: readonly TableFigure[];
}

// ---- From the figures as they are ----

/** `expect` behind the statement at an offset: its shape and multiplies. Undefined where they are not known, or not one. */
export function expectHere(
  look: Look,
  offset: number,
): { readonly text: string; readonly edits: readonly TextEdit[] } | undefined {
  const { file } = look;
  const statement = nodesAt(file, offset).findLast((node) => isMaker(node.kind)) as Statement | undefined;
  const body = nodesAt(file, offset).findLast((node) => node.kind === 'body');
  if (statement === undefined || body?.kind !== 'body') return undefined;
  const next = body.statements[body.statements.indexOf(statement) + 1];
  if (!body.statements.includes(statement) || next?.kind === 'expect') return undefined;
  const made = madeBy(look, statement);
  const [first] = made;
  const texts = new Set(made.map(expectText));
  const [text] = texts;
  if (first === undefined || texts.size !== 1 || text === undefined) return undefined;
  const edits = insertAfter(file, statement.start, text);
  return edits === undefined ? undefined : { text, edits };
}

function expectText({ shape, sum }: Made): string | undefined {
  if (shape.includes(undefined)) return undefined;
  const multiplies = sum('multiplies');
  const count = multiplies.isPartial || multiplies.value === 0 ? '' : `, multiplies == ${exactly(multiplies.value)}`;
  return `expect ${formatShape(shape)}${count}`;
}

function exactly(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '_');
}

function isMaker(kind: string): boolean {
  return kind === 'call' || kind === 'join' || kind === 'join-call' || kind === 'repeat';
}

/** In each place where the statement stands. */
function madeBy({ scene, file }: Look, statement: Statement): readonly Made[] {
  const name = statement.kind === 'call' ? statement.callee : (keywordOf(statement) ?? statement);
  const label = 'label' in statement ? (statement.label?.text ?? '') : '';
  const callee =
    statement.kind === 'call'
      ? statement.callee.text
      : statement.kind === 'join' || statement.kind === 'join-call'
        ? statement.join
        : statement.kind;
  const same = { statement, label, callee };
  const kinds = ['module', 'join', 'repeat'];
  const blocks = blocksFrom(scene, file.file, name.start).all.filter(({ block }) => kinds.includes(block.kind));
  if (blocks.length > 0) {
    return blocks.map(({ network, block }) => ({
      ...same,
      shape: block.result < 0 ? UNKNOWN_SHAPE : (network.shapes[block.result] as Shape),
      sum: (metric) => blockFigures(network, block.id).sum.sums[metric],
    }));
  }
  return layersFrom(scene, file.file, name.start).all.map(({ network, layer }) => ({
    ...same,
    shape: network.shapes[layer.id] as Shape,
    sum: (metric) => layerSum(network, layer.id, metric),
  }));
}

// ---- From a table ----

/**
 * The table's claims as expectations of the network at an offset. `pasted` is where the table itself stands in the file, from
 * where it is taken away. Undefined where the text is no table, or no row of it is found.
 */
export function expectsFromTable(
  { workspace, settings }: DesignSession,
  look: Look,
  offset: number,
  table: string,
  pasted?: Span,
): Eventual<TableExpects | undefined> {
  const rows = parsePaperTable(table);
  if (rows.length === 0) return undefined;
  if (pasted === undefined) return expectsOf(look, offset, rows);
  const cut = { file: look.id, span: pasted, newText: '' };
  const overlay = workspace.overlay([cut]);
  return whenReady(overlay.analysis(look.id), (analysis) => {
    if (analysis === undefined) return undefined;
    const scene = { analysis, users: [], ...settings() };
    const without: Look = { id: look.id, scene, analysis, file: analysis.file };
    const found = expectsOf(without, Math.min(offset, pasted.start), rows);
    const length = pasted.end - pasted.start;
    const back = (at: number) => (at > pasted.start ? at + length : at);
    const edits = found?.edits.map(({ span, ...edit }) => ({
      ...edit,
      span: { start: back(span.start), end: back(span.end) },
    }));
    return found && edits && { ...found, edits: [cut, ...edits] };
  });
}

function expectsOf(look: Look, offset: number, rows: readonly PaperRow[]): TableExpects | undefined {
  const network = networkAt(look.scene, look.file, offset);
  if (network === undefined || !look.analysis.networks.includes(network)) return undefined;
  const made = statementsOf(look, network);
  const pairs = aligned(rows, made);
  if (pairs.every((one) => one === undefined)) return undefined;
  const operations = operationsIn(rows, pairs);
  const figures: TableFigure[] = [];
  const edits: TextEdit[] = [];
  for (const [i, { label, claims }] of rows.entries()) {
    const pair = pairs[i];
    const read = claims.map((claim) => figureOf(label, claim, pair, operations));
    figures.push(...read.map(({ figure }) => figure));
    const checks = read.flatMap(({ check }) => (check === undefined ? [] : [check]));
    if (pair === undefined || checks.length === 0) continue;
    edits.push(...(insertAfter(look.file, pair.statement.start, `expect ${checks.join(', ')}`) ?? []));
  }
  return { edits: apart(edits), figures };
}

/** Where one edit has changed the layout around it, the next there is left out. */
function apart(edits: readonly TextEdit[]): readonly TextEdit[] {
  let end = -1;
  return [...edits]
    .sort((a, b) => a.span.start - b.span.start)
    .filter(({ span }) => {
      if (span.start < end) return false;
      end = span.end;
      return true;
    });
}

/** The statements of the network's own body that make layers, in written order. */
function statementsOf(look: Look, { declaration }: NetworkAnalysis): readonly Made[] {
  return (declaration.body?.statements ?? [])
    .filter(({ kind }) => isMaker(kind))
    .flatMap((one) => madeBy(look, one).slice(0, 1));
}

interface Operations {
  /** What the table's operations and FLOPs are here: papers say either of multiplies. */
  readonly operations: 'multiplies' | 'flops';
  readonly flops: 'multiplies' | 'flops';
}

function operationsIn(rows: readonly PaperRow[], pairs: readonly (Made | undefined)[]): Operations {
  const agree = (of: Claim['of'], metric: 'multiplies' | 'flops') =>
    rows.reduce((count, { claims }, i) => {
      const sum = pairs[i]?.sum(metric);
      return count + claims.filter((claim) => claim.of === of && sum !== undefined && agrees(claim, sum.value)).length;
    }, 0);
  return {
    operations: agree('operations', 'flops') > agree('operations', 'multiplies') ? 'flops' : 'multiplies',
    flops: agree('flops', 'multiplies') > agree('flops', 'flops') ? 'multiplies' : 'flops',
  };
}

function agrees({ value, unit }: Claim, found: number): boolean {
  return Math.abs(value - found) <= unit * 1.0000001;
}

function figureOf(
  row: string,
  claim: Claim,
  made: Made | undefined,
  operations: Operations,
): { readonly figure: TableFigure; readonly check: string | undefined } {
  const metric = claim.of === 'operations' || claim.of === 'flops' ? operations[claim.of] : claim.of;
  const statement = made === undefined ? '' : made.label || made.callee;
  const common = { row, statement, metric, claimed: claim.text };
  if (made === undefined) return { figure: { ...common, found: '', agrees: false }, check: undefined };
  if (metric === 'shape') {
    const sides = [claim.sides[0], claim.sides[1], claim.sides[2] ?? made.shape[2]];
    const isKnown = sides.every((side) => side !== undefined);
    const isSame = sides.every((side, axis) => side === made.shape[axis]);
    return {
      figure: { ...common, found: formatShape(made.shape), agrees: isSame },
      check: isKnown ? sides.join('x') : undefined,
    };
  }
  const sum = made.sum(metric);
  return {
    figure: { ...common, found: formatExact(sum.value), agrees: !sum.isPartial && agrees(claim, sum.value) },
    check: `${metric} ${claim.unit === 0 ? '==' : '~'} ${claim.text}`,
  };
}

// ---- Rows and statements ----

/** What a layer is called in tables. */
const spoken: Readonly<Record<string, RegExp>> = {
  conv: /conv/,
  depthwise: /dw|depth/,
  separable: /sep/,
  maxpool: /max ?pool|^pool/,
  avgpool: /a(vg|verage) ?pool|^pool/,
  globalavgpool: /a(vg|verage) ?pool|gap|global|^pool/,
  dense: /linear|fc|full|dense|classif/,
  softmax: /soft ?max/,
  dropout: /drop ?out/,
  lrn: /lrn|norm/,
};

/** The statement of each row, in the order of both: as much as possible is the same. */
function aligned(rows: readonly PaperRow[], made: readonly Made[]): readonly (Made | undefined)[] {
  const width = made.length + 1;
  const best = new Float64Array((rows.length + 1) * width);
  for (let row = rows.length - 1; row >= 0; row--) {
    for (let at = made.length - 1; at >= 0; at--) {
      const pair = likeness(rows[row] as PaperRow, made[at] as Made);
      const taken = pair > 0 ? pair + (best[(row + 1) * width + at + 1] as number) : 0;
      best[row * width + at] = Math.max(
        taken,
        best[(row + 1) * width + at] as number,
        best[row * width + at + 1] as number,
      );
    }
  }
  const pairs: (Made | undefined)[] = rows.map(() => undefined);
  for (let row = 0, at = 0; row < rows.length && at < made.length; ) {
    const here = best[row * width + at] as number;
    if (here === best[row * width + at + 1]) at++;
    else if (here === best[(row + 1) * width + at]) row++;
    else pairs[row++] = made[at++];
  }
  return pairs;
}

/** 0 where the row cannot be of the statement. */
function likeness({ label, claims }: PaperRow, made: Made): number {
  const said = label.toLowerCase();
  const isNamed = made.label !== '' && letters(said) === letters(made.label);
  const isKind = spoken[made.callee]?.test(said) ?? letters(said).includes(letters(made.callee));
  if (!isNamed && !isKind) return 0;
  const fitting = claims.filter((claim) =>
    claim.of === 'shape'
      ? claim.sides.every((side, axis) => side === made.shape[axis])
      : (['multiplies', 'flops', 'params'] as const).some((metric) => agrees(claim, made.sum(metric).value)),
  );
  return (isNamed ? 6 : 0) + (isKind ? 2 : 0) + 2 * fitting.length;
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A table in Markdown of what was claimed and what is there, with what does not agree first. */
export function figuresTable({ editor: say }: EditorWords, figures: readonly TableFigure[]): string {
  const heads = [
    '',
    say('table.row'),
    say('table.statement'),
    say('table.metric'),
    say('table.claimed'),
    say('table.found'),
  ];
  const sorted = [...figures].sort((a, b) => Number(a.agrees) - Number(b.agrees));
  return markdownTable(
    heads,
    sorted.map(({ row, statement, metric, claimed, found, agrees: isSame }) => [
      isSame ? '✓' : '✗',
      escapeMarkdown(row),
      escapeMarkdown(statement),
      metric,
      escapeMarkdown(claimed),
      found,
    ]),
  );
}

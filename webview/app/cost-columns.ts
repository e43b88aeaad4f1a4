/**
 * The columns of the cost table, one entry each: what it says of a row and of a total, and by what it is sorted. The table,
 * what opens below a row and what is copied read these. Pure.
 */

import type { ViewCount, ViewMetric, ViewModel, ViewNode } from '../../src/view/model';
import { amountText, partText } from '../../src/view/node-words';
import { bytes, duration, exact, ratio, receptiveField, shape, times } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { lineOf } from './nodes';

/** In the order in which they stand, behind the name. */
export const costColumns = [
  'output',
  'metric',
  'share',
  'other',
  'multiplies',
  'macs',
  'flops',
  'params',
  'activationBytes',
  'weightBytes',
  'intensity',
  'rank',
  'kernel',
  'stride',
  'padding',
  'groups',
  'input',
  'receptiveField',
  'predicted',
  'time',
  'line',
  'path',
  'call',
] as const;
export type CostColumn = (typeof costColumns)[number];

/** All but what the table is about. */
export type OptionalColumn = Exclude<CostColumn, 'metric'>;
export const optionalColumns: readonly OptionalColumn[] = costColumns.filter((column) => column !== 'metric');

/** Those that are there until somebody chooses. */
export const firstColumns: readonly OptionalColumn[] = ['output', 'share', 'other'];

/** A share is sorted as what it is a share of. */
export type SortColumn = 'name' | Exclude<CostColumn, 'share'>;
export const sortColumns: readonly SortColumn[] = ['name', ...costColumns.filter((column) => column !== 'share')];

/** Milliseconds, by ids of nodes; `predictedMs` is null where times were not predicted. */
export type NodeTimes = ReadonlyMap<string, { readonly ms: number; readonly predictedMs: number | null }>;

/** What a column reads of a row. */
export interface ColumnRow {
  readonly node: ViewNode;
  /** As it is written; empty for what is not in the main total. */
  readonly share: string;
}

/** What a column knows besides the row. */
export interface ColumnScope {
  readonly view: ViewModel;
  /** What the table is about, and what is counted beside it. */
  readonly metric: ViewMetric;
  readonly other: ViewMetric;
  /** Of the last run of this text; null without one. */
  readonly times: NodeTimes | null;
}

export interface ColumnKind {
  /** Words, which stand at the left. */
  readonly isText: boolean;
  /** As it is drawn; empty where there is nothing to say. */
  readonly text: (row: ColumnRow, scope: ColumnScope, words: PreviewWords) => string;
  /** To the last digit and without separators, so that a spreadsheet reads it; without it as it is drawn. */
  readonly plain?: (row: ColumnRow, scope: ColumnScope) => string;
  /** For the tooltip, where the number is rounded. */
  readonly exact?: (node: ViewNode, scope: ColumnScope) => string;
  /** A number that is sorted by size, or a text; null is unknown, and comes last. */
  readonly sortValue: (node: ViewNode, scope: ColumnScope) => number | string | null;
  /** Of what outputs need, where the column is a sum; which metric it is written as. */
  readonly total?: (scope: ColumnScope) => ViewMetric | 'weightBytes';
}

function number(
  value: (node: ViewNode, scope: ColumnScope) => number | null,
  write: (value: number, node: ViewNode, words: PreviewWords) => string = (found) => exact(found),
): ColumnKind {
  return {
    isText: false,
    text: ({ node }, scope, words) => {
      const found = value(node, scope);
      return found === null ? '' : write(found, node, words);
    },
    sortValue: value,
  };
}

function counted(metricOf: (scope: ColumnScope) => ViewMetric): ColumnKind {
  const amount = (node: ViewNode, scope: ColumnScope): ViewCount => node.counts[metricOf(scope)];
  return {
    isText: false,
    text: ({ node }, scope, words) => {
      // A word would be wider than all numbers.
      const isWord = metricOf(scope) !== scope.metric && amount(node, scope).value === null;
      return isWord ? '?' : amountText(node, metricOf(scope), words);
    },
    plain: ({ node }, scope) => plainCount(amount(node, scope)),
    exact: (node, scope) => (amount(node, scope).value === null ? '' : exact(amount(node, scope).value)),
    sortValue: (node, scope) => amount(node, scope).value,
    total: metricOf,
  };
}

function text(of: (node: ViewNode, scope: ColumnScope) => string): ColumnKind {
  return { isText: true, text: ({ node }, scope) => of(node, scope), sortValue: of };
}

/** Two sides as one where they are equal: `3×3` of a kernel, `2` of a stride. */
function sides(of: (node: ViewNode) => readonly (number | null)[] | undefined, isPair = false): ColumnKind {
  return {
    isText: false,
    text: ({ node }) => {
      const found = of(node);
      if (found === undefined) return '';
      const isOne = !isPair && found.every((side) => side === found[0]);
      return (isOne ? found.slice(0, 1) : found).map((side) => side ?? '?').join(found.length > 2 ? ' ' : times);
    },
    sortValue: (node) => product(of(node)),
  };
}

function product(factors: readonly (number | null)[] | null | undefined): number | null {
  return (factors ?? [null]).reduce<number | null>((all, one) => (all === null || one === null ? null : all * one), 1);
}

function shaped(of: (node: ViewNode) => ViewNode['shape']): ColumnKind {
  return {
    isText: false,
    text: ({ node }) => (node.kind === 'head' ? '' : shape(of(node))),
    plain: ({ node }) => shape(of(node)),
    sortValue: (node) => product(of(node)),
  };
}

export const columnKinds: Readonly<Record<CostColumn, ColumnKind>> = {
  output: shaped(({ shape }) => shape),
  metric: counted(({ metric }) => metric),
  share: {
    isText: false,
    // Or why there is none.
    text: ({ node, share }, _, words) => (share === '' && node.part === 'dead' ? partText(node, words) : share),
    plain: ({ share }) => share,
    sortValue: (node, { metric }) => node.counts[metric].value,
  },
  other: counted(({ other }) => other),
  multiplies: counted(() => 'multiplies'),
  macs: counted(() => 'macs'),
  flops: counted(() => 'flops'),
  params: counted(() => 'params'),
  activationBytes: counted(() => 'activationBytes'),
  weightBytes: {
    isText: false,
    text: ({ node }) => bytes(node.weightBytes),
    plain: ({ node }) => String(node.weightBytes ?? '?'),
    sortValue: ({ weightBytes }) => weightBytes,
    total: () => 'weightBytes',
  },
  intensity: {
    ...number(({ intensity }) => intensity, ratio),
    plain: ({ node }) => (node.intensity === null ? '' : String(node.intensity)),
  },
  rank: number(({ rank }) => rank),
  kernel: sides(({ window }) => window?.kernel, true),
  stride: sides(({ window }) => window?.stride),
  padding: {
    ...sides(({ window }) => window?.pads),
    sortValue: ({ window }) =>
      window?.pads.reduce<number | null>((sum, pad) => (sum === null || pad === null ? null : sum + pad), 0) ?? null,
  },
  groups: number(({ window }) => window?.groups ?? null),
  input: shaped(({ inputShape }) => inputShape),
  receptiveField: {
    isText: false,
    text: ({ node: { receptiveField: field } }, _, words) =>
      field === null ? '' : receptiveField(words, field.size, field.jump),
    sortValue: ({ receptiveField: field }) => product(field?.size),
  },
  predicted: number(({ id }, { times: all }) => all?.get(id)?.predictedMs ?? null, duration),
  time: number(({ id }, { times: all }) => all?.get(id)?.ms ?? null, duration),
  line: number((node, { view }) => lineOf(view, node)),
  path: text(({ path }) => path),
  call: text(({ call }) => call),
};

/** Without separators, so that a spreadsheet reads a number. */
export function plainCount({ value, isPartial }: ViewCount): string {
  return value === null ? '?' : `${isPartial ? '>= ' : ''}${value}`;
}

export function columnLabel(column: CostColumn, { metric, other }: ColumnScope, { panel: say }: PreviewWords): string {
  if (column === 'metric') return say(`column.${metric}`);
  return column === 'other' ? say(`column.${other}`) : say(`column.${column}`);
}

/** Columns that can be chosen: no count stands twice, and times are there where something was run. */
export function offeredColumns({ metric, other, times: all }: ColumnScope): readonly OptionalColumn[] {
  return optionalColumns.filter(
    (column) =>
      column !== metric && column !== other && (all !== null || (column !== 'time' && column !== 'predicted')),
  );
}

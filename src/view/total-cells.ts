/** The totals of a network as they stand side by side: over a picture, in a report. */

import { isConvention } from '../base/metrics';
import type { PreviewWords } from '../words/preview';
import { metricLabel } from './metric-words';
import type { ViewBudget, ViewCount, ViewFigures, ViewMetric } from './model';
import { bytes, count, exact, short, shortTotal, withPlus } from './number-text';

export interface TotalCell {
  readonly kind: 'cost' | 'params' | 'peak' | 'heads' | 'budget' | 'everything';
  readonly label: string;
  readonly count: ViewCount;
  /** What is known of it. */
  readonly write: (value: number) => string;
  /** To the last digit, but for bytes. */
  readonly writeExact: (value: number) => string;
  /** What is said beside it; empty for nothing. */
  readonly note: string;
  readonly budget: ViewBudget | undefined;
}

/** Multiplies, or MACs or FLOPs where these are chosen; parameters; the peak; side heads; further budgets; all together. */
export function totalCells(view: ViewFigures, metric: ViewMetric, words: PreviewWords): TotalCell[] {
  const say = words.panel;
  const cost = isConvention(metric) ? metric : 'multiplies';
  const shown = new Set<ViewBudget>();
  const budgetOf = (...names: string[]): ViewBudget | undefined => {
    const found = view.budgets.find((budget) => budget.path === '' && names.includes(budget.metric));
    if (found !== undefined) shown.add(found);
    return found;
  };
  const { peak, headTotals, everything } = view;
  const cells: TotalCell[] = [
    {
      kind: 'cost',
      label: metricLabel(cost, words),
      count: view.totals[cost],
      write: shortTotal,
      writeExact: exact,
      note: unknownLayers(view, words),
      budget: cost === 'flops' ? budgetOf('flops') : budgetOf('multiplies', 'macs'),
    },
    {
      kind: 'params',
      label: metricLabel('params', words),
      count: view.totals.params,
      write: shortTotal,
      writeExact: exact,
      note: '',
      budget: budgetOf('params'),
    },
    {
      kind: 'peak',
      label: metricLabel('peakBytes', words),
      count: peak === null ? { value: null, isPartial: true } : { value: peak.bytes, isPartial: peak.isPartial },
      write: bytes,
      writeExact: bytes,
      note: peak === null ? '' : say('total.at', { layer: peak.where }),
      budget: budgetOf('peakBytes'),
    },
  ];
  if (headTotals !== null) {
    const heads = view.outputs.filter((output) => output.kind === 'head');
    cells.push({
      kind: 'heads',
      label: say('total.heads', { count: heads.length }),
      count: headTotals[cost],
      write: (value) => withPlus(short(value)),
      writeExact: (value) => withPlus(exact(value)),
      note: words.totals('notInTotal'),
      budget: undefined,
    });
  }
  for (const budget of view.budgets.filter((candidate) => candidate.path === '' && !shown.has(candidate))) {
    cells.push({
      kind: 'budget',
      label: metricLabel(budget.metric, words),
      count: { value: budget.value, isPartial: budget.verdict === 'open' },
      write: budget.metric.endsWith('Bytes') ? bytes : shortTotal,
      writeExact: budget.metric.endsWith('Bytes') ? bytes : exact,
      note: '',
      budget,
    });
  }
  // Last, as it is the first that can be done without.
  if (everything !== null) {
    cells.push({
      kind: 'everything',
      label: words.totals('everything'),
      count: everything[cost],
      write: shortTotal,
      writeExact: exact,
      note: words.totals('withParameters', { amount: count(words, everything.params, shortTotal) }),
      budget: undefined,
    });
  }
  return cells;
}

function unknownLayers({ unknownLayers: unknown, layerCount }: ViewFigures, { panel: say }: PreviewWords): string {
  return unknown > 0 ? say('total.unknown-layers', { unknown: exact(unknown), layers: exact(layerCount) }) : '';
}

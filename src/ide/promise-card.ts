/**
 * What a network promises, as gauges: how full its budgets are and how many of its expectations hold; of what does not hold
 * the layers to blame. What lenses, hovers and the status bar say of it.
 */

import type { BudgetResult, CheckResult, MissedExpectation, NetworkAnalysis } from '../analysis/analysis';
import { layerSum } from '../analysis/figures';
import { findMetric, type MetricName } from '../base/metrics';
import {
  formatBytes,
  formatExact,
  formatShape,
  formatShare,
  formatShareOfLimit,
  formatShort,
} from '../base/number-format';
import type { Location } from '../base/span';
import type { LayerId } from '../graph/graph';
import type { LayerRange } from '../graph/promises';
import type { EditorWords } from '../words/editor';

export interface BudgetSummary {
  readonly metric: string;
  /** `98.9% of 1.6 G`. */
  readonly text: string;
  readonly verdict: BudgetResult['verdict'];
  /** How full it is, as a bar of ten signs; empty where that is not known. */
  readonly gauge: string;
  /** Of one that is exceeded, the layers that cost most of it with their shares: `conv_2 60.1%`; empty for others. */
  readonly blame: string;
}

export interface ExpectsSummary {
  readonly verdict: CheckResult['verdict'];
  /** `2 of 22 expects missed`. */
  readonly text: string;
  /** How many of them hold, as a bar of ten signs, which is full where all do. */
  readonly gauge: string;
  /** The first of those that do not hold, in the order of the network. */
  readonly missed: readonly MissedSummary[];
}

export interface MissedSummary {
  /** The layer, else the statement. */
  readonly subject: string;
  /** `multiplies 120,422,400, expected <= 100,000,000`. */
  readonly text: string;
  /** Of several layers that come to more than is expected those that cost most of it; empty for others. */
  readonly blame: string;
}

export function budgetSummary(budget: BudgetResult, network: NetworkAnalysis, words: EditorWords): BudgetSummary {
  const isBytes = findMetric(budget.metric)?.unit === 'bytes';
  const limit = withoutZeros(isBytes ? formatBytes(budget.limit) : formatShort(budget.limit, 4));
  const text = budget.limit <= 0 ? limit : words.editor('budget', { share: shareText(budget), limit });
  const { metric, verdict, value } = budget;
  const blame = verdict === 'over' ? blamed(network, network.main.layers, metric, value) : '';
  return { metric, text, verdict, gauge: gaugeOf(budget), blame };
}

/** Those that do not hold and are named. */
const mostMissed = 3;

/** Of the checks that `isIn`; undefined where there are none. */
export function expectsSummary(
  network: NetworkAnalysis,
  words: EditorWords,
  isIn: (location: Location) => boolean = () => true,
): ExpectsSummary | undefined {
  const checks = network.checks.filter(({ location }) => isIn(location));
  if (checks.length === 0) return undefined;
  const counted = (verdict: CheckResult['verdict']): number => checks.filter((one) => one.verdict === verdict).length;
  const [missed, open, count] = [counted('missed'), counted('open'), checks.length];
  const verdict = missed > 0 ? 'missed' : open > 0 ? 'open' : 'ok';
  // Of instances of one check the first stands for all.
  const first = new Map<string, MissedExpectation>();
  for (const one of network.missed) {
    const key = JSON.stringify(one.location);
    if (isIn(one.location) && !first.has(key)) first.set(key, one);
    if (first.size === mostMissed) break;
  }
  return {
    verdict,
    text: words.editor(`expects.${verdict}`, { count, missed, open }),
    gauge: gauge(Math.floor(((count - missed - open) / count) * gaugeLength)),
    missed: [...first.values()].map((one) => missedSummary(one, network, words)),
  };
}

function missedSummary({ found }: MissedExpectation, network: NetworkAnalysis, words: EditorWords): MissedSummary {
  if ('shape' in found) {
    const values = { found: formatShape(found.shape), expected: found.expected };
    return { subject: pathOf(network, found.layer), text: words.editor('expects.shape', values), blame: '' };
  }
  const { sum, metric, operator, expected, of } = found;
  const amount = findMetric(metric)?.unit === 'bytes' ? formatBytes : formatExact;
  const layers: LayerId[] = [];
  for (let id = of.from; id < of.to; id++)
    if (network.parts[id] !== 'dead' && id !== network.graph.input) layers.push(id);
  const isOver = sum.value > expected;
  return {
    subject: subjectOf(network, of),
    text: words.editor('expects.sum', {
      metric,
      found: `${sum.isPartial ? '≥ ' : ''}${amount(sum.value)}`,
      operator,
      expected: amount(expected),
    }),
    blame: isOver && layers.length > 1 ? blamed(network, layers, metric, sum.value) : '',
  };
}

/** Of one layer its path, of a module's call the call's, of what else a statement may be its name or first word. */
function subjectOf(network: NetworkAnalysis, { from, to, name }: LayerRange): string {
  const path = pathOf(network, from);
  if (to - from === 1) return path;
  const calls = network.graph.blocks.filter(({ kind }) => kind === 'module').map((block) => block.path);
  return calls.find((call) => call.split('/').at(-1) === name && path.startsWith(`${call}/`)) ?? name;
}

function pathOf({ graph }: NetworkAnalysis, id: LayerId): string {
  return graph.layers[id]?.path ?? '?';
}

const gaugeLength = 10;

function gaugeOf({ value, limit, isPartial }: BudgetResult): string {
  // Of a limit below zero, which nothing keeps, there is no part.
  if (limit <= 0 || isPartial) return '';
  return gauge(Math.min(gaugeLength, Math.round((value / limit) * gaugeLength)));
}

function gauge(full: number): string {
  return '▰'.repeat(full) + '▱'.repeat(gaugeLength - full);
}

/** More layers than this are no blame. */
const mostBlamed = 2;

/** Those of the layers that cost most, with their shares. Peak memory is of a moment, and no sum of layers. */
function blamed(network: NetworkAnalysis, layers: readonly LayerId[], metric: MetricName, value: number): string {
  if (metric === 'peakBytes') return '';
  const costs = layers.map((id) => ({ id, cost: layerSum(network, id, metric).value }));
  return costs
    .sort((a, b) => b.cost - a.cost)
    .slice(0, mostBlamed)
    .map(({ id, cost }) => `${pathOf(network, id)} ${formatShare(cost, value)}`)
    .join(', ');
}

/** `1.6 G`, as it was most likely written. */
function withoutZeros(text: string): string {
  return text.replace(/\.0+(?= |$)|(?<=\.\d*[1-9])0+(?= |$)/, '');
}

/** Of what is only partly known at least that; `?` where nothing of it is. */
function shareText({ value, limit, isPartial }: BudgetResult): string {
  const share = isPartial && value === 0 ? undefined : formatShareOfLimit(value, limit);
  return share === undefined ? '?' : `${isPartial ? '≥ ' : ''}${share}`;
}

export const verdictSigns: Readonly<Record<(BudgetResult | CheckResult)['verdict'], string>> = {
  ok: '✓',
  over: '✗',
  missed: '✗',
  open: '…',
};

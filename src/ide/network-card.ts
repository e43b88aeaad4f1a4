/**
 * Totals of a network: what the hover on its name, the code lens above it and the status bar say. Sums of main outputs
 * alone, as that is what inference costs; heads, and the total with them, are named beside them.
 */

import type { BudgetResult, NetworkAnalysis } from '../analysis/analysis';
import { hasHeads, layerSum } from '../analysis/figures';
import { findMetric } from '../base/metrics';
import {
  formatBytes,
  formatExact,
  formatShape,
  formatShare,
  formatShareOfLimit,
  formatShort,
} from '../base/number-format';
import { formatValue } from '../ops/format-value';
import type { EditorWords } from '../words/editor';
import { bytesSum, exactSum, shortSum, totalSum, workOf } from './figures';
import { escapeMarkdown, inlineCode, joined, markdownTable, paragraphs } from './markdown';
import { userMarkdown } from './user-markdown';

export interface NetworkSummary {
  readonly network: string;
  /** `1.583 G`, with `≥ ` before it where a part is unknown. */
  readonly multiplies: string;
  /** In what the user counts: `1.583 G mul`, and as it is spoken. */
  readonly work: string;
  readonly spokenWork: string;
  readonly params: string;
  readonly budgets: readonly BudgetSummary[];
  /** Markdown with exact numbers. */
  readonly details: string;
}

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

export function summarize(network: NetworkAnalysis, words: EditorWords): NetworkSummary {
  return {
    network: network.name,
    multiplies: totalSum(network.main.sums.multiplies),
    work: words.editor('summary.work', { amount: totalSum(workOf(words, network.main.sums)) }),
    spokenWork: words.editor('multiplies', { amount: totalSum(workOf(words, network.main.sums)) }),
    params: totalSum(network.main.sums.params),
    budgets: network.budgets.filter(({ path }) => path === '').map((budget) => budgetSummary(budget, network, words)),
    details: networkTable(network, words),
  };
}

export function budgetSummary(budget: BudgetResult, network: NetworkAnalysis, words: EditorWords): BudgetSummary {
  const isBytes = findMetric(budget.metric)?.unit === 'bytes';
  const limit = withoutZeros(isBytes ? formatBytes(budget.limit) : formatShort(budget.limit, 4));
  const text = budget.limit <= 0 ? limit : words.editor('budget', { share: shareText(budget), limit });
  const { metric, verdict } = budget;
  return { metric, text, verdict, gauge: gaugeOf(budget), blame: verdict === 'over' ? blameOf(budget, network) : '' };
}

const gaugeLength = 10;

function gaugeOf({ value, limit, isPartial }: BudgetResult): string {
  // Of a limit below zero, which nothing keeps, there is no part.
  if (limit <= 0 || isPartial) return '';
  const full = Math.min(gaugeLength, Math.round((value / limit) * gaugeLength));
  return '▰'.repeat(full) + '▱'.repeat(gaugeLength - full);
}

/** More layers than this are no blame. */
const mostBlamed = 2;

/** Peak memory is of a moment, and no sum of layers. */
function blameOf({ metric, value }: BudgetResult, network: NetworkAnalysis): string {
  if (metric === 'peakBytes') return '';
  const costs = network.main.layers.map((id) => ({ id, cost: layerSum(network, id, metric).value }));
  return costs
    .sort((a, b) => b.cost - a.cost)
    .slice(0, mostBlamed)
    .map(({ id, cost }) => `${network.graph.layers[id]?.path} ${formatShare(cost, value)}`)
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

export const verdictSigns: Readonly<Record<BudgetResult['verdict'], string>> = { ok: '✓', over: '✗', open: '…' };

export function networkCard(network: NetworkAnalysis, words: EditorWords): string {
  const parameters = [...network.parameters].map(([name, value]) => `${name} = ${formatValue(value)}`);
  return paragraphs(
    joined(
      words.hover('network', { name: escapeMarkdown(network.name) }),
      parameters.length === 0 ? '' : inlineCode(parameters.join(', ')),
    ),
    userMarkdown(network.declaration.documentation),
    networkTable(network, words),
  );
}

/** The totals with exact numbers, then budgets and outputs. */
function networkTable(network: NetworkAnalysis, words: EditorWords): string {
  const say = words.hover;
  const { sums, peak } = network.main;
  const rows: [string, string][] = [
    [say('multiplies'), exactSum(workOf(words, sums))],
    [say('parameters'), exactSum(sums.params)],
    [say('weights'), bytesSum(sums.weightBytes)],
    [say('activations'), bytesSum(sums.activationBytes)],
  ];
  if (peak !== undefined) {
    const path = escapeMarkdown(network.graph.layers[peak.layer]?.path ?? '?');
    rows.push([say('peak'), say('network.peak-at', { amount: bytesSum(sums.peakBytes), path })]);
  }
  for (const output of network.outputs) {
    const name = escapeMarkdown(output.output.name);
    const shape = formatShape(output.shape);
    if (output.output.kind === 'head') {
      const amount = shortSum(workOf(words, output.extra.sums));
      rows.push([say('network.head', { name }), say('network.head-adds', { shape, amount })]);
    } else {
      rows.push([say('network.output', { name }), shape]);
    }
  }
  if (hasHeads(network)) {
    const { params } = network.all.sums;
    const amounts = joined(
      say('amount.multiplies', { count: exactSum(workOf(words, network.all.sums)) }),
      say('amount.parameters', { count: exactSum(params) }),
    );
    rows.push([words.totals('everything'), amounts]);
  }
  for (const budget of network.budgets.filter(({ path }) => path === '')) {
    const { metric, text, verdict, blame } = budgetSummary(budget, network, words);
    const most = blame === '' ? '' : words.editor('budget.most', { layers: escapeMarkdown(blame) });
    rows.push([say('network.budget', { metric }), joined(`${verdictSigns[verdict]} ${text}`, most)]);
  }
  const { unknownLayers } = network.main;
  const unknown = { unknown: formatExact(unknownLayers), layers: formatExact(network.main.layers.length) };
  return paragraphs(
    markdownTable([say('network.main'), say('network.total')], rows),
    unknownLayers === 0 ? '' : say('network.unknown', unknown),
  );
}

/**
 * Totals of a network: what the hover on its name, the code lens above it and the status bar say. Sums of main outputs
 * alone, as that is what inference costs; heads are named beside them.
 */

import type { BudgetResult, NetworkAnalysis } from '../analysis/analysis';
import { findMetric } from '../base/metrics';
import { formatBytes, formatExact, formatShape, formatShort } from '../base/number-format';
import { formatValue } from '../ops/value';
import { bytesSum, exactSum, shortSum, totalSum } from './figures';
import { escapeMarkdown, inlineCode, joined, paragraphs, table, userMarkdown } from './markdown';

export interface NetworkSummary {
  readonly network: string;
  /** `1.583 G`, with `≥ ` before it where a part is unknown. */
  readonly multiplies: string;
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
}

export function summarize(network: NetworkAnalysis): NetworkSummary {
  return {
    network: network.name,
    multiplies: totalSum(network.main.sums.multiplies),
    params: totalSum(network.main.sums.params),
    budgets: network.budgets.filter((budget) => budget.path === '').map(budgetSummary),
    details: networkTable(network),
  };
}

export function budgetSummary(budget: BudgetResult): BudgetSummary {
  const unit = findMetric(budget.metric)?.unit;
  const limit = unit === 'bytes' ? formatBytes(budget.limit) : formatShort(budget.limit, 4);
  const percent = budget.limit === 0 ? '' : `${floorPercent((100 * budget.value) / budget.limit)}% of `;
  return { metric: budget.metric, text: `${percent}${withoutZeros(limit)}`, verdict: budget.verdict };
}

/** `1.6 G`, as it was most likely written. */
function withoutZeros(text: string): string {
  return text.replace(/\.0+(?= |$)|(?<=\.\d*[1-9])0+(?= |$)/, '');
}

/** Cut to one digit, so that nothing over its limit is shown as 100%, nor under it. */
function floorPercent(percent: number): string {
  const cut = percent > 100 ? Math.ceil(percent * 10) / 10 : Math.floor(percent * 10) / 10;
  return cut.toFixed(1);
}

export const verdictSigns: Readonly<Record<BudgetResult['verdict'], string>> = { ok: '✓', over: '✗', open: '…' };

export function networkCard(network: NetworkAnalysis): string {
  const parameters = [...network.parameters].map(([name, value]) => `${name} = ${formatValue(value)}`);
  return paragraphs(
    joined(
      `**${escapeMarkdown(network.name)}** network`,
      parameters.length === 0 ? '' : inlineCode(parameters.join(', ')),
    ),
    userMarkdown(network.declaration.documentation),
    networkTable(network),
  );
}

/** The totals with exact numbers, then budgets and outputs. */
function networkTable(network: NetworkAnalysis): string {
  const { sums, peak } = network.main;
  const rows: [string, string][] = [
    ['Multiplies', exactSum(sums.multiplies)],
    ['Parameters', exactSum(sums.params)],
    ['Weights', bytesSum(sums.weightBytes)],
    ['Activations', bytesSum(sums.activationBytes)],
  ];
  if (peak !== undefined) {
    const where = network.graph.layers[peak.layer]?.path ?? '?';
    rows.push(['Memory peak', `${bytesSum(sums.peakBytes)} at ${escapeMarkdown(where)}`]);
  }
  for (const output of network.outputs) {
    const name = escapeMarkdown(output.output.name);
    const extra = output.output.kind === 'head' ? `, +${shortSum(output.extra.sums.multiplies)} multiplies` : '';
    rows.push([
      output.output.kind === 'head' ? `Head ${name}` : `Output ${name}`,
      `${formatShape(output.shape)}${extra}`,
    ]);
  }
  for (const budget of network.budgets.filter(({ path }) => path === '')) {
    const { text } = budgetSummary(budget);
    rows.push([`Budget ${budget.metric}`, `${verdictSigns[budget.verdict]} ${text}`]);
  }
  const { unknownLayers } = network.main;
  return paragraphs(
    table(['Main outputs', 'Total'], rows),
    unknownLayers === 0
      ? ''
      : `⚠ ${formatExact(unknownLayers)} of ${formatExact(network.main.layers.length)} layers have an unknown count; sums say at least (≥) what is known.`,
  );
}

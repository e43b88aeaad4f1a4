/**
 * Totals of a network: what the hover on its name, the code lens above it and the status bar say. Sums of main outputs
 * alone, as that is what inference costs; heads, and the total with them, are named beside them.
 */

import type { BudgetResult, NetworkAnalysis } from '../analysis/analysis';
import { hasHeads } from '../analysis/figures';
import { findMetric } from '../base/metrics';
import { formatBytes, formatExact, formatShape, formatShareOfLimit, formatShort } from '../base/number-format';
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
}

export function summarize(network: NetworkAnalysis, words: EditorWords): NetworkSummary {
  return {
    network: network.name,
    multiplies: totalSum(network.main.sums.multiplies),
    work: words.editor('summary.work', { amount: totalSum(workOf(words, network.main.sums)) }),
    spokenWork: words.editor('multiplies', { amount: totalSum(workOf(words, network.main.sums)) }),
    params: totalSum(network.main.sums.params),
    budgets: network.budgets.filter(({ path }) => path === '').map((budget) => budgetSummary(budget, words)),
    details: networkTable(network, words),
  };
}

export function budgetSummary(budget: BudgetResult, words: EditorWords): BudgetSummary {
  const isBytes = findMetric(budget.metric)?.unit === 'bytes';
  const limit = withoutZeros(isBytes ? formatBytes(budget.limit) : formatShort(budget.limit, 4));
  const text = budget.limit === 0 ? limit : words.editor('budget', { share: shareText(budget), limit });
  return { metric: budget.metric, text, verdict: budget.verdict };
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
    const { metric, text, verdict } = budgetSummary(budget, words);
    rows.push([say('network.budget', { metric }), `${verdictSigns[verdict]} ${text}`]);
  }
  const { unknownLayers } = network.main;
  const unknown = { unknown: formatExact(unknownLayers), layers: formatExact(network.main.layers.length) };
  return paragraphs(
    markdownTable([say('network.main'), say('network.total')], rows),
    unknownLayers === 0 ? '' : say('network.unknown', unknown),
  );
}

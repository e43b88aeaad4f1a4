/**
 * Totals of a network: what the hover on its name, the code lens above it and the status bar say. Sums of main outputs
 * alone, as that is what inference costs; heads, and the total with them, are named beside them.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { hasHeads } from '../analysis/figures';
import { formatExact, formatShape } from '../base/number-format';
import { formatValue } from '../ops/format-value';
import type { EditorWords } from '../words/editor';
import { bytesSum, exactSum, shortSum, totalSum, workOf } from './figures';
import { escapeMarkdown, inlineCode, joined, markdownTable, paragraphs } from './markdown';
import { type BudgetSummary, budgetSummary, type ExpectsSummary, expectsSummary, verdictSigns } from './promise-card';
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
  /** Undefined where nothing is expected. */
  readonly expects: ExpectsSummary | undefined;
  /** Markdown with exact numbers. */
  readonly details: string;
}

export function summarize(network: NetworkAnalysis, words: EditorWords): NetworkSummary {
  return {
    network: network.name,
    multiplies: totalSum(network.main.sums.multiplies),
    work: words.editor('summary.work', { amount: totalSum(workOf(words, network.main.sums)) }),
    spokenWork: words.editor('multiplies', { amount: totalSum(workOf(words, network.main.sums)) }),
    params: totalSum(network.main.sums.params),
    budgets: network.budgets.filter(({ path }) => path === '').map((budget) => budgetSummary(budget, network, words)),
    expects: expectsSummary(network, words),
    details: networkTable(network, words),
  };
}

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
  const expects = expectsSummary(network, words);
  if (expects !== undefined) {
    rows.push([say('network.expects'), joined(`${verdictSigns[expects.verdict]} ${expects.text}`, expects.gauge)]);
    for (const { subject, text, blame } of expects.missed) {
      const most = blame === '' ? '' : words.editor('budget.most', { layers: escapeMarkdown(blame) });
      rows.push([`✗ ${escapeMarkdown(subject)}`, joined(escapeMarkdown(text), most)]);
    }
  }
  const { unknownLayers } = network.main;
  const unknown = { unknown: formatExact(unknownLayers), layers: formatExact(network.main.layers.length) };
  return paragraphs(
    markdownTable([say('network.main'), say('network.total')], rows),
    unknownLayers === 0 ? '' : say('network.unknown', unknown),
  );
}

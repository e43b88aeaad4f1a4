/** What `explain` says of a whole network, for people and as JSON. It is made in src/advice/explain-network.ts. */

import type { BySet, NetworkExplanation } from '../advice/explain-network';
import { differenceText } from '../advice/explanation-words';
import type { NetworkAnalysis } from '../analysis/analysis';
import { formatBytes, formatExact, formatShape } from '../base/number-format';
import type { CliWords } from '../words/cli';
import { runTotals, shapeDocument, totals } from './cost-document';
import { alignedTable, countText, heldDocument, heldTable, indent } from './explanation-text';
import type { Style } from './style';

/** Without heads there is one total, and a column for it alone. */
export function networkText(network: NetworkExplanation, style: Style, words: CliWords): string {
  const say = words.explain;
  const setTitles = network.hasHeads
    ? [say('column.main'), words.totals('heads'), words.totals('mainAndHeads')]
    : [say('column.main')];
  const cells = <T>({ main, heads, everything }: BySet<T>, write: (of: T) => string): string[] =>
    network.hasHeads ? [write(main), write(heads), write(everything)] : [write(main)];
  const numbers = 'r'.repeat(setTitles.length);

  const counts = network.counts.map(({ name, unit, values }) => [
    words.explanation(`count.${name}`),
    ...cells(values, (value) => countText(value, unit)),
  ]);
  const lines = [
    `${style.strong(network.name)}  ${formatShape(network.input)}`,
    '',
    style.strong(say('totals')),
    ...indent(alignedTable(['', ...setTitles], `l${numbers}`, counts)),
  ];
  if (network.otherTools.length > 0) {
    const rows = network.otherTools.map((tool) => [
      tool.everything.tools.join(', '),
      ...cells(tool, ({ value }) => formatExact(value)),
      differenceText(tool.everything, words),
    ]);
    const titles = [say('column.tool'), ...setTitles, say('column.difference')];
    lines.push('', style.strong(say('tools')), ...indent(alignedTable(titles, `l${numbers}l`, rows)));
  }
  if (network.peak !== undefined) {
    const { path, bytes, held } = network.peak;
    lines.push('', style.strong(say('alive', { amount: formatBytes(bytes), path })), ...indent(heldTable(held, words)));
  }
  return `${lines.join('\n')}\n`;
}

/** Totals have the keys that those of `cost` have. */
export function networkDocument(explanation: NetworkExplanation, network: NetworkAnalysis, words: CliWords): object {
  const { name, input, otherTools, peak } = explanation;
  return {
    schema: 1,
    network: name,
    kind: 'network',
    input: input === undefined ? null : shapeDocument(input),
    totals: runTotals(network.main),
    heads: totals(network.heads),
    everything: runTotals(network.all),
    otherTools: otherTools.map(({ main, heads, everything }) => ({
      tools: everything.tools,
      main: main.value ?? null,
      heads: heads.value ?? null,
      everything: everything.value ?? null,
      difference: differenceText(everything, words),
    })),
    peak: peak === undefined ? null : { path: peak.path, bytes: peak.bytes ?? null, held: peak.held.map(heldDocument) },
  };
}

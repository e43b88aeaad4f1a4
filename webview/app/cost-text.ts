/** The rows of the cost table as text that leaves the page: Markdown to read, CSV to compute with. */

import { isEnd, type ViewCount, type ViewMetric } from '../../src/view/model';
import { amountText } from '../../src/view/node-words';
import { shape } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';
import { otherMetric, type TreeRow } from './cost-rows';

/** As they stand in the table: rounded, those inside others indented. */
export function costMarkdown(rows: readonly TreeRow[], metric: ViewMetric, words: PreviewWords): string {
  const say = words.panel;
  const other = otherMetric(metric);
  const head = [
    say('column.name'),
    say('column.output'),
    say(`metric.${metric}`),
    say('column.share'),
    say(`metric.${other}`),
  ];
  const lines = layersOf(rows).map(({ node, level, share }) => {
    const name = [node.title, node.suffix].filter((part) => part !== '').join(' ');
    const cells = [
      `${'&emsp;'.repeat(level - 1)}${cellText(node.branchLabel === '' ? name : `${node.branchLabel} ${name}`)}`,
      shape(node.shape),
      amountText(node, metric, words),
      share,
      amountText(node, other, words),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [`| ${head.map(cellText).join(' | ')} |`, '| --- | ---: | ---: | ---: | ---: |', ...lines, ''].join('\n');
}

/** Without what only says where the network ends. */
function layersOf(rows: readonly TreeRow[]): readonly TreeRow[] {
  return rows.filter(({ node }) => !isEnd(node));
}

/** What Markdown would take for more than a text. */
function cellText(text: string): string {
  return text.replace(/[\\`*_|<>[\]&~]/g, (sign) => `\\${sign}`);
}

/** Counts to the last digit, by path; empty where they are not all known. */
export function costCsv(rows: readonly TreeRow[], metric: ViewMetric): string {
  const other = otherMetric(metric);
  const lines = layersOf(rows).map(({ node }) => [
    node.path,
    node.call,
    ...[0, 1, 2].map((side) => String(node.shape?.[side] ?? '')),
    countText(node.counts[metric]),
    countText(node.counts[other]),
    node.part,
  ]);
  const head = ['path', 'call', 'height', 'width', 'channels', metric, other, 'part'];
  return [head, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function countText({ value, isPartial }: ViewCount): string {
  return value === null || isPartial ? '' : String(value);
}

/** As RFC 4180 has it. What a spreadsheet would take for a formula begins with a quote. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What changed between two networks: as the JSON of `diff`, as a text, and as Markdown for a pull request. */

import { textTable } from '../base/text-table';
import type { Comparison } from '../session/compare';
import {
  type DiffSides,
  layerCells,
  layerColumns,
  diffMarkdown as markdown,
  quietText,
  sideName,
  totalCells,
  totalColumns,
} from '../session/diff-tables';
import type { CliWords } from '../words/cli';
import { exact } from './cost-document';
import type { Gate } from './fail-on';
import type { Style } from './style';

/** Keys are a contract: they may be added, never renamed. */
export function diffDocument(sides: DiffSides, { totals, layers, moved }: Comparison): object {
  return {
    schema: 1,
    ...sides,
    totals: Object.fromEntries(
      totals.map(({ metric, before, after, delta }) => [
        metric,
        { old: exact(before), new: exact(after), delta: exact(delta) },
      ]),
    ),
    layers: layers.map((change) => ({
      path: change.path,
      ...(change.kind === 'added' ? {} : { oldPath: change.kind === 'changed' ? change.oldPath : change.path }),
      change: change.kind,
      ...(change.kind === 'added' ? {} : { old: change.before }),
      ...(change.kind === 'removed' ? {} : { new: change.after }),
    })),
    moved,
  };
}

type Render = (sides: DiffSides, comparison: Comparison, style: Style, words: CliWords) => string;

export const diffText: Render = (sides, { totals, layers, moved }, style, words) => {
  const say = words.diff;
  const names = { old: sideName(sides.old), new: sideName(sides.new) };
  const lines = [style.strong(say('title', names)), '', ...textTable(totalColumns(say), totals.map(totalCells)), ''];
  if (layers.length > 0) {
    const [head = '', ...rows] = textTable(
      layerColumns(say),
      layers.map((layer) => layerCells(layer, say)),
    );
    const colours = { added: style.ok, removed: style.error, changed: style.warning };
    lines.push(head, ...rows.map((row, index) => colours[layers[index]?.kind ?? 'changed'](row)), '');
  }
  const quiet = quietText(layers.length, moved.length, say);
  if (quiet !== undefined) lines.push(style.muted(quiet));
  return lines.join('\n').replace(/\n+$/, '\n');
};

export const diffMarkdown: Render = (sides, comparison, _, words) => markdown(sides, comparison, words);

/** What a gate of `--fail-on` has found. */
export function failsText(
  { text, metric }: Gate,
  verdict: 'fails' | 'unknown',
  { totals }: Comparison,
  { diff: say }: CliWords,
): string {
  const total = totals.find((one) => one.metric === metric);
  if (verdict === 'unknown' || total === undefined) return say('unknown', { gate: text, metric });
  const [, old = '', fresh = '', delta = '', share = ''] = totalCells(total);
  return say('fails', { gate: text, metric, old, new: fresh, change: share === '' ? delta : share });
}

/** What changed between two networks: as the JSON of `diff`, as a text, and as Markdown for a pull request. */

import { findMetric, type MetricName } from '../base/metrics';
import { formatBytes, formatExact, formatShape, formatShare } from '../base/number-format';
import type { ComparedLayer, Comparison, LayerChange, TotalChange } from '../session/compare';
import type { CliWords } from '../words/cli';
import { exact } from './cost-document';
import { sumText } from './cost-text';
import type { Gate } from './fail-on';
import { type Style, visible } from './style';
import { type Column, markdownTable, textTable } from './text-table';

/** Which networks were compared. */
export interface DiffSides {
  readonly old: { readonly file: string; readonly network: string };
  readonly new: { readonly file: string; readonly network: string };
}

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

export const diffMarkdown: Render = (sides, { totals, layers, moved }, _, words) => {
  const say = words.diff;
  const code = (name: string): string => visible(name).replace(/[\\`*_|<[&]/g, '\\$&');
  const title = say('markdown.title', { old: code(sideName(sides.old)), new: code(sideName(sides.new)) });
  const parts = [`${title}\n`, markdownTable(totalColumns(say), totals.map(totalCells)), `${say('convention')}\n`];
  if (layers.length > 0) {
    const rows = layers.map((layer) => layerCells(layer, say));
    parts.push(markdownTable(layerColumns(say), rows));
  }
  const quiet = quietText(layers.length, moved.length, say);
  if (quiet !== undefined) parts.push(`${quiet}\n`);
  return parts.join('\n');
};

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

function sideName({ file, network }: DiffSides['old']): string {
  return `${visible(file)} ${network}`;
}

function quietText(changed: number, moved: number, say: CliWords['diff']): string | undefined {
  if (moved > 0) return say('moved-only', { count: moved });
  return changed === 0 ? say('no-differences') : undefined;
}

function totalColumns(say: CliWords['diff']): readonly Column[] {
  return [
    { title: say('metric'), align: 'left' },
    { title: say('old'), align: 'right' },
    { title: say('new'), align: 'right' },
    { title: say('change'), align: 'right' },
    { title: say('share'), align: 'right' },
  ];
}

function totalCells({ metric, before, after, delta }: TotalChange): readonly string[] {
  const format = formatOf(metric);
  const [was, is] = [sumText(before, format), sumText(after, format)];
  if (delta.isPartial) return [metric, was, is, '?', ''];
  if (delta.value === 0) return [metric, was, is, '0', ''];
  const share = before.value === 0 ? '' : `${signOf(delta.value)}${formatShare(Math.abs(delta.value), before.value)}`;
  return [metric, was, is, signed(delta.value, format), share];
}

function layerColumns(say: CliWords['diff']): readonly Column[] {
  return [
    { title: say('change'), align: 'left' },
    { title: say('layer'), align: 'left' },
    { title: say('call'), align: 'left' },
    { title: say('shape'), align: 'right' },
    { title: 'multiplies', align: 'right' },
    { title: 'params', align: 'right' },
  ];
}

/** Of a layer that came or went its own figures, of one that changed the differences. */
function layerCells(change: LayerChange, say: CliWords['diff']): readonly string[] {
  const before = change.kind === 'added' ? undefined : change.before;
  const after = change.kind === 'removed' ? undefined : change.after;
  const fromTo = (of: (layer: ComparedLayer) => string): string => {
    const [old, fresh] = [before && of(before), after && of(after)];
    return old === undefined || fresh === undefined || old === fresh
      ? (fresh ?? old ?? '')
      : say('from', { old, new: fresh });
  };
  const count = (of: (layer: ComparedLayer) => number | null): string => {
    const [old, fresh] = [before ? of(before) : 0, after ? of(after) : 0];
    if (old === null || fresh === null) return '?';
    return old === fresh ? '' : signed(fresh - old, formatExact);
  };
  const renamed = change.kind === 'changed' && change.oldPath !== change.path;
  return [
    say(change.kind),
    visible(renamed ? say('was-path', { path: change.path, old: change.oldPath }) : change.path),
    visible(fromTo(({ call }) => call)),
    fromTo(({ shape }) => formatShape(shape.map((side) => side ?? undefined))),
    count(({ multiplies }) => multiplies),
    count(({ params }) => params),
  ];
}

function formatOf(metric: MetricName): (value: number) => string {
  return findMetric(metric)?.unit === 'bytes' ? formatBytes : formatExact;
}

function signOf(value: number): string {
  return value < 0 ? '-' : '+';
}

function signed(value: number, format: (value: number) => string): string {
  return `${signOf(value)}${format(Math.abs(value))}`;
}

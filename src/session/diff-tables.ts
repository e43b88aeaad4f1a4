/**
 * What changed between two networks as tables: the totals, the layers, and both as Markdown for a pull request. The
 * command line prints the same rows as text.
 */

import { findMetric, type MetricName } from '../base/metrics';
import { formatBytes, formatExact, formatShape, formatShare, sumText } from '../base/number-format';
import { type Column, markdownTable } from '../base/text-table';
import { visible } from '../base/visible-text';
import type { diffReport } from '../words/english/diff-report';
import type { metrics } from '../words/english/metrics';
import type { Say } from '../words/text';
import type { ComparedLayer, Comparison, LayerChange, TotalChange } from './compare';

export type SayDiff = Say<typeof diffReport>;

export interface DiffWords {
  readonly diff: SayDiff;
  readonly metrics: Say<typeof metrics>;
}

/** Which networks were compared. */
export interface DiffSides {
  readonly old: DiffSide;
  readonly new: DiffSide;
}

export interface DiffSide {
  readonly file: string;
  readonly network: string;
}

/** For people who read a page and do not ask for metrics by name: these are called as in every table of the preview. */
export function diffMarkdown(
  sides: DiffSides,
  { totals, layers, moved }: Comparison,
  { diff: say, metrics }: DiffWords,
): string {
  const code = (name: string): string => visible(name).replace(/[\\`*_|<[&]/g, '\\$&');
  const title = say('markdown.title', { old: code(sideName(sides.old)), new: code(sideName(sides.new)) });
  const parts = [
    `${title}\n`,
    markdownTable(
      totalColumns(say),
      totals.map((total) => [metrics(total.metric), ...totalCells(total).slice(1)]),
    ),
    `${say('convention')}\n`,
  ];
  if (layers.length > 0) {
    const rows = layers.map((layer) => layerCells(layer, say));
    parts.push(markdownTable(layerColumns(say, metrics), rows));
  }
  const quiet = quietText(layers.length, moved.length, say);
  if (quiet !== undefined) parts.push(`${quiet}\n`);
  return parts.join('\n');
}

export function sideName({ file, network }: DiffSide): string {
  return `${visible(file)} ${network}`;
}

export function quietText(changed: number, moved: number, say: SayDiff): string | undefined {
  if (moved > 0) return say('moved-only', { count: moved });
  return changed === 0 ? say('no-differences') : undefined;
}

export function totalColumns(say: SayDiff): readonly Column[] {
  return [
    { title: say('metric'), align: 'left' },
    { title: say('old'), align: 'right' },
    { title: say('new'), align: 'right' },
    { title: say('change'), align: 'right' },
    { title: say('share'), align: 'right' },
  ];
}

export function totalCells({ metric, before, after, delta }: TotalChange): readonly string[] {
  const format = formatOf(metric);
  const [was, is] = [sumText(before, format), sumText(after, format)];
  if (delta.isPartial) return [metric, was, is, '?', ''];
  if (delta.value === 0) return [metric, was, is, '0', ''];
  const share = before.value === 0 ? '' : `${signOf(delta.value)}${formatShare(Math.abs(delta.value), before.value)}`;
  return [metric, was, is, signed(delta.value, format), share];
}

/** @param metricName What the columns of metrics are headed with: by default what they are asked for by. */
export function layerColumns(
  say: SayDiff,
  metricName: (metric: MetricName) => string = (name) => name,
): readonly Column[] {
  return [
    { title: say('change'), align: 'left' },
    { title: say('layer'), align: 'left' },
    { title: say('call'), align: 'left' },
    { title: say('shape'), align: 'right' },
    { title: metricName('multiplies'), align: 'right' },
    { title: metricName('params'), align: 'right' },
  ];
}

/** Of a layer that came or went its own figures, of one that changed the differences. */
export function layerCells(change: LayerChange, say: SayDiff): readonly string[] {
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

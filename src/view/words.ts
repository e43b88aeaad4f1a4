/**
 * What the picture says in numbers and, to a screen reader, in words. `null` is written `?` or `unknown`, never 0.
 */

import { formatBytes, formatExact, formatShare, formatShort } from '../base/number-format';
import { englishTotals } from '../words/english/totals';
import type { ViewCount, ViewMetric, ViewModel, ViewNode, ViewShape } from './model';
import { times } from './node-label';

const say = englishTotals;

const nouns: Readonly<Record<ViewMetric, string>> = {
  multiplies: 'multiplies',
  flops: 'FLOPs',
  params: 'parameters',
  activationBytes: 'bytes of activations',
};

export function metricNoun(metric: ViewMetric): string {
  return nouns[metric];
}

/** `28×28×192`, `?×?×8`; `? × ? × ?` where nothing is known. */
export function shapeText(shape: ViewShape | null): string {
  if (shape === null || shape.every((part) => part === null)) return `? ${times} ? ${times} ?`;
  return shape.map((part) => part ?? '?').join(times);
}

/** `346.8 M`, `≥ 12.3 M` while a part is unknown, `unknown`. */
export function countText(count: ViewCount, metric: ViewMetric): string {
  if (count.value === null) return 'unknown';
  const text = metric === 'activationBytes' ? formatBytes(count.value) : formatShort(count.value);
  return count.isPartial ? `\u2265 ${text}` : text;
}

/** `346.8 M`, and `+4.17 M` for what comes on top of the main total. */
export function amountText(node: ViewNode, metric: ViewMetric): string {
  const count = node.counts[metric];
  return withSign(node, count, countText(count, metric));
}

/** `+` before a count that is written already, where only side heads need it. */
export function withSign({ part }: ViewNode, { value }: ViewCount, written: string): string {
  if (part !== 'head' || value === null || value === 0) return written;
  return written.startsWith('\u2265') ? written.replace(' ', ' +') : `+${written}`;
}

/** Share of the main total; empty where there is none to speak of, and for what is not in the total. */
export function shareText(node: ViewNode, model: ViewModel, metric: ViewMetric): string {
  const { value, isPartial } = node.counts[metric];
  const total = model.totals[metric];
  if (node.part !== 'main' || isPartial || value === null || value === 0 || !total.value) return '';
  return formatShare(value, total.value, total.isPartial ? '\u2264' : '');
}

/** Why something has no share: only heads need it, or nothing does. Empty for what is in the main total. */
export function partText({ part }: ViewNode): string {
  return part === 'main' ? '' : say(part === 'head' ? 'notInTotal' : 'leadsNowhere');
}

/** Before a count of what leads nowhere. */
export const deadLabel = say('leadsNowhere');

/** `leads nowhere, 2.40 M`: what is in a body beside its sum; empty where nothing is. */
export function deadText({ dead }: ViewNode, metric: ViewMetric): string {
  if (dead === null || dead[metric].value === 0) return '';
  return say('leadsNowherePart', { amount: countText(dead[metric], metric) });
}

/** `346,816,512`. */
export function exactText(count: ViewCount): string {
  if (count.value === null) return 'unknown';
  return `${count.isPartial ? '\u2265 ' : ''}${formatExact(count.value)}`;
}

/** `1st`, `22nd`, `113th`. */
export function ordinal(place: number): string {
  const tens = place % 100;
  const unit = tens >= 11 && tens <= 13 ? 0 : place % 10;
  return `${formatExact(place)}${['th', 'st', 'nd', 'rd'][unit] ?? 'th'}`;
}

/** `19×19, step 4`. */
export function receptiveFieldText(node: ViewNode): string {
  if (node.receptiveField === null) return '';
  const { size, jump } = node.receptiveField;
  const step = jump[0] === jump[1] ? `${jump[0]}` : `${jump[0]}${times}${jump[1]}`;
  return `${size[0]}${times}${size[1]}, step ${step}`;
}

const scales: readonly [number, string][] = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
];

function spokenNumber(value: number): string {
  const scale = scales.find(([size]) => value >= size);
  return scale === undefined ? String(value) : `${Number((value / scale[0]).toPrecision(4))} ${scale[1]}`;
}

function spoken(text: string): string {
  return text.replaceAll(times, ' by ');
}

/** `conv 3 by 3, 192 filters, 56 by 56 by 192, 346.8 million multiplies, 21.9 percent, 1st of 58`. */
export function nodeWords(node: ViewNode, model: ViewModel, metric: ViewMetric): string {
  const parts = [spoken(node.title)];
  if (node.kind === 'module') parts[0] += `, module ${node.op}`;
  if (node.kind === 'repeat') parts[0] += `, repeated ${node.turns} times`;
  if (node.kind === 'head') parts[0] += ', side head';
  if (node.suffix.startsWith('/')) parts.push(`stride ${spoken(node.suffix.slice(1).split(' ')[0] ?? '')}`);
  if (node.filters !== null) parts.push(`${node.filters} ${node.op === 'dense' ? 'units' : 'filters'}`);
  if (node.branches.length > 0) parts.push(`branch ${node.branches.map(({ index }) => index + 1).join(' in ')}`);
  parts.push(node.shape?.includes(null) === false ? node.shape.join(' by ') : 'shape unknown');
  const count = node.counts[metric];
  if (count.value === null) parts.push(`${nouns[metric]} unknown`);
  else if (count.value > 0) {
    const amount =
      metric === 'activationBytes'
        ? `${formatBytes(count.value)} of activations`
        : `${spokenNumber(count.value)} ${nouns[metric]}`;
    parts.push(`${count.isPartial ? 'at least ' : ''}${amount}`);
    const share = shareText(node, model, metric);
    if (share !== '')
      parts.push(share.replace('<', 'less than ').replace('\u2264', 'at most ').replace('%', ' percent'));
    else if (node.part !== 'main') parts.push(partText(node));
  }
  const dead = deadText(node, metric);
  if (dead !== '') parts.push(dead);
  if (node.rank !== null && metric === 'multiplies') parts.push(`${ordinal(node.rank)} of ${model.rankedLayers}`);
  if (node.outputs.length > 0) parts.push(`output ${node.outputs.join(', ')}`);
  if (node.error !== null) parts.push(`error: ${node.error}`);
  return parts.join(', ');
}

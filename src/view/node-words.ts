/**
 * What the page says of a node: its amounts as they stand on boxes and in rows, and all of it in words for a screen
 * reader.
 */

import { formatBytes, formatShare } from '../base/number-format';
import type { PreviewWords } from '../words/preview';
import type { ViewCount, ViewMetric, ViewModel, ViewNode } from './model';
import { count, rank, receptiveField, short, times, withPlus } from './number-text';

/** `346.8 M`, `≥ 12.3 M` while a part is unknown, and `+4.17 M` for what comes on top of the main total. */
export function amountText(node: ViewNode, metric: ViewMetric, words: PreviewWords): string {
  const amount = node.counts[metric];
  return withSign(
    node,
    amount,
    count(words, amount, (value) => short(value, metric)),
  );
}

/** `+` before a count that is written already, where only side heads need it. */
export function withSign({ part }: ViewNode, { value }: ViewCount, written: string): string {
  return part !== 'head' || value === null || value === 0 ? written : withPlus(written);
}

/** Share of the main total; empty where there is none to speak of, and for what is not in the total. */
export function nodeShareText(node: ViewNode, model: ViewModel, metric: ViewMetric): string {
  const { value, isPartial } = node.counts[metric];
  const total = model.totals[metric];
  if (node.part !== 'main' || isPartial || value === null || value === 0 || !total.value) return '';
  return formatShare(value, total.value, total.isPartial ? '\u2264' : '');
}

/** Why something has no share: only heads need it, or nothing does. Empty for what is in the main total. */
export function partText({ part }: ViewNode, { totals }: PreviewWords): string {
  return part === 'main' ? '' : totals(part === 'head' ? 'notInTotal' : 'leadsNowhere');
}

/** `leads nowhere, 2.40 M`: what is in a body beside its sum; empty where nothing is. */
export function deadText({ dead }: ViewNode, metric: ViewMetric, words: PreviewWords): string {
  if (dead === null || dead[metric].value === 0) return '';
  return words.totals('leadsNowherePart', { amount: count(words, dead[metric], (value) => short(value, metric)) });
}

/** `19×19, step 4`; empty where it has none. */
export function receptiveFieldText({ receptiveField: field }: ViewNode, words: PreviewWords): string {
  return field === null ? '' : receptiveField(words, field.size, field.jump);
}

/** `conv 3 by 3, 192 filters, 56 by 56 by 192, 346.8 million multiplies, 21.9 percent, 1st of 58`. */
export function nodeWords(node: ViewNode, model: ViewModel, metric: ViewMetric, words: PreviewWords): string {
  const say = words.picture;
  const parts = [spoken(node.title, words)];
  if (node.kind === 'module') parts.push(say('spoken.module', { name: node.op }));
  if (node.kind === 'repeat') parts.push(say('spoken.repeat', { turns: node.turns }));
  if (node.kind === 'head') parts.push(say('spoken.head'));
  const stride = node.suffix
    .split(' ')
    .find((part) => part.startsWith('/'))
    ?.slice(1);
  if (stride !== undefined) parts.push(say('spoken.stride', { stride: spoken(stride, words) }));
  if (node.filters !== null) {
    parts.push(say(node.op === 'dense' ? 'spoken.units' : 'spoken.filters', { count: node.filters }));
  }
  if (node.branches.length > 0) parts.push(branchWords(node, words));
  parts.push(shapeWords(node, words), ...amountWords(node, model, metric, words));
  const dead = deadText(node, metric, words);
  if (dead !== '') parts.push(dead);
  if (node.rank !== null && metric === 'multiplies') parts.push(rank(words, node.rank, model.rankedLayers));
  if (node.outputs.length > 0) parts.push(say('spoken.output', { names: node.outputs.join(', ') }));
  if (node.error !== null) parts.push(say('spoken.error', { message: node.error }));
  return parts.join(words.language.comma);
}

/** The signs of `conv 3×3` and `upsample ×2` in words. */
function spoken(text: string, { picture }: PreviewWords): string {
  return text.replace(new RegExp(`([^\\s${times}]*)${times}([^\\s${times}]+)`, 'g'), (_, first, second) =>
    first === '' ? picture('spoken.times', { factor: second }) : picture('spoken.pair', { first, second }),
  );
}

/** Of nested branches the innermost is named first. */
function branchWords({ branches }: ViewNode, { picture }: PreviewWords): string {
  const [outermost = 0, ...inner] = branches.map(({ index }) => index + 1);
  return inner.reduce(
    (outer, place) => picture('spoken.branch-inside', { place, outer }),
    picture('spoken.branch', { place: outermost }),
  );
}

function shapeWords({ shape }: ViewNode, { picture }: PreviewWords): string {
  const [height, width, channels] = shape ?? [null, null, null];
  return height === null || width === null || channels === null
    ? picture('spoken.shape-unknown')
    : picture('spoken.shape', { height, width, channels });
}

/** The count, and its share of the total or why it has none. */
function amountWords(node: ViewNode, model: ViewModel, metric: ViewMetric, words: PreviewWords): string[] {
  const { value, isPartial } = node.counts[metric];
  const say = words.picture;
  if (value === null) return [say(`spoken.${metric}-unknown`)];
  if (value === 0) return [];
  const written = metric === 'activationBytes' ? formatBytes(value) : spokenNumber(value, words);
  const amount = say(`spoken.${metric}`, { count: written });
  const share = nodeShareText(node, model, metric);
  return [
    isPartial ? say('spoken.at-least', { amount }) : amount,
    ...(share !== '' ? [shareWords(share, words)] : node.part !== 'main' ? [partText(node, words)] : []),
  ];
}

const scales = [
  [1e12, 'spoken.trillion'],
  [1e9, 'spoken.billion'],
  [1e6, 'spoken.million'],
  [1e3, 'spoken.thousand'],
] as const;

function spokenNumber(value: number, { picture }: PreviewWords): string {
  const scale = scales.find(([size]) => value >= size);
  return scale === undefined ? String(value) : picture(scale[1], { count: Number((value / scale[0]).toPrecision(4)) });
}

function shareWords(share: string, { picture }: PreviewWords): string {
  const percent = share.replace(/[^\d.]/g, '');
  if (share.startsWith('<')) return picture('spoken.share-below', { percent });
  return picture(share.startsWith('\u2264') ? 'spoken.share-at-most' : 'spoken.share', { percent });
}

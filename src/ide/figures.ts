/**
 * The figures of a layer or of a group of layers as hovers, lenses and hints write them. What is unknown is written `?`
 * or, in a sum, with `≥` before what is known; never as zero.
 */

import type { LayerPart, NetworkAnalysis, ReceptiveField, Sum, SummedMetric } from '../analysis/analysis';
import type { Share } from '../analysis/figures';
import { elementwiseKinds } from '../analysis/layer-costs';
import { formatBytes, formatExact, formatShare, formatShort } from '../base/number-format';
import type { Layer } from '../graph/graph';
import type { Shape } from '../ops/dim';
import type { Elementwise } from '../ops/op';
import type { CountedIn, EditorWords } from '../words/editor';

/** `120,422,400`, `≥ 120,422,400`; `?` where nothing is known. `+` before what only heads need. */
export function exactSum(sum: Sum, part: LayerPart = 'main'): string {
  const sign = part === 'head' && sum.value > 0 ? '+' : '';
  return withBound(sum, (value) => `${sign}${formatExact(value)}`);
}

/** What the user counts arithmetic in. */
export function convention({ convention = 'multiplies' }: EditorWords): CountedIn {
  return convention;
}

/** The arithmetic of a sum, in what the user counts it in. */
export function workOf(words: EditorWords, sums: Readonly<Record<SummedMetric, Sum>>): Sum {
  return sums[convention(words)];
}

export function shortSum(sum: Sum): string {
  return withBound(sum, (value) => formatShort(value));
}

/** Totals with four digits, as the preview's header has them: `1.583 G`, `120.4 M`. */
export function totalSum(sum: Sum): string {
  return withBound(sum, (value) => formatShort(value, 4));
}

export function bytesSum(sum: Sum): string {
  return withBound(sum, formatBytes);
}

function withBound(sum: Sum, format: (value: number) => string): string {
  if (!sum.isPartial) return format(sum.value);
  return sum.value === 0 ? '?' : `≥ ${format(sum.value)}`;
}

/** `21.9%`, and `≤21.9%` of a total that is only partly known; empty where there is none. */
export function shareText(share: Share | undefined): string {
  return share === undefined ? '' : formatShare(share.part, share.whole, share.isAtMost ? '≤' : '');
}

/** The cell of a table that has a share: why there is none, where something leads nowhere. */
export function shareCell(part: LayerPart, share: Share | undefined, words: EditorWords): string {
  return part === 'dead' ? words.totals('leadsNowhere') : shareText(share);
}

/** `27x27` and `4`: size in input pixels, and how many of them lie between neighbours. */
export function receptiveFieldParts([vertical, horizontal]: ReceptiveField): { size: string; step: string } {
  const step = vertical.jump === horizontal.jump ? `${vertical.jump}` : `${vertical.jump}x${horizontal.jump}`;
  return { size: `${vertical.size}x${horizontal.size}`, step };
}

/** `802,816 compares, 1,605,632 adds`; only what is not zero. */
export function elementwiseText(counts: Elementwise, words: EditorWords): string {
  return elementwiseKinds
    .filter((kind) => counts[kind] !== 0)
    .map((kind) => words.hover(`elementwise.${kind}`, { count: formatExact(counts[kind]) }))
    .join(words.diagnostics.language.comma);
}

/** Shapes a layer reads, in written order; an unknown one is `undefined`. */
export function inputShapes(network: NetworkAnalysis, layer: Layer): readonly (Shape | undefined)[] {
  return layer.inputs.map((id) => (id < 0 ? undefined : network.shapes[id]));
}

/** `28x28x192`; of several instances `14..28x14..28x192..512`, `?` where one is unknown. */
export function shapeRange(shapes: readonly (Shape | undefined)[]): string {
  const first = shapes[0];
  if (first === undefined && shapes.length <= 1) return '?';
  const axes = [0, 1, 2].map((axis) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const shape of shapes) {
      const dimension = shape?.[axis];
      if (dimension === undefined) return '?';
      low = Math.min(low, dimension);
      high = Math.max(high, dimension);
    }
    return low === high ? `${low}` : `${low}..${high}`;
  });
  return axes.some((axis) => axis.includes('..')) ? axes.join(' x ') : axes.join('x');
}

/** `62.3 M`, or `20.7 M..170 M` over several. */
export function sumRange(sums: readonly Sum[], format: (sum: Sum) => string): string {
  const known = sums.filter((sum) => !sum.isPartial);
  if (known.length < sums.length || known.length === 0) return sums.length === 1 ? format(sums[0] as Sum) : '?';
  const sorted = [...known].sort((a, b) => a.value - b.value);
  const [low, high] = [format(sorted[0] as Sum), format(sorted[sorted.length - 1] as Sum)];
  return low === high ? low : `${low} .. ${high}`;
}

/**
 * The figures of a layer or of a group of layers as hovers, lenses and hints write them. What is unknown is written `?`
 * or, in a sum, with `≥` before what is known; never as zero.
 */

import type { NetworkAnalysis, ReceptiveField, Sum } from '../analysis/analysis';
import { elementwiseKinds } from '../analysis/layer-costs';
import { formatBytes, formatExact, formatShare, formatShort } from '../base/number-format';
import type { Block, Layer, LayerId } from '../graph/graph';
import type { Elementwise } from '../ops/op';
import type { Dim, Shape } from '../ops/value';
import type { EditorWords } from '../words/editor';

/** `120,422,400`, `≥ 120,422,400`; `?` where nothing is known. */
export function exactSum(sum: Sum): string {
  return withBound(sum, formatExact);
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

export function sumOf(values: Iterable<Dim>): Sum {
  let value = 0;
  let isPartial = false;
  for (const part of values) {
    if (part === undefined) isPartial = true;
    else value += part;
  }
  return { value, isPartial };
}

/** What a group of layers costs together. */
export interface GroupFigures {
  readonly multiplies: Sum;
  readonly params: Sum;
  readonly activationBytes: Sum;
}

export function groupFigures(network: NetworkAnalysis, layers: readonly LayerId[]): GroupFigures {
  return {
    multiplies: sumOf(layers.map((id) => network.costs[id]?.multiplies)),
    params: sumOf(layers.map((id) => network.costs[id]?.params)),
    activationBytes: sumOf(layers.map((id) => network.activationBytes[id])),
  };
}

const blockTables = new WeakMap<NetworkAnalysis, readonly GroupFigures[]>();

/** What a block costs: the sums of all layers in it. All blocks of a network are summed at once, each layer once. */
export function blockFigures(network: NetworkAnalysis, { id }: Pick<Block, 'id'>): GroupFigures {
  let table = blockTables.get(network);
  if (table === undefined) {
    table = sumBlocks(network);
    blockTables.set(network, table);
  }
  return table[id] ?? groupFigures(network, []);
}

function sumBlocks(network: NetworkAnalysis): readonly GroupFigures[] {
  const { blocks } = network.graph;
  const sums: GroupFigures[] = [];
  // A child's id is above its parent's: from the last to the first, children are done before their parent.
  for (let id = blocks.length - 1; id >= 0; id--) {
    const parts: GroupFigures[] = [];
    const own: LayerId[] = [];
    for (const child of blocks[id]?.children ?? []) {
      if ('layer' in child) own.push(child.layer);
      else parts.push(sums[child.block] as GroupFigures);
    }
    sums[id] = parts.reduce(joinFigures, groupFigures(network, own));
  }
  return sums;
}

function joinFigures(a: GroupFigures, b: GroupFigures): GroupFigures {
  const add = (x: Sum, y: Sum): Sum => ({ value: x.value + y.value, isPartial: x.isPartial || y.isPartial });
  return {
    multiplies: add(a.multiplies, b.multiplies),
    params: add(a.params, b.params),
    activationBytes: add(a.activationBytes, b.activationBytes),
  };
}

const mainSets = new WeakMap<NetworkAnalysis, ReadonlySet<LayerId>>();

/** Whether a layer's cost is in the network's main total. */
export function isInMain(network: NetworkAnalysis, id: LayerId): boolean {
  let set = mainSets.get(network);
  if (set === undefined) {
    set = new Set(network.main.layers);
    mainSets.set(network, set);
  }
  return set.has(id);
}

/** Share of the network's main total; with what that means for a layer that is not in it. */
export function shareOfNetwork(network: NetworkAnalysis, sum: Sum, words: EditorWords): string {
  const total = network.main.sums.multiplies;
  if (total.value === 0) return '';
  if (sum.isPartial && sum.value === 0) return '';
  const share = formatShare(sum.value, total.value);
  return sum.isPartial || total.isPartial ? words.hover('share-about', { share }) : share;
}

/** `27x27` and `4`: size in input pixels, and how many of them lie between neighbours. */
export function receptiveFieldText([vertical, horizontal]: ReceptiveField): { size: string; step: string } {
  const step = vertical.jump === horizontal.jump ? `${vertical.jump}` : `${vertical.jump}x${horizontal.jump}`;
  return { size: `${vertical.size}x${horizontal.size}`, step };
}

/** `802,816 compares, 1,605,632 adds`; only what is not zero. */
export function elementwiseText(counts: Elementwise, words: EditorWords): string {
  return elementwiseKinds
    .filter((kind) => counts[kind] !== 0)
    .map((kind) => words.hover(`elementwise.${kind}`, { count: formatExact(counts[kind]) }))
    .join(', ');
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

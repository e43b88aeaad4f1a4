/**
 * Where a 1x1 convolution in front of a larger one pays. With r channels between them both together multiply
 * r * (H*W*Cin + Hout*Wout*Kh*Kw*Cout) times, and the larger one alone Hout*Wout*Kh*Kw*Cin*Cout times: Szegedy et al. 2015,
 * section 4.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { Layer, LayerId } from '../graph/graph';
import { numberOf, pairOf } from '../ops/attributes';

export interface BottleneckPair {
  /** The 1x1 convolution. */
  readonly reduce: Layer;
  readonly channels: number;
  /** Multiplies of both for each channel between them. */
  readonly perChannel: number;
  /** Multiplies of the larger one if it read what the 1x1 reads. */
  readonly direct: number;
}

/** The pair that a layer is one of; undefined where it is in none, or where a number is not known. */
export function bottleneckAt(network: NetworkAnalysis, id: LayerId): BottleneckPair | undefined {
  const { graph, shapes, costs } = network;
  const layer = graph.layers[id];
  const readers = graph.layers.filter(({ inputs }) => inputs.includes(id));
  const isFirst = layer !== undefined && isPlain(layer, 1) && readers.length === 1;
  const reduce = isFirst ? layer : graph.layers[layer?.inputs[0] ?? -1];
  const large = isFirst ? readers[0] : layer;
  if (reduce === undefined || large === undefined || !isPlain(reduce, 1) || !isPlain(large)) return undefined;
  if (graph.layers.filter(({ inputs }) => inputs.includes(reduce.id)).length > 1) return undefined;
  const channels = numberOf(reduce.attributes, 'filters');
  const depth = shapes[reduce.inputs[0] ?? -1]?.[2];
  const [before, after] = [costs[reduce.id]?.multiplies, costs[large.id]?.multiplies];
  if (!channels || depth === undefined || before === undefined || after === undefined) return undefined;
  return { reduce, channels, perChannel: (before + after) / channels, direct: (after / channels) * depth };
}

/** With as many channels both ways cost the same. */
export function breakEven({ direct, perChannel }: Pick<BottleneckPair, 'direct' | 'perChannel'>): number {
  return direct / perChannel;
}

/** A convolution without groups, of 1x1 where `side` is 1, else of more. */
function isPlain({ op, attributes }: Layer, side?: 1): boolean {
  if (op.name !== 'conv' || numberOf(attributes, 'groups') !== 1) return false;
  const isPoint = pairOf(attributes, 'kernel').every((one) => one === 1);
  return side === 1 ? isPoint : !isPoint;
}

/**
 * The order of the parts in blocks of Res2Net. Their authors and timm, whose modules have the same names, let the last part pass and join it
 * last; in the paper it is the first. Both compute the same where the channels in front of the parts stand in another order, and so do the
 * weights of what gives them and of what reads their join: they are put in the order that a design has.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { elementCount, type NamedTensor } from '../base/tensor';
import type { Layer, LayerId } from '../graph/graph';
import { numberOf } from '../ops/attributes';

/** Which layer a module of the file belongs to, by the module's name. */
export type Places = ReadonlyMap<string, LayerId>;

/** Equal parts of the channels: at each place the part of the file that belongs there. */
interface Order {
  /** Of the tensor's axes in PyTorch: 0 for what comes out, 1 for what is read. */
  readonly axis: 0 | 1;
  readonly parts: readonly number[];
}

/** By the name of the module; those that stand right are left out. */
export function partOrders(network: NetworkAnalysis, places: Places): ReadonlyMap<string, Order> {
  const orders = new Map<string, Order>();
  for (const [block, lists] of blocksOf(places)) {
    const found = orderOf(network, block, lists, places);
    if (found === undefined) continue;
    for (const module of ['conv1', 'bn1']) orders.set(block + module, { axis: 0, parts: found.split });
    orders.set(`${block}conv3`, { axis: 1, parts: found.join });
  }
  const isMoved = ({ parts }: Order) => parts.some((part, place) => part !== place);
  return new Map([...orders].filter(([, order]) => isMoved(order)));
}

/** The convolutions of the parts in their order, by what stands before `convs.0` in their names. */
function blocksOf(places: Places): ReadonlyMap<string, readonly LayerId[]> {
  const blocks = new Map<string, LayerId[]>();
  for (const [name, layer] of places) {
    const [, block, number] = /^(.*\.)?convs\.(\d{1,3})$/.exec(name) ?? [];
    if (number === undefined) continue;
    const own = blocks.get(block ?? '') ?? [];
    blocks.set(block ?? '', own);
    own[Number(number)] = layer;
  }
  return blocks;
}

/** Undefined for what is no such block. */
function orderOf(
  { graph, shapes }: NetworkAnalysis,
  block: string,
  convolutions: readonly LayerId[],
  places: Places,
): { readonly split: readonly number[]; readonly join: readonly number[] } | undefined {
  const layerOf = (id: LayerId | undefined): Layer | undefined => graph.layers[id ?? -1];
  /** The layer whose values they are, however a norm and an activation are written. */
  const sourceOf = (id: LayerId | undefined): Layer | undefined => {
    const layer = layerOf(id);
    return layer !== undefined && isEachChannel(layer) ? sourceOf(layer.inputs[0]) : layer;
  };
  const all = sourceOf(places.get(`${block}conv1`));
  const reader = layerOf(places.get(`${block}conv3`));
  const join = sourceOf(reader?.inputs[0]);
  const channels = shapes[all?.id ?? -1]?.[2];
  const count = convolutions.length + 1;
  if (all === undefined || channels === undefined || channels % count !== 0) return undefined;
  if (reader === undefined || numberOf(reader.attributes, 'groups') !== 1) return undefined;
  if (join?.op.name !== 'concat' || join.inputs.length !== count) return undefined;
  const width = channels / count;
  /** The place of the part that a layer is or reads, by itself or with another result added to it. */
  const placeOf = (layer: Layer): number | undefined => {
    const read = layer.inputs.map(sourceOf);
    const added = read.flatMap((input) => (input?.op.name === 'add' ? input.inputs.map(sourceOf) : []));
    const part = [layer, ...read, ...added].find((one) => one?.op.name === 'slice' && sourceOf(one.inputs[0]) === all);
    if (part === undefined || numberOf(part.attributes, 'channels') !== width) return undefined;
    return (numberOf(part.attributes, 'start') ?? 0) / width;
  };
  const joined = join.inputs.map(sourceOf);
  const passing = joined.filter((layer) => layer !== undefined && !convolutions.includes(layer.id));
  const parts = [...convolutions.map(layerOf), ...passing];
  const found = parts.map((layer) => (layer === undefined ? undefined : placeOf(layer)));
  const split = Array.from({ length: count }, (_, place) => found.indexOf(place));
  const order = joined.map((layer) => parts.indexOf(layer));
  const isWhole = (places: readonly number[]) => new Set(places).size === count && !places.includes(-1);
  return parts.length === count && isWhole(split) && isWhole(order) ? { split, join: order } : undefined;
}

/** Does the same to every channel, or by numbers of the file for each. */
function isEachChannel({ op }: Layer): boolean {
  if (op.name === 'batchnorm' || op.name === 'dropout' || op.name === 'identity') return true;
  return op.group === 'activation' && op.weights === undefined;
}

/** The same tensor with its parts in the order. */
export function inOrder(tensor: NamedTensor, { axis, parts }: Order): NamedTensor {
  const { name, shape } = tensor;
  const outer = elementCount(shape.slice(0, axis));
  const size = elementCount(shape.slice(axis)) / parts.length;
  return {
    name,
    shape,
    get values() {
      const { values } = tensor;
      const moved = values.slice();
      for (let row = 0; row < outer; row++) {
        const start = row * size * parts.length;
        for (const [place, part] of parts.entries()) {
          moved.set(values.subarray(start + part * size, start + (part + 1) * size), start + place * size);
        }
      }
      return moved;
    },
  };
}

/** A network as a list of what happens to its flow, for the pictures of the course and for their readers. */

import type { NetworkAnalysis } from '../analysis/analysis';
import { blockFigures, layerShare, layerSum } from '../analysis/figures';
import type { Block, BlockChild, Layer } from '../graph/graph';
import { numberOf, pairOf } from '../ops/attributes';
import type { Shape } from '../ops/dim';
import { exact, shapeText } from './lesson';

export interface FlowLayer {
  readonly kind: 'layer';
  readonly path: string;
  /** `conv 3×3`, `maxpool 3×3 /2`. */
  readonly label: string;
  /** Undefined where a layer has none. */
  readonly filters: number | undefined;
  readonly shape: string;
  readonly sizes: Shape | undefined;
  readonly multiplies: number | undefined;
  /** Of the network's multiplies, from 0 to 1; undefined for what is in no total. */
  readonly share: number | undefined;
  readonly isStride2: boolean;
  readonly hasError: boolean;
}

export interface FlowJoin {
  readonly kind: 'join';
  readonly name: string;
  readonly branches: readonly {
    readonly items: readonly FlowItem[];
    readonly shape: string;
    readonly channels: number | undefined;
    readonly sizes: Shape | undefined;
  }[];
  readonly shape: string;
  readonly sizes: Shape | undefined;
  readonly hasError: boolean;
}

export interface FlowGroup {
  readonly kind: 'group';
  readonly name: string;
  readonly isHead: boolean;
  readonly items: readonly FlowItem[];
  readonly shape: string;
  readonly multiplies: number;
  readonly share: number | undefined;
}

export type FlowItem = FlowLayer | FlowJoin | FlowGroup;

export interface FlowPicture {
  readonly name: string;
  readonly input: string;
  readonly inputSizes: Shape | undefined;
  readonly items: readonly FlowItem[];
  readonly result: string;
  readonly multiplies: number;
  readonly params: number;
}

export function flowOf(network: NetworkAnalysis): FlowPicture {
  const { graph, shapes, main, outputs } = network;
  const block = graph.blocks[0];
  const output = outputs.find((one) => one.output.kind === 'output');
  return {
    name: network.name,
    input: shapeText(shapes[graph.input]),
    inputSizes: shapes[graph.input],
    items: block === undefined ? [] : itemsOf(network, block.children),
    result: shapeText(output?.shape),
    multiplies: main.sums.multiplies.value,
    params: main.sums.params.value,
  };
}

function itemsOf(network: NetworkAnalysis, children: readonly BlockChild[]): readonly FlowItem[] {
  const { graph } = network;
  return children.flatMap((child): readonly FlowItem[] => {
    if ('layer' in child) {
      const layer = graph.layers[child.layer];
      return layer === undefined || layer.id === graph.input ? [] : [layerItem(network, layer)];
    }
    const block = graph.blocks[child.block];
    if (block === undefined) return [];
    // A module that only joins is that join, with the module's name on it.
    if (block.kind === 'join') return [joinItem(network, block)];
    return [groupItem(network, block)];
  });
}

function layerItem(network: NetworkAnalysis, layer: Layer): FlowLayer {
  const { op, attributes, id } = layer;
  const kernel = pairOf(attributes, 'kernel');
  const stride = pairOf(attributes, 'stride')[0];
  const window = kernel[0] === undefined ? '' : ` ${kernel.join('×')}`;
  const { value, isPartial } = layerSum(network, id, 'multiplies');
  const share = layerShare(network, id, 'multiplies');
  return {
    kind: 'layer',
    path: layer.path,
    label: `${op.name}${window}${stride !== undefined && stride > 1 ? ` /${stride}` : ''}`,
    filters: numberOf(attributes, 'filters') ?? numberOf(attributes, 'units'),
    shape: shapeText(network.shapes[id]),
    sizes: network.shapes[id],
    multiplies: isPartial ? undefined : value,
    share: share === undefined ? undefined : share.part / share.whole,
    isStride2: stride === 2,
    hasError: network.errors.has(id),
  };
}

function joinItem(network: NetworkAnalysis, block: Block): FlowJoin {
  const { graph, shapes } = network;
  const branches: FlowJoin['branches'][number][] = [];
  let join: Layer | undefined;
  for (const child of block.children) {
    if ('layer' in child) {
      join = graph.layers[child.layer];
      continue;
    }
    const branch = graph.blocks[child.block];
    const shape = branch === undefined ? undefined : shapes[branch.result];
    branches.push({
      items: branch === undefined ? [] : itemsOf(network, branch.children),
      shape: shapeText(shape),
      channels: shape?.[2],
      sizes: shape,
    });
  }
  return {
    kind: 'join',
    name: join?.op.name ?? block.name,
    branches,
    shape: shapeText(shapes[block.result]),
    sizes: shapes[block.result],
    hasError: join !== undefined && network.errors.has(join.id),
  };
}

function groupItem(network: NetworkAnalysis, block: Block): FlowGroup {
  const { main, sum } = blockFigures(network, block.id);
  const whole = network.main.sums.multiplies.value;
  const part = main.sums.multiplies.value;
  return {
    kind: 'group',
    name: block.name,
    isHead: block.kind === 'head',
    items: itemsOf(network, block.children),
    shape: shapeText(network.shapes[block.result]),
    multiplies: sum.sums.multiplies.value,
    share: part === 0 || whole === 0 ? undefined : part / whole,
  };
}

/** What a join is made of: channels that are stacked (`64 + 128 + 32 + 192`), or the whole shapes that are added or multiplied. */
export function termsOf({ name, branches }: FlowJoin): string {
  if (name !== 'concat') return branches.map(({ shape }) => shape).join(name === 'multiply' ? ' × ' : ' + ');
  return branches.map(({ channels }) => (channels === undefined ? '?' : exact(channels))).join(' + ');
}

/** Height and width of a branch that cannot be stacked on the others, and theirs. */
export function clashOf({ branches }: FlowJoin): { readonly odd: string; readonly others: string } | undefined {
  const sizes = branches.map(({ sizes: [height, width] = [undefined, undefined] }) => `${height}×${width}`);
  const count = (size: string): number => sizes.filter((one) => one === size).length;
  const others = sizes.reduce((most, size) => (count(size) > count(most) ? size : most), sizes[0] ?? '');
  const odd = sizes.find((size) => size !== others);
  return odd === undefined ? undefined : { odd, others };
}

/**
 * What each branch still lacks of a solution, in order; nothing where what is written begins in another way. Undefined
 * where the joins are not alike.
 */
export function placesOf(flow: FlowPicture, solution: FlowPicture): readonly (readonly FlowLayer[])[] | undefined {
  const [written, solved] = [flow, solution].map(({ items }) => items.find((item) => item.kind === 'join'));
  if (written?.branches.length !== solved?.branches.length) return undefined;
  const layersOf = (join: FlowJoin | undefined, branch: number): readonly FlowLayer[] =>
    (join?.branches[branch]?.items ?? []).filter((item) => item.kind === 'layer');
  return written?.branches.map((_, branch) => {
    const done = layersOf(written, branch);
    const wanted = layersOf(solved, branch);
    const isBegun = done.every(
      ({ label, filters }, at) => label === wanted[at]?.label && filters === wanted[at]?.filters,
    );
    return isBegun ? wanted.slice(done.length) : [];
  });
}

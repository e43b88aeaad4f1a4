/**
 * A network as nodes and the groups they stand in, as JSON has it and as pictures in text are drawn from. Blocks below a depth
 * are one node each. What is unknown is null.
 */

import { blockCallText, layerCallText } from '../../advice/call-text';
import type { LayerPart, NetworkAnalysis } from '../../analysis/analysis';
import { sumOver } from '../../analysis/figures';
import { present } from '../../base/assert';
import { type Block, type Layer, type LayerId, layersIn } from '../../graph/graph';
import { formatValue } from '../../ops/format-value';
import type { Attribute, Attributes } from '../../ops/op';

export interface GraphNode {
  /** The path of the layer or block. */
  readonly id: string;
  readonly kind: 'input' | 'layer' | 'block';
  /** The layer's operation, or the block's module or kind. */
  readonly op: string;
  /** As a call of the language: `conv(64, 7x7, stride = 2)`. */
  readonly call: string;
  /** All of a layer's, defaults included; none of a block. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Nodes that it reads, in the order in which a join has them. */
  readonly inputs: readonly (string | null)[];
  /** The group it stands in. */
  readonly group: string | null;
  /** Height, width, channels of its result. */
  readonly shape: readonly (number | null)[];
  /** What it is needed for: `dead` leads to no output. */
  readonly part: LayerPart;
  readonly multiplies: number | null;
  readonly params: number | null;
}

/** A module call, a repeat or a turn of it, a head, or an output with a body. */
export interface GraphGroup {
  readonly id: string;
  readonly kind: Block['kind'];
  readonly name: string;
  readonly call: string;
  readonly parent: string | null;
}

export interface GraphDocument {
  readonly schema: 1;
  readonly network: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly groups: readonly GraphGroup[];
  /** In written order. */
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly {
    readonly name: string;
    readonly kind: 'output' | 'head';
    readonly node: string | null;
  }[];
}

/** `depth`: how many levels of groups are open; 0 shows the network's own statements. */
export function graphDocument(network: NetworkAnalysis, depth = Number.POSITIVE_INFINITY): GraphDocument {
  const { graph } = network;
  const groups: GraphGroup[] = [];
  const nodes: GraphNode[] = [];
  /** The node that stands for a layer. */
  const shown = new Map<LayerId, string>();

  const walk = (block: Block, parent: string | null, level: number): void => {
    for (const child of block.children) {
      if ('layer' in child) {
        const layer = present(graph.layers[child.layer], 'layer');
        shown.set(layer.id, layer.path);
        nodes.push(layerNode(network, layer, parent, shown));
        continue;
      }
      const inner = present(graph.blocks[child.block], 'block');
      if (!isGroup(inner)) walk(inner, parent, level);
      else if (level < depth) {
        groups.push({ id: inner.path, kind: inner.kind, name: inner.name, call: blockCallText(inner, graph), parent });
        walk(inner, inner.path, level + 1);
      } else {
        const node = blockNode(network, inner, parent, shown);
        if (node !== undefined) nodes.push(node);
      }
    }
  };
  walk(present(graph.blocks[0], 'network'), null, 0);
  return {
    schema: 1,
    network: network.name,
    parameters: Object.fromEntries([...network.parameters].map(([name, value]) => [name, formatValue(value)])),
    groups,
    nodes,
    outputs: graph.outputs.map(({ name, kind, layer }) => ({ name, kind, node: shown.get(layer) ?? null })),
  };
}

function isGroup({ kind }: Block): boolean {
  return kind !== 'join' && kind !== 'branch';
}

function layerNode(
  network: NetworkAnalysis,
  layer: Layer,
  group: string | null,
  shown: ReadonlyMap<LayerId, string>,
): GraphNode {
  const isInput = layer.id === network.graph.input;
  const cost = network.costs[layer.id];
  return {
    id: layer.path,
    kind: isInput ? 'input' : 'layer',
    op: layer.op.name,
    call: isInput || layer.op.group === 'join' ? layer.op.name : layerCallText(layer),
    arguments: isInput ? {} : attributesDocument(layer.attributes),
    inputs: layer.inputs.map((id) => shown.get(id) ?? null),
    group,
    shape: shapeOf(network, layer.id),
    part: network.parts[layer.id] ?? 'dead',
    multiplies: cost?.multiplies ?? null,
    params: cost?.params ?? null,
  };
}

/** Undefined for a block without layers. */
function blockNode(
  network: NetworkAnalysis,
  block: Block,
  group: string | null,
  shown: Map<LayerId, string>,
): GraphNode | undefined {
  const { graph } = network;
  const layers = layersIn(graph, block.id);
  const [first] = layers;
  if (first === undefined) return undefined;
  const inside = new Set(layers);
  const inputs = layers.flatMap((id) => present(graph.layers[id], 'layer').inputs).filter((id) => !inside.has(id));
  for (const id of layers) shown.set(id, block.path);
  const sum = (of: 'multiplies' | 'params'): number | null => {
    const { value, isPartial } = sumOver(network, layers, ({ id }) => network.costs[id]?.[of]);
    return isPartial ? null : value;
  };
  const parts = layers.map((id) => network.parts[id] ?? 'dead');
  return {
    id: block.path,
    kind: 'block',
    op: block.module ?? block.kind,
    call: blockCallText(block, graph),
    arguments: {},
    inputs: [...new Set(inputs.map((id) => shown.get(id) ?? null))],
    group,
    shape: shapeOf(network, block.result),
    part: (['main', 'head'] as const).find((part) => parts.includes(part)) ?? 'dead',
    multiplies: sum('multiplies'),
    params: sum('params'),
  };
}

function shapeOf({ shapes }: NetworkAnalysis, id: LayerId): readonly (number | null)[] {
  return [0, 1, 2].map((axis) => shapes[id]?.[axis] ?? null);
}

function attributesDocument(attributes: Attributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attributeDocument(value)]));
}

function attributeDocument(value: Attribute): unknown {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if ('kind' in value) return { op: value.op.name, arguments: attributesDocument(value.attributes) };
  return value.map((item) => item ?? null);
}

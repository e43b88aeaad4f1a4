/**
 * The nodes of a view model: walks the blocks of a graph in written order, makes a node of each layer and of each
 * block that is drawn as a box, and lets the layers of joins and branches belong to the body around them. All numbers
 * are those of the analysis.
 */

import type { NetworkAnalysis, Sum, Totals } from '../analysis/analysis';
import { blockFigures, type Figures, layerIntensity, layerRank, layerSum } from '../analysis/figures';
import { present } from '../base/assert';
import type { Diagnostic } from '../base/diagnostic';
import { messageOf } from '../base/message-text';
import type { Block, BlockId, Layer, LayerId, Origin, Output } from '../graph/graph';
import { type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import { formatCall } from '../ops/format-value';
import type { EditorWords } from '../words/editor';
import {
  type GlyphId,
  type NodePlace,
  type ViewBranch,
  type ViewCount,
  type ViewMetric,
  type ViewNode,
  type ViewNodeKind,
  type ViewReceptiveField,
  type ViewShape,
  type ViewWindow,
  viewMetrics,
} from './model';
import { callArguments, callText, layerFilters, layerGlyph, layerSuffix, layerTitle } from './node-label';
import { times } from './number-text';

/** What a view says in words: what boxes are called, and what is wrong. */
export type ViewWords = Pick<EditorWords, 'boxes' | 'diagnostics'>;

/** What the walk needs besides the network. */
export interface NodeContext {
  readonly words: ViewWords;
  readonly network: NetworkAnalysis;
  readonly text: (file: string) => string;
  /** Errors that are reported at no layer, each with the blocks at whose text it stands. */
  readonly blockErrors: ReadonlyMap<BlockId, Diagnostic>;
}

export interface NodeTree {
  /** Parents before their children, else in written order. */
  readonly nodes: readonly ViewNode[];
  /** Of each of the nodes. */
  readonly places: readonly NodePlace[];
  readonly roots: readonly string[];
  /** By layer id. */
  readonly idOfLayer: readonly string[];
  /** For blocks that are nodes. */
  readonly idOfBlock: ReadonlyMap<BlockId, string>;
  /** For layers with which the flow leaves the network the result that it ends in. */
  readonly endOfLayer: ReadonlyMap<LayerId, string>;
}

type Counts = ViewNode['counts'];

/** One value for each of the view's metrics. */
export function byMetric<T>(of: (metric: ViewMetric) => T): Readonly<Record<ViewMetric, T>> {
  return {
    multiplies: of('multiplies'),
    macs: of('macs'),
    flops: of('flops'),
    params: of('params'),
    activationBytes: of('activationBytes'),
  };
}

/** The diagnostic stands in the text that something was made from. */
export function isWithin({ file, span }: Diagnostic, origin: Origin): boolean {
  return origin.file === file && origin.span.start <= span.start && span.end <= origin.span.end;
}

export function viewShape(shape: Shape | undefined): ViewShape | null {
  return shape === undefined ? null : [shape[0] ?? null, shape[1] ?? null, shape[2] ?? null];
}

function viewReceptiveField(field: NetworkAnalysis['receptiveFields'][number]): ViewReceptiveField | null {
  if (field === undefined) return null;
  const [vertical, horizontal] = field;
  return { size: [vertical.size, horizontal.size], jump: [vertical.jump, horizontal.jump] };
}

/** Without groups where no weights are shared among them, as in a pool. */
function viewWindow({ op, attributes }: Layer, input: Shape | undefined): ViewWindow | null {
  const found = op.window?.(input ?? UNKNOWN_SHAPE, attributes);
  if (found === undefined) return null;
  const { kernel, stride, pads, groups } = found;
  return {
    kernel: [kernel[0] ?? null, kernel[1] ?? null],
    stride: [stride[0] ?? null, stride[1] ?? null],
    pads: [pads[0] ?? null, pads[1] ?? null, pads[2] ?? null, pads[3] ?? null],
    groups: op.weights === undefined ? null : (groups ?? null),
  };
}

const boxKinds: Readonly<Partial<Record<Block['kind'], ViewNodeKind>>> = {
  module: 'module',
  repeat: 'repeat',
  turn: 'turn',
  head: 'head',
  output: 'output',
};

export function buildNodes(context: NodeContext): NodeTree {
  return new NodeBuilder(context).build();
}

/** Where a child stands while the tree is walked. */
interface Place {
  readonly parent: string;
  readonly level: number;
  readonly branches: readonly ViewBranch[];
  readonly branchLabel: string;
  /** `#3` for what stands alone in the third turn of a repeat. */
  readonly suffix: string;
  readonly siblings: string[];
}

class NodeBuilder {
  private readonly nodes: ViewNode[] = [];
  private readonly places: NodePlace[] = [];
  /** First node of each text, by what it is and where. */
  private readonly firstOfText = new Map<string, string>();
  private readonly idOfLayer: string[] = [];
  private readonly idOfBlock = new Map<BlockId, string>();
  private readonly taken = new Set<string>();
  private readonly hasWeights: readonly boolean[];
  private readonly outputsOf = new Map<LayerId, string[]>();

  constructor(private readonly context: NodeContext) {
    const { network } = context;
    for (const { output } of network.outputs) {
      this.outputsOf.set(output.layer, [...(this.outputsOf.get(output.layer) ?? []), output.name]);
    }
    this.hasWeights = blocksWithWeights(network);
  }

  build(): NodeTree {
    const roots: string[] = [];
    const root = this.context.network.graph.blocks[0];
    if (root !== undefined) {
      this.walk(root, { parent: '', level: 1, branches: [], branchLabel: '', suffix: '', siblings: roots });
    }
    const { nodes, places, idOfLayer, idOfBlock } = this;
    return { nodes, places, roots, idOfLayer, idOfBlock, endOfLayer: this.addResults(roots) };
  }

  /** Where main outputs end the flow; beside a line that goes on their names stand in small. */
  private addResults(roots: string[]): ReadonlyMap<LayerId, string> {
    const { graph, parts, shapes, outputs, declaration } = this.context.network;
    const read = new Set(graph.layers.flatMap(({ id, inputs }) => (parts[id] === 'head' ? [] : inputs)));
    const ending = new Map<LayerId, Output[]>();
    for (const { output } of outputs) {
      const { kind, layer } = output;
      if (kind === 'head' || layer < 0 || layer === graph.input || read.has(layer)) continue;
      ending.set(layer, [...(ending.get(layer) ?? []), output]);
    }
    const ends = new Map<LayerId, string>();
    for (const [layer, named] of ending) {
      const [{ name, origin }] = named as [Output];
      const id = this.newId(name);
      ends.set(layer, id);
      roots.push(id);
      // What nobody wrote is found where it comes from.
      const isWritten = origin.span !== declaration;
      this.nodes.push(resultNode(id, named, viewShape(shapes[layer])));
      if (isWritten) this.placeAt(id, 'result', 'output', origin);
      else this.places.push({ ...this.placeOfRoot(this.idOfLayer[layer]), id });
    }
    return ends;
  }

  /** Of the node in the network's own body that another is or stands in. */
  private placeOfRoot(id: string | undefined): NodePlace {
    const index = this.nodes.findIndex((node) => node.id === id);
    const { parent } = present(this.nodes[index], 'a node');
    return parent === '' ? present(this.places[index], 'a place') : this.placeOfRoot(parent);
  }

  private walk(block: Block, place: Place): void {
    const { layers, blocks } = this.context.network.graph;
    for (const child of block.children) {
      if ('layer' in child) this.addLayer(present(layers[child.layer], `layer ${child.layer}`), place);
      else this.addBlock(present(blocks[child.block], `block ${child.block}`), place);
    }
  }

  private addBlock(block: Block, place: Place): void {
    const error = this.context.blockErrors.get(block.id);
    if (isEmpty(this.figures(block)) && error === undefined) return;
    if (block.kind === 'join') {
      this.addJoin(block, place);
      return;
    }
    const kind = boxKinds[block.kind];
    // A turn with one layer or one module is that, without a box around.
    if (kind === undefined) {
      this.walk(block, place);
      return;
    }
    if (kind === 'turn' && block.children.length === 1 && this.standsAlone(block)) {
      this.walk(block, { ...place, suffix: `#${block.name}` });
      return;
    }
    const id = this.newId(block.path);
    this.idOfBlock.set(block.id, id);
    place.siblings.push(id);
    const children: string[] = [];
    this.nodes.push(this.blockNode(id, kind, block, place, children, error));
    this.walk(block, {
      parent: id,
      level: place.level + 1,
      branches: [],
      branchLabel: '',
      suffix: '',
      siblings: children,
    });
  }

  private standsAlone(turn: Block): boolean {
    const child = turn.children[0];
    if (child === undefined) return false;
    return 'layer' in child || this.context.network.graph.blocks[child.block]?.kind === 'module';
  }

  private addJoin(block: Block, place: Place): void {
    const { layers, blocks } = this.context.network.graph;
    const last = block.children.at(-1);
    const joined = last !== undefined && 'layer' in last ? layers[last.layer] : undefined;
    let index = 0;
    for (const child of block.children) {
      if ('layer' in child) {
        this.addLayer(present(layers[child.layer], `layer ${child.layer}`), place);
        continue;
      }
      const branch = present(blocks[child.block], `block ${child.block}`);
      if (branch.kind !== 'branch' || joined === undefined) {
        this.addBlock(branch, place);
        continue;
      }
      const number = `${index + 1}`;
      this.walk(branch, {
        ...place,
        branches: [...place.branches, { join: joined.path, index, name: branch.name }],
        branchLabel: place.branchLabel === '' ? `b${number}` : `${place.branchLabel}.${number}`,
      });
      index++;
    }
  }

  private newId(path: string): string {
    let id = path;
    for (let copy = 2; this.taken.has(id); copy++) id = `${path}~${copy}`;
    this.taken.add(id);
    return id;
  }

  private addLayer(layer: Layer, place: Place): void {
    const { network, words } = this.context;
    const id = this.newId(layer.path);
    this.idOfLayer[layer.id] = id;
    place.siblings.push(id);
    const isInput = layer.id === network.graph.input;
    const isJoin = layer.op.group === 'join';
    const kind = isInput ? 'input' : isJoin ? 'join' : 'layer';
    const counts = byMetric((metric) => known(layerSum(network, layer.id, metric)));
    const shape = viewShape(network.shapes[layer.id]);
    const name = lastPart(layer.path);
    const suffix = [isInput ? '' : layerSuffix(layer), place.suffix].filter((part) => part !== '').join(' ');
    this.nodes.push({
      id,
      kind,
      parent: place.parent,
      level: place.level,
      children: [],
      branches: place.branches,
      branchLabel: place.branchLabel,
      path: layer.path,
      name,
      op: layer.op.name,
      title: isInput ? name : layerTitle(layer, words.boxes),
      suffix,
      filters: layerFilters(layer),
      subtitle: '',
      argumentText: '',
      glyph: isInput ? 'input' : layerGlyph(layer),
      hasWeights: layerHasWeights(network, layer),
      shape,
      inputShape: viewShape(network.shapes[layer.inputs[0] ?? -1]),
      counts,
      weightBytes: network.weightBytes[layer.id] ?? null,
      intensity: counts.multiplies.value === 0 ? null : (layerIntensity(network, layer.id) ?? null),
      window: isInput ? null : viewWindow(layer, network.shapes[layer.inputs[0] ?? -1]),
      bytes: network.activationBytes[layer.id] ?? null,
      receptiveField: viewReceptiveField(network.receptiveFields[layer.id]),
      rank: layerRank(network, layer.id)?.place ?? null,
      part: present(network.parts[layer.id], 'part of a layer'),
      dead: null,
      outputs: this.outputsOf.get(layer.id) ?? [],
      text: this.placeAt(id, kind, layer.op.name, layer.origin),
      error: this.errorText(this.ownError(layer)),
      isUnknown: hasUnknown(shape) || viewMetrics.some((metric) => counts[metric].isPartial),
      bars: [],
      turns: 0,
      joinChannels: isJoin ? layer.inputs.map((input) => network.shapes[input]?.[2] ?? null) : [],
      call: isInput ? '' : this.layerCall(layer),
    });
  }

  private errorText(error: Diagnostic | undefined): string | null {
    return error === undefined ? null : messageOf(error, this.context.words.diagnostics);
  }

  /** A mistake in a module call is reported at the layers that suffer from it; it belongs to the call. */
  private ownError({ id, origin }: Layer): Diagnostic | undefined {
    const error = this.context.network.errors.get(id);
    return error !== undefined && isWithin(error, origin) ? error : undefined;
  }

  private blockNode(
    id: string,
    kind: ViewNodeKind,
    block: Block,
    place: Place,
    children: readonly string[],
    error: Diagnostic | undefined,
  ): ViewNode {
    const { network, words } = this.context;
    const { part, sum, dead } = this.figures(block);
    const shape = viewShape(network.shapes[block.result]);
    const turns = kind === 'repeat' ? block.children.length : 0;
    return {
      id,
      kind,
      parent: place.parent,
      level: place.level,
      children,
      branches: place.branches,
      branchLabel: place.branchLabel,
      path: block.path,
      name: block.name,
      op: block.module ?? kind,
      title: kind === 'turn' ? words.boxes('turn', { name: block.name }) : block.name,
      suffix: kind === 'repeat' ? `${times}${turns}` : place.suffix,
      filters: null,
      subtitle: this.subtitle(kind, block),
      argumentText: callArguments(block),
      glyph: blockGlyph(kind),
      hasWeights: this.hasWeights[block.id] === true,
      shape,
      inputShape: viewShape(network.shapes[block.input]),
      counts: countsOf(sum, error !== undefined),
      weightBytes: wholeOf(countOf(sum, 'weightBytes', error !== undefined)),
      intensity: null,
      window: null,
      bytes: network.activationBytes[block.result] ?? null,
      receptiveField: viewReceptiveField(network.receptiveFields[block.result]),
      rank: null,
      part,
      dead: part === 'dead' || dead.layerCount === 0 ? null : countsOf(dead, false),
      outputs: this.outputsOf.get(block.result) ?? [],
      text: this.placeAt(id, kind, block.module ?? kind, block.origin),
      error: this.errorText(error),
      isUnknown: shape === null || hasUnknown(shape) || viewMetrics.some((metric) => sum.sums[metric].isPartial),
      bars: this.bars(block),
      turns,
      joinChannels: [],
      call: this.call(block.origin),
    };
  }

  private subtitle(kind: ViewNodeKind, block: Block): string {
    const say = this.context.words.boxes;
    if (kind === 'module') return block.module ?? '';
    if (kind === 'head' || kind === 'output') return say(kind);
    if (kind !== 'repeat') return '';
    const { blocks } = this.context.network.graph;
    const turn = this.childBlocks(block)[0];
    const only = turn?.children.length === 1 ? turn.children[0] : undefined;
    return (only !== undefined && 'block' in only ? blocks[only.block]?.module : undefined) ?? say('repeat');
  }

  private childBlocks(block: Block): Block[] {
    const { blocks } = this.context.network.graph;
    return block.children.flatMap((child) => ('block' in child ? (blocks[child.block] ?? []) : []));
  }

  /** Branches of the dearest join that stands in the body itself; of one turn for a repeat. */
  private bars(block: Block): ViewNode['bars'] {
    const inside = this.childBlocks(block);
    if (block.kind === 'repeat') return inside[0] === undefined ? [] : this.bars(inside[0]);
    const cost = (join: Block): number => this.figures(join).sum.sums.multiplies.value;
    const joins = inside.filter(({ kind }) => kind === 'join').sort((a, b) => cost(b) - cost(a) || a.id - b.id);
    if (joins[0] === undefined) {
      const [only] = inside;
      return only?.kind === 'module' && block.children.length === 1 ? this.bars(only) : [];
    }
    return this.childBlocks(joins[0]).map((branch) => {
      const counts = countsOf(this.figures(branch).sum, false);
      return byMetric((metric) => counts[metric].value);
    });
  }

  private figures(block: Block): Figures {
    return blockFigures(this.context.network, block.id);
  }

  /** Notes where the next node stands in the text, and gives the id of the first that was made from it. */
  private placeAt(id: string, kind: ViewNodeKind, op: string, { file, span, nameSpan }: Origin): string {
    const { start, end } = span;
    this.places.push({ id, file, start, end, nameStart: nameSpan.start, nameEnd: nameSpan.end });
    const key = `${kind} ${op} ${start} ${end} ${file}`;
    const first = this.firstOfText.get(key);
    if (first === undefined) this.firstOfText.set(key, id);
    return first ?? id;
  }

  /** With the values that the text comes to, and those of `defaults`; joins and calls with a mistake as they are written. */
  private layerCall({ id, op, attributes, origin }: Layer): string {
    const isAsWritten = op.group === 'join' || this.context.network.errors.has(id);
    return isAsWritten ? this.call(origin) : formatCall(op, attributes);
  }

  private call({ file, span }: Origin): string {
    return callText(this.context.text(file).slice(span.start, Math.min(span.end, span.start + 600)));
  }
}

/** It has no layer of its own, so it counts nothing. */
function resultNode(id: string, outputs: readonly Output[], shape: ViewShape | null): ViewNode {
  return {
    id,
    kind: 'result',
    parent: '',
    level: 1,
    children: [],
    branches: [],
    branchLabel: '',
    path: '',
    name: outputs[0]?.name ?? '',
    op: 'output',
    title: outputs.map(({ name }) => name).join(', '),
    suffix: '',
    filters: null,
    subtitle: '',
    argumentText: '',
    glyph: 'output',
    hasWeights: false,
    shape,
    inputShape: shape,
    counts: byMetric(() => ({ value: 0, isPartial: false })),
    weightBytes: 0,
    intensity: null,
    window: null,
    bytes: null,
    receptiveField: null,
    rank: null,
    part: 'main',
    dead: null,
    outputs: [],
    text: id,
    error: null,
    isUnknown: hasUnknown(shape),
    bars: [],
    turns: 0,
    joinChannels: [],
    call: '',
  };
}

/** A sum of which nothing is known is unknown; so is that of a wrong call, where nothing came of it. */
function countsOf(totals: Totals, isBroken: boolean): Counts {
  return byMetric((metric) => countOf(totals, metric, isBroken));
}

function countOf({ sums }: Totals, metric: ViewMetric | 'weightBytes', isBroken: boolean): ViewCount {
  const { value, isPartial } = sums[metric];
  return known({ value, isPartial: isPartial || (isBroken && value === 0) });
}

function wholeOf({ value, isPartial }: ViewCount): number | null {
  return isPartial ? null : value;
}

function known({ value, isPartial }: Sum): ViewCount {
  return { value: isPartial && value === 0 ? null : value, isPartial };
}

function isEmpty({ main, head, dead }: Figures): boolean {
  return [main, head, dead].every(({ layerCount }) => layerCount === 0);
}

function blockGlyph(kind: ViewNodeKind): GlyphId {
  if (kind === 'repeat' || kind === 'head' || kind === 'output') return kind;
  return 'module';
}

function layerHasWeights(network: NetworkAnalysis, layer: Layer): boolean {
  const params = network.costs[layer.id]?.paramsTotal;
  return params === undefined ? layer.op.weights !== undefined : params > 0;
}

/** By block id. A child's id is above its parent's. */
function blocksWithWeights(network: NetworkAnalysis): boolean[] {
  const { layers, blocks } = network.graph;
  const result = blocks.map(() => false);
  for (const layer of layers) if (layerHasWeights(network, layer)) result[layer.block] = true;
  for (let id = blocks.length - 1; id > 0; id--) if (result[id]) result[blocks[id]?.parent ?? 0] = true;
  return result;
}

function hasUnknown(shape: ViewShape | null): boolean {
  return shape?.includes(null) ?? true;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

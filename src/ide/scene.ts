/**
 * What an editor feature looks at: the analysis of the file in the editor, those of other open designs that use the
 * file's modules, and which instance of each module the user has chosen to see. From it: the layers and blocks that a
 * piece of text has become, in every network, with the choice applied. Reads analyses only; knows no editor.
 */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { defaultNetwork } from '../analysis/default-network';
import type { PredictedTime } from '../base/machine-profile';
import type { FileId } from '../base/span';
import type { Block, BlockId, Graph, Layer, LayerId } from '../graph/graph';
import type { SourceFile } from '../syntax/tree';
import type { EditorWords } from '../words/editor';

/** A module's body is shown as it is inside this call. */
export interface InstanceChoice {
  /** File and name of the module's declaration. */
  readonly file: FileId;
  readonly module: string;
  readonly network: string;
  /** Path of the module call in that network. */
  readonly path: string;
}

export interface Scene {
  readonly analysis: Analysis;
  readonly users: readonly Analysis[];
  readonly choices: readonly InstanceChoice[];
  /** Of a layer, once the machine was measured; undefined where it cannot be told. */
  readonly timeOf?: ((network: NetworkAnalysis, layer: LayerId) => PredictedTime | undefined) | undefined;
  /** What there is to say, in the language of the user. */
  readonly words: EditorWords;
}

export interface LayerInstance {
  readonly network: NetworkAnalysis;
  readonly layer: Layer;
}

export interface BlockInstance {
  readonly network: NetworkAnalysis;
  readonly block: Block;
}

/** Instances of one piece of text: all of them, and the ones to show. */
export interface Instances<T> {
  readonly all: readonly T[];
  readonly shown: readonly T[];
  /** The choice that narrowed them; undefined where none was made or the chosen call is gone. */
  readonly choice: InstanceChoice | undefined;
}

/** Networks of the file, then those of the designs that import it. */
export function networksOf(scene: Scene): readonly NetworkAnalysis[] {
  return scene.users.length === 0
    ? scene.analysis.networks
    : [...scene.analysis.networks, ...scene.users.flatMap((user) => user.networks)];
}

/** The text of a file that the scene's designs consist of. */
export function fileOf({ analysis, users }: Scene, id: FileId): SourceFile | undefined {
  return [analysis, ...users].map(({ files }) => files.get(id)).find((found) => found !== undefined);
}

/** The network that is meant where none is named: that of the file, else of the first design that imports it. */
export function sceneNetwork({ analysis, users }: Pick<Scene, 'analysis' | 'users'>): NetworkAnalysis | undefined {
  return [analysis, ...users].map(defaultNetwork).find((network) => network !== undefined);
}

interface PlaceIndex {
  readonly layers: ReadonlyMap<FileId, ReadonlyMap<number, readonly LayerId[]>>;
  readonly blocks: ReadonlyMap<FileId, ReadonlyMap<number, readonly BlockId[]>>;
}

const indexes = new WeakMap<Graph, PlaceIndex>();

/** Layers and blocks of a graph by the offset of the name they stand under. Made once for each graph. */
function placeIndex(graph: Graph): PlaceIndex {
  const known = indexes.get(graph);
  if (known !== undefined) return known;
  const layers = new Map<FileId, Map<number, LayerId[]>>();
  const blocks = new Map<FileId, Map<number, BlockId[]>>();
  const put = (into: Map<FileId, Map<number, number[]>>, file: FileId, offset: number, id: number) => {
    const ofFile = into.get(file) ?? new Map<number, number[]>();
    into.set(file, ofFile);
    const ids = ofFile.get(offset);
    if (ids === undefined) ofFile.set(offset, [id]);
    else if (ids[ids.length - 1] !== id) ids.push(id);
  };
  for (const layer of graph.layers) put(layers, layer.origin.file, layer.origin.nameSpan.start, layer.id);
  for (const block of graph.blocks) {
    put(blocks, block.origin.file, block.origin.nameSpan.start, block.id);
    put(blocks, block.origin.file, block.origin.span.start, block.id);
  }
  const index = { layers, blocks };
  indexes.set(graph, index);
  return index;
}

/** Layers made from the call or join whose name (`conv`, `concat`) starts at an offset. */
export function layersFrom(scene: Scene, file: FileId, nameStart: number): Instances<LayerInstance> {
  const all = networksOf(scene).flatMap((network) =>
    (placeIndex(network.graph).layers.get(file)?.get(nameStart) ?? []).map((id) => ({
      network,
      layer: network.graph.layers[id] as Layer,
    })),
  );
  return narrow(scene, all, (instance) => instance.layer.block);
}

/** Blocks made from the text that starts, or whose name starts, at an offset. */
export function blocksFrom(scene: Scene, file: FileId, start: number): Instances<BlockInstance> {
  const all = networksOf(scene).flatMap((network) =>
    (placeIndex(network.graph).blocks.get(file)?.get(start) ?? []).map((id) => ({
      network,
      block: network.graph.blocks[id] as Block,
    })),
  );
  return narrow(scene, all, (instance) => instance.block.parent ?? 0);
}

/** Every call of a module in every network, in written order. */
export function moduleInstances(scene: Scene, module: string, file: FileId): Instances<BlockInstance> {
  const all: BlockInstance[] = [];
  for (const network of networksOf(scene)) {
    for (const block of network.graph.blocks) {
      if (block.kind === 'module' && block.module === module && bodyFile(network.graph, block) === file) {
        all.push({ network, block });
      }
    }
  }
  const choice = scene.choices.find((c) => c.module === module && c.file === file);
  const shown = choice === undefined ? [] : all.filter((instance) => isChosen(choice, instance));
  return shown.length > 0 ? { all, shown, choice } : { all, shown: all, choice: undefined };
}

/** The file a module call's body was written in; undefined for an empty body, which has no text to ask about. */
function bodyFile(graph: Graph, block: Block): FileId | undefined {
  const child = block.children[0];
  if (child === undefined) return undefined;
  return 'layer' in child ? graph.layers[child.layer]?.origin.file : graph.blocks[child.block]?.origin.file;
}

/** The innermost module call around a block, itself included. */
export function moduleCallAround(graph: Graph, block: BlockId): Block | undefined {
  let id: BlockId | undefined = block;
  while (id !== undefined) {
    const candidate: Block | undefined = graph.blocks[id];
    if (candidate === undefined || candidate.kind === 'module') return candidate;
    id = candidate.parent;
  }
  return undefined;
}

/** The module calls around a block, itself included, the innermost first: as they are chosen to see their modules' text. */
export function callsAround({ name, graph }: NetworkAnalysis, block: BlockId): readonly InstanceChoice[] {
  const calls: InstanceChoice[] = [];
  let call = moduleCallAround(graph, block);
  while (call !== undefined) {
    const file = bodyFile(graph, call);
    if (file !== undefined && call.module !== undefined) {
      calls.push({ file, module: call.module, network: name, path: call.path });
    }
    call = call.parent === undefined ? undefined : moduleCallAround(graph, call.parent);
  }
  return calls;
}

function isChosen(choice: InstanceChoice, instance: BlockInstance): boolean {
  return choice.network === instance.network.name && choice.path === instance.block.path;
}

/** Keeps the instances inside of the chosen call of the module around them. */
export function narrow<T extends { readonly network: NetworkAnalysis }>(
  scene: Scene,
  all: readonly T[],
  blockOf: (instance: T) => BlockId,
): Instances<T> {
  if (scene.choices.length === 0 || all.length < 2) return { all, shown: all, choice: undefined };
  for (const choice of scene.choices) {
    const shown = all.filter((instance) => {
      const call = moduleCallAround(instance.network.graph, blockOf(instance));
      return call?.module === choice.module && isChosen(choice, { network: instance.network, block: call });
    });
    if (shown.length > 0) return { all, shown, choice };
  }
  return { all, shown: all, choice: undefined };
}

/**
 * The layers and blocks that the cursor stands in: what the preview highlights. The innermost statement at the cursor
 * counts; in a module's body its instances, or the chosen one.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { SourceFile, SyntaxNode } from '../syntax/tree';
import { isDefinition, nodesAt } from '../syntax/tree-walk';
import { networkFile } from './layer-card';
import { blocksFrom, layersFrom, networksOf, type Scene } from './scene';

export interface SelectedPath {
  readonly network: string;
  readonly path: string;
}

export interface Selection {
  /** Of every network that has the text; in written order. */
  readonly paths: readonly SelectedPath[];
  /** The module whose body or declaration the offset is in. */
  readonly module: { readonly file: string; readonly name: string } | undefined;
  /** The network of the file whose text the offset is in. */
  readonly network: string | undefined;
}

export function layersAt(scene: Scene, file: SourceFile, offset: number): Selection {
  const nodes = nodesAt(file, offset);
  const definition = nodes.find(isDefinition);
  const name = definition?.name?.text;
  return {
    paths: pathsAt(scene, file, nodes),
    module: definition?.kind === 'module' && name !== undefined ? { file: file.file, name } : undefined,
    network: definition?.kind === 'network' ? name : undefined,
  };
}

/** The network in whose text an offset is; in a module the first that uses it, else the first of the file. */
export function networkAt(scene: Scene, file: SourceFile, offset: number): NetworkAnalysis | undefined {
  const definition = nodesAt(file, offset).find(isDefinition);
  const networks = networksOf(scene);
  if (definition?.kind === 'network') {
    const own = networks.find(
      (network) => networkFile(network) === file.file && network.declaration.start === definition.start,
    );
    if (own !== undefined) return own;
  }
  if (definition?.kind === 'module') {
    const chosen = scene.choices.find((choice) => choice.module === definition.name?.text && choice.file === file.file);
    const byChoice = networks.find((network) => network.name === chosen?.network);
    const user = networks.find(({ graph }) => graph.blocks.some((block) => block.module === definition.name?.text));
    return byChoice ?? user ?? networks[0];
  }
  // Between declarations: the network above the cursor.
  return (
    networks.findLast((network) => networkFile(network) === file.file && network.declaration.start <= offset) ??
    networks[0]
  );
}

function pathsAt(scene: Scene, file: SourceFile, nodes: readonly SyntaxNode[]): readonly SelectedPath[] {
  for (let i = nodes.length - 1; i >= 0; i--) {
    const paths = pathsOf(scene, file, nodes[i] as SyntaxNode);
    if (paths.length > 0) return paths;
  }
  return [];
}

function pathsOf(scene: Scene, file: SourceFile, node: SyntaxNode): readonly SelectedPath[] {
  switch (node.kind) {
    case 'call':
      return made(scene, file, node.callee.start, 'module');
    case 'join-call':
      return made(scene, file, node.keyword.start, undefined);
    case 'join':
      return made(scene, file, node.keyword.start, undefined);
    case 'repeat':
      return made(scene, file, node.keyword.start, 'repeat');
    case 'input':
      return [...made(scene, file, node.start, undefined), ...made(scene, file, node.name?.start ?? -1, undefined)];
    case 'head':
    case 'output':
      return made(scene, file, node.start, node.kind);
    default:
      return [];
  }
}

/** Paths of the blocks of a kind that were made at an offset, else of the layers. */
function made(scene: Scene, file: SourceFile, start: number, kind: string | undefined): readonly SelectedPath[] {
  if (kind !== undefined) {
    const blocks = blocksFrom(scene, file.file, start).shown.filter(({ block }) => block.kind === kind);
    if (blocks.length > 0) return blocks.map(({ network, block }) => ({ network: network.name, path: block.path }));
  }
  return layersFrom(scene, file.file, start).shown.map(({ network, layer }) => ({
    network: network.name,
    path: layer.path,
  }));
}

/** The text that a path of a network stands for; the whole statement and the name in it. */
export function locationOf(network: NetworkAnalysis, path: string) {
  const { blocks, layers } = network.graph;
  const block =
    path === '' ? undefined : blocks.find((candidate) => candidate.path === path && candidate.kind !== 'join');
  return (block ?? layers.find((candidate) => candidate.path === path))?.origin;
}

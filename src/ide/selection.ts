/**
 * Between places in the text and paths in networks, both ways: what the preview selects for a cursor, and where it leads
 * from a layer. The innermost statement at the cursor counts; in a module's body its instances, or the chosen one.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { FileId, Span } from '../base/span';
import type { Block, BlockId, Layer } from '../graph/graph';
import type { SourceFile } from '../syntax/tree';
import { isDefinition, nodesAt } from '../syntax/tree-walk';
import { networkFile } from './layer-card';
import { narrow, networksOf, type Scene, sceneNetwork } from './scene';

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
    paths: pathsAt(scene, file.file, offset),
    module: definition?.kind === 'module' && name !== undefined ? { file: file.file, name } : undefined,
    network: definition?.kind === 'network' ? name : undefined,
  };
}

/** The network in whose text an offset is; in a module the first that uses it; else the default one. */
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
    return byChoice ?? user ?? sceneNetwork(scene);
  }
  // Between declarations: the network above the cursor.
  return (
    networks.findLast((network) => networkFile(network) === file.file && network.declaration.start <= offset) ??
    sceneNetwork(scene)
  );
}

/** A statement's layer or box in one network. */
interface Made {
  readonly network: NetworkAnalysis;
  readonly path: string;
  /** The block that it stands in. */
  readonly block: BlockId;
}

/** Joins, branches and turns share their text with the layer or the repeat that stands for them. */
const boxKinds: ReadonlySet<Block['kind']> = new Set(['module', 'repeat', 'head', 'output']);

/**
 * Paths of what the innermost statement at an offset has become, in every network that has its text: all instances, or
 * those in the chosen call of their module; in written order. Empty where the offset is in no such statement.
 */
export function pathsAt(scene: Scene, file: FileId, offset: number): readonly SelectedPath[] {
  let innermost: Span | undefined;
  let found: Made[] = [];
  const consider = (network: NetworkAnalysis, { path, origin }: Layer | Block, block: BlockId): void => {
    const { span } = origin;
    if (origin.file !== file || offset < span.start || span.end < offset) return;
    if (innermost === undefined || isInner(span, innermost)) {
      innermost = span;
      found = [];
    }
    if (span.start === innermost.start && span.end === innermost.end) found.push({ network, path, block });
  };
  for (const network of networksOf(scene)) {
    for (const block of network.graph.blocks) if (boxKinds.has(block.kind)) consider(network, block, block.parent ?? 0);
    for (const layer of network.graph.layers) consider(network, layer, layer.block);
  }
  return narrow(scene, found, ({ block }) => block).shown.map(({ network, path }) => ({ network: network.name, path }));
}

/** Between two texts that touch, the second one counts: the cursor stands before it. */
function isInner(span: Span, other: Span): boolean {
  const isShorter = span.end - span.start < other.end - other.start;
  return other.end === span.start || (isShorter && span.end !== other.start);
}

/** The text that a path of a network stands for; the whole statement and the name in it. */
export function locationOf(network: NetworkAnalysis, path: string) {
  const { blocks, layers } = network.graph;
  const block =
    path === '' ? undefined : blocks.find((candidate) => candidate.path === path && candidate.kind !== 'join');
  return (block ?? layers.find((candidate) => candidate.path === path))?.origin;
}

/**
 * What a name that stands for a value is worth: a constant, a parameter or the variable of a repeat. It is worth what
 * each block in which it is bound gives it, so that in a module one name may have several values.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import type { Block } from '../graph/graph';
import type { NameMeaning } from '../graph/name-meaning';
import type { Value } from '../ops/op';
import type { SourceFile } from '../syntax/tree';
import { networksOf, type Scene } from './scene';

export interface Bound<T> {
  /** Path of the block, or the network's name; empty for the constant of a file. */
  readonly where: string;
  readonly value: T;
  /** Undefined for the constant of a file. */
  readonly network: NetworkAnalysis | undefined;
}

/** Where a name was declared. */
export interface Declared {
  readonly file: SourceFile;
  readonly start: number;
}

export function declarationOf(scene: Scene, meaning: NameMeaning): Declared | undefined {
  if (meaning.declaration === undefined) return undefined;
  const file = scene.analysis.files.get(meaning.declaration.file);
  return file === undefined ? undefined : { file, start: meaning.declaration.span.start };
}

/** The value in every block whose body declares the name; for a file's constant its one value. */
export function boundValues(scene: Scene, declared: Declared, { kind, name }: NameMeaning): readonly Bound<Value>[] {
  const constants = kind === 'constant' ? scene.analysis.constants.get(declared.file.file) : undefined;
  const isTopLevel = declared.file.declarations.some(
    (node) => node.kind === 'const' && node.start <= declared.start && declared.start < node.end,
  );
  if (isTopLevel && constants?.has(name)) return [{ where: '', value: constants.get(name), network: undefined }];
  return inBlocks(scene, (network, block) =>
    block.bindings.has(name) && declares(scene, network, block, declared) ? [block.bindings.get(name)] : [],
  );
}

/** What `read` finds in the blocks of all networks; with a chosen instance, in that one where it has any. */
export function inBlocks<T>(
  scene: Scene,
  read: (network: NetworkAnalysis, block: Block) => readonly T[],
): readonly Bound<T>[] {
  const bound = networksOf(scene).flatMap((network) =>
    network.graph.blocks.flatMap((block) => {
      const where = block.path === '' ? network.name : block.path;
      return read(network, block).map((value): Bound<T> => ({ where, value, network }));
    }),
  );
  const choice = scene.choices.find(({ path }) => bound.some(({ where }) => isIn(where, path)));
  return choice === undefined ? bound : bound.filter(({ where }) => isIn(where, choice.path));
}

function isIn(path: string, around: string): boolean {
  return path === around || path.startsWith(`${around}/`);
}

/** Whether the block was made from the body, or the parameters before it, in which the name is declared. */
function declares(scene: Scene, network: NetworkAnalysis, block: Block, { file, start }: Declared): boolean {
  if (block.kind === 'module') return isOfModule(scene, block, file, start);
  if (block.kind === 'network') {
    const { declaration } = network;
    return block.origin.file === file.file && declaration.start <= start && start < declaration.end;
  }
  return block.origin.file === file.file && block.origin.span.start <= start && start < block.origin.span.end;
}

/** Whether a module call is one of the module around an offset. */
export function isOfModule(scene: Scene, block: Block, file: SourceFile, offset: number): boolean {
  const module = [...(scene.analysis.modules.get(file.file)?.values() ?? [])].find(
    ({ declaration, file: at }) => at === file.file && declaration.name?.text === block.module,
  );
  return module !== undefined && module.declaration.start <= offset && offset < module.declaration.end;
}

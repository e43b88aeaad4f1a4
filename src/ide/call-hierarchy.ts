/** Which networks and modules call a module, and which modules a network or module calls: by the meanings of names. */

import type { Analysis } from '../analysis/analysis';
import type { FileId, Location, Span } from '../base/span';
import type { ModuleDeclaration, NetworkDeclaration, SourceFile } from '../syntax/tree';
import { isDefinition, nodesAt, tokenAt } from '../syntax/tree-walk';
import { declarationAt } from './definition';
import { fileOf, type Scene } from './scene';

/** A network or module, by its declaration. */
export interface CallItem {
  readonly name: string;
  readonly kind: 'network' | 'module';
  readonly file: FileId;
  readonly span: Span;
  readonly nameSpan: Span;
}

/** The other end of calls, and where they are written. */
export interface CallLink {
  readonly item: CallItem;
  /** Places of the called name, in the file of the caller. */
  readonly places: readonly Span[];
}

/** The network or module whose name is at the offset, else the one around it. */
export function callItemAt(scene: Scene, file: SourceFile, offset: number): CallItem | undefined {
  const named = declarationAt(scene.analysis, file, tokenAt(file, offset).start);
  const declared = named === undefined ? undefined : itemNamed(scene, named);
  if (declared !== undefined) return declared;
  const around = nodesAt(file, offset).find(isDefinition);
  return around === undefined ? undefined : itemOf(file, around);
}

function itemNamed(scene: Scene, { file: id, span }: Location): CallItem | undefined {
  const file = fileOf(scene, id);
  const node = file?.declarations.filter(isDefinition).find(({ name }) => name?.start === span.start);
  return file === undefined || node === undefined ? undefined : itemOf(file, node);
}

function itemOf(file: SourceFile, node: ModuleDeclaration | NetworkDeclaration): CallItem | undefined {
  const { kind, name, start, end } = node;
  if (name === undefined) return undefined;
  const nameSpan = { start: name.start, end: name.end };
  return { name: name.text, kind, file: file.file, span: { start, end }, nameSpan };
}

/** Who calls the item, in all analyses of the scene. */
export function callersOf(scene: Scene, called: CallItem): readonly CallLink[] {
  const links = new Map<string, { item: CallItem; places: Map<number, Span> }>();
  for (const analysis of [scene.analysis, ...scene.users]) {
    for (const file of analysis.files.values()) {
      for (const { declaration, place } of moduleUses(analysis, file)) {
        if (declaration.file !== called.file || declaration.span.start !== called.nameSpan.start) continue;
        const around = nodesAt(file, place.start).find(isDefinition);
        const item = around === undefined ? undefined : itemOf(file, around);
        if (item === undefined || around?.name?.start === place.start) continue;
        add(links, item, place);
      }
    }
  }
  return listed(links);
}

/** What the item calls. */
export function calledBy(scene: Scene, caller: CallItem): readonly CallLink[] {
  const links = new Map<string, { item: CallItem; places: Map<number, Span> }>();
  const analysis = [scene.analysis, ...scene.users].find(({ files }) => files.has(caller.file));
  const file = analysis?.files.get(caller.file);
  if (analysis === undefined || file === undefined) return [];
  for (const { declaration, place } of moduleUses(analysis, file)) {
    if (place.start <= caller.nameSpan.start || place.start >= caller.span.end || place.start < caller.span.start)
      continue;
    const item = itemNamed(scene, declaration);
    if (item !== undefined) add(links, item, place);
  }
  return listed(links);
}

function* moduleUses(analysis: Analysis, file: SourceFile): Generator<{ declaration: Location; place: Span }> {
  for (const [start, { kind, name, declaration }] of analysis.names.get(file.file) ?? []) {
    if (kind === 'module' && declaration !== undefined)
      yield { declaration, place: { start, end: start + name.length } };
  }
}

function add(links: Map<string, { item: CallItem; places: Map<number, Span> }>, item: CallItem, place: Span): void {
  const key = `${item.nameSpan.start} ${item.file}`;
  const link = links.get(key) ?? { item, places: new Map() };
  link.places.set(place.start, place);
  links.set(key, link);
}

function listed(
  links: ReadonlyMap<string, { item: CallItem; places: ReadonlyMap<number, Span> }>,
): readonly CallLink[] {
  return [...links.values()].map(({ item, places }) => ({ item, places: [...places.values()] }));
}

/**
 * Names that are edited at all their places at once: those that belong to one body and are not seen outside of its file,
 * so that no other file has to change with them.
 */

import type { Span } from '../base/span';
import type { NameKind } from '../graph/name-meaning';
import type { SourceFile } from '../syntax/tree';
import { isDefinition, nodesAt, tokenAt } from '../syntax/tree-walk';
import { references } from './definition';
import type { Scene } from './scene';

const local: ReadonlySet<NameKind> = new Set(['parameter', 'variable', 'constant', 'result', 'input', 'branch']);

/** Empty where the name is to be edited alone. Of a parameter, the scene has to hold all files that may give it by name. */
export function linkedNames(scene: Scene, file: SourceFile, offset: number): readonly Span[] {
  const { start } = tokenAt(file, offset);
  const meaning = scene.analysis.names.get(file.file)?.get(start);
  const kind = meaning?.kind === 'argument' && meaning.declaration !== undefined ? 'parameter' : meaning?.kind;
  if (meaning === undefined || kind === undefined || !local.has(kind)) return [];
  const { declaration } = meaning;
  if (declaration?.file !== file.file || !nodesAt(file, declaration.span.start).some(isDefinition)) return [];
  const places = references(scene, file, offset, true);
  if (places.some((place) => place.file !== file.file)) return [];
  const spans = places.map(({ span }) => span);
  return spans.every((span) => file.text.slice(span.start, span.end) === meaning.name) ? spans : [];
}

/**
 * Between places in the text and nodes of a view model: which nodes the cursor stands in, and which text a target in
 * the preview means. Pure, so that it is tested without VS Code.
 */

import type { RevealTarget } from '../../protocol/messages';
import type { ViewError, ViewModel } from '../../view/model';

/** Offsets are UTF-16 units of the file's text. */
export interface TextPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Ids of the nodes whose text holds the offset, the smallest text first. One text stands for several nodes where a
 * module is called often: first the selected node itself, then those in the same call as it, then in written order.
 */
export function nodesAt(view: ViewModel, file: string, offset: number, selected: string | null): readonly string[] {
  const found = view.nodes.filter(
    ({ origin }) => origin.file === file && origin.start <= offset && offset <= origin.end,
  );
  const call = selected?.split('/')[0];
  const distance = (id: string): number => (id === selected ? 0 : id.split('/')[0] === call ? 1 : 2);
  return found
    .sort((a, b) => a.origin.end - a.origin.start - (b.origin.end - b.origin.start) || distance(a.id) - distance(b.id))
    .map((node) => node.id);
}

/** The text that a target means, or undefined for one that is not in this view. */
export function placeOf(
  target: RevealTarget,
  view: ViewModel | undefined,
  errors: readonly ViewError[],
): TextPlace | undefined {
  if ('error' in target && target.error !== undefined) {
    const error = errors[target.error];
    return error === undefined ? undefined : { file: error.file, start: error.start, end: error.end };
  }
  if (view === undefined) return undefined;
  if ('budget' in target && target.budget !== undefined) {
    const budget = view.budgets[target.budget];
    return budget === undefined ? undefined : { file: budget.file, start: budget.start, end: budget.start };
  }
  const id = 'node' in target ? target.node : undefined;
  const node = view.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return undefined;
  return { file: node.origin.file, start: node.origin.nameStart, end: node.origin.nameEnd };
}

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
 * Ids of the nodes whose text holds the offset, the smallest text first; where one text stands for several nodes (a
 * layer of a module that is called often) those come in written order, after the one that is `preferred`.
 */
export function nodesAt(view: ViewModel, file: string, offset: number, preferred?: string): readonly string[] {
  const found = view.nodes.filter(
    ({ origin }) => origin.file === file && origin.start <= offset && offset <= origin.end,
  );
  const length = (node: (typeof found)[number]): number => node.origin.end - node.origin.start;
  const isPreferred = (node: (typeof found)[number]): number =>
    preferred !== undefined && (node.id === preferred || node.id.startsWith(`${preferred}/`)) ? 0 : 1;
  return [...found]
    .sort((a, b) => length(a) - length(b) || isPreferred(a) - isPreferred(b))
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

/**
 * What is different between two views, so that a keystroke sends that and not the whole picture. A field that has
 * changed is sent whole; nodes and edges are lists of parts that keep their names (`listDiff`), and of a part that has
 * changed only the fields that have. What is the same keeps its identity when a patch is applied.
 */

import type { ViewEdge, ViewModel, ViewNode } from './model';

export interface ViewPatch {
  /** All but nodes and edges. */
  readonly fields: Partial<Omit<ViewModel, 'nodes' | 'edges'>>;
  readonly nodes: ListPatch<ViewNode>;
  readonly edges: ListPatch<ViewEdge>;
}

export interface ListPatch<T> {
  /** From the start on; what follows the last one is kept. */
  readonly splices: readonly Splice<T>[];
  /** After that, of the parts at these places. */
  readonly changes: readonly { readonly at: number; readonly to: Partial<T> }[];
}

/** So many parts of the old list are kept, so many left out after them, then these come. */
export interface Splice<T> {
  readonly keep: number;
  readonly drop: number;
  readonly add: readonly T[];
}

export function diffViews(before: ViewModel, after: ViewModel): ViewPatch {
  const { nodes: oldNodes, edges: oldEdges, ...oldFields } = before;
  const { nodes, edges, ...fields } = after;
  return {
    fields: changedFields(oldFields, fields),
    nodes: diffLists(oldNodes, nodes, ({ id }) => id),
    edges: diffLists(oldEdges, edges, ({ body, from, to, port }) => JSON.stringify([body, from, to, port])),
  };
}

/** Undefined where the patch was made for another list of nodes or edges; the same view where nothing is different. */
export function applyPatch(before: ViewModel, patch: ViewPatch): ViewModel | undefined {
  const nodes = patchedList(before.nodes, patch.nodes);
  const edges = patchedList(before.edges, patch.edges);
  if (nodes === undefined || edges === undefined) return undefined;
  if (nodes === before.nodes && edges === before.edges && Object.keys(patch.fields).length === 0) return before;
  const after = { ...before, ...patch.fields, nodes, edges };
  return after.lines.length === nodes.length ? after : undefined;
}

function changedFields<T extends object>(before: T, after: T): Partial<T> {
  const changed: Partial<T> = {};
  for (const key of Object.keys(after) as (keyof T)[]) {
    if (!samePlain(before[key], after[key])) changed[key] = after[key];
  }
  return changed;
}

/** Parts are the same where their names are. One that others have moved past is left out and comes anew. */
function diffLists<T extends object>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (part: T) => string,
): ListPatch<T> {
  const oldNames = before.map(nameOf);
  const names = after.map(nameOf);
  const ahead = new Set(names);
  const splices: Splice<T>[] = [];
  const changes: { at: number; to: Partial<T> }[] = [];
  let open: { keep: number; drop: number; add: T[] } = { keep: 0, drop: 0, add: [] };
  const close = (): void => {
    if (open.drop === 0 && open.add.length === 0) return;
    splices.push(open);
    open = { keep: 0, drop: 0, add: [] };
  };
  let from = 0;
  after.forEach((part, at) => {
    const name = names[at] as string;
    for (; from < before.length && !ahead.has(oldNames[from] as string); from++) open.drop++;
    ahead.delete(name);
    if (oldNames[from] !== name) {
      open.add.push(part);
      return;
    }
    close();
    open.keep++;
    const to = changedFields(before[from] as T, part);
    if (Object.keys(to).length > 0) changes.push({ at, to });
    from++;
  });
  open.drop += before.length - from;
  close();
  return { splices, changes };
}

function patchedList<T extends object>(
  before: readonly T[],
  { splices, changes }: ListPatch<T>,
): readonly T[] | undefined {
  if (splices.length === 0 && changes.length === 0) return before;
  const pieces: (readonly T[])[] = [];
  let from = 0;
  for (const { keep, drop, add } of splices) {
    pieces.push(before.slice(from, from + keep), add);
    from += keep + drop;
  }
  if (from > before.length) return undefined;
  const after = [...pieces, before.slice(from)].flat();
  for (const { at, to } of changes) {
    const part = after[at];
    if (part === undefined) return undefined;
    after[at] = { ...part, ...to };
  }
  return after;
}

/** Of plain data: what JSON would write alike. */
function samePlain(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((part, index) => samePlain(part, b[index]));
  }
  const keys = Object.keys(a);
  return (
    !Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => samePlain((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

/**
 * Two views as one picture: that of the new network, with what was removed where it stood. Which layer is which is given;
 * what has layers that are in both is the same body in both. Everything of both views is called as in the union, so that
 * whoever draws finds what a node was by the node's id.
 */

import { ENTRY, EXIT, type ViewEdge, type ViewModel, type ViewNode } from './model';

export type UnionMark = 'added' | 'removed' | 'changed';

export interface ViewUnion {
  readonly view: ViewModel;
  /** The old view by the ids of the union. */
  readonly before: ViewModel;
  /** Of nodes that are not the same in both; a body is changed where anything in it is. */
  readonly marks: readonly { readonly node: string; readonly mark: UnionMark }[];
}

/** A layer by its path in both networks. */
export interface LayerPair {
  readonly old: string;
  readonly new: string;
  readonly isChanged: boolean;
}

/** What both have is called as in the new view, or with `hasOldIds` as in the old one. */
export function unionView(
  old: ViewModel,
  now: ViewModel,
  pairs: readonly LayerPair[],
  hasOldIds: boolean = false,
): ViewUnion {
  const before = hasOldIds ? old : renamed(old, unionIds(old, now, pairs));
  const after = hasOldIds ? renamed(now, unionIds(now, old, pairs.map(turned))) : now;
  const union = merged(before, after);
  return { view: union, before, marks: marksOf(union, before, after, pairs) };
}

function turned(pair: LayerPair): LayerPair {
  return { ...pair, old: pair.new, new: pair.old };
}

// ---- Which node is which ----

/** Ids in the union of the old view's nodes, where the new view's are its own. */
function unionIds(old: ViewModel, now: ViewModel, pairs: readonly LayerPair[]): ReadonlyMap<string, string> {
  const leavesOf = ({ nodes }: ViewModel): ReadonlyMap<string, ViewNode> =>
    new Map(nodes.filter(({ children }) => children.length === 0).map((node) => [node.path, node]));
  const [oldLeaves, newLeaves] = [leavesOf(old), leavesOf(now)];
  const [oldById, newById] = [byId(old), byId(now)];
  const ids = new Map<string, string>();
  /** How many layers of an old body are in each new one. */
  const votes = new Map<string, Map<string, number>>();
  for (const pair of pairs) {
    const [was, is] = [oldLeaves.get(pair.old), newLeaves.get(pair.new)];
    if (was === undefined || is === undefined) continue;
    ids.set(was.id, is.id);
    let [oldBody, newBody] = [oldById.get(was.parent), newById.get(is.parent)];
    while (oldBody !== undefined && newBody !== undefined) {
      const counts = votes.get(oldBody.id) ?? new Map<string, number>();
      votes.set(oldBody.id, counts.set(newBody.id, (counts.get(newBody.id) ?? 0) + 1));
      [oldBody, newBody] = [oldById.get(oldBody.parent), newById.get(newBody.parent)];
    }
  }
  const taken = new Set(ids.values());
  for (const node of old.nodes) {
    const counts = [...(votes.get(node.id) ?? [])].filter(
      ([id]) => !taken.has(id) && newById.get(id)?.kind === node.kind,
    );
    const [most] = counts.sort((a, b) => b[1] - a[1]);
    if (most === undefined) continue;
    ids.set(node.id, most[0]);
    taken.add(most[0]);
  }
  for (const { id, name } of old.nodes.filter(({ kind }) => kind === 'result')) {
    const same = now.nodes.find((node) => node.kind === 'result' && node.name === name);
    if (same !== undefined) ids.set(id, same.id);
  }
  for (const { id } of old.nodes) {
    if (ids.has(id)) continue;
    let free = `was:${id}`;
    while (newById.has(free)) free = `was:${free}`;
    ids.set(id, free);
  }
  return ids;
}

function byId({ nodes }: ViewModel): ReadonlyMap<string, ViewNode> {
  return new Map(nodes.map((node) => [node.id, node]));
}

function renamed(view: ViewModel, ids: ReadonlyMap<string, string>): ViewModel {
  const idOf = (id: string): string => ids.get(id) ?? id;
  return {
    ...view,
    children: view.children.map(idOf),
    nodes: view.nodes.map((node) => ({
      ...node,
      id: idOf(node.id),
      parent: idOf(node.parent),
      children: node.children.map(idOf),
      branches: node.branches.map((branch) => ({ ...branch, join: idOf(branch.join) })),
    })),
    edges: view.edges.map((edge) => ({
      ...edge,
      body: idOf(edge.body),
      from: idOf(edge.from),
      to: idOf(edge.to),
    })),
  };
}

// ---- Both in one ----

function merged(before: ViewModel, now: ViewModel): ViewModel {
  const [oldNodes, newNodes] = [byId(before), byId(now)];
  const isGone = (id: string): boolean => !newNodes.has(id);
  const ports = joinPorts(before, now);
  /** What is gone stands before what it stood before. */
  const children = (own: readonly string[], old: readonly string[]): readonly string[] => {
    const still = new Set(own);
    const before = new Map<string, readonly string[]>();
    let waiting: string[] = [];
    for (const id of old) {
      if (isGone(id)) waiting.push(id);
      else if (still.has(id)) {
        before.set(id, waiting);
        waiting = [];
      }
    }
    return [...own.flatMap((id) => [...(before.get(id) ?? []), id]), ...waiting];
  };
  const nodes: ViewNode[] = [];
  const lines: number[] = [];
  const lineOf = (view: ViewModel): ReadonlyMap<string, number> =>
    new Map(view.nodes.map(({ id }, index) => [id, view.lines[index] ?? 1]));
  const [oldLines, newLines] = [lineOf(before), lineOf(now)];
  const add = (ids: readonly string[], parent: string, level: number): void => {
    for (const id of ids) {
      const [old, own] = [oldNodes.get(id), newNodes.get(id)];
      const node = own ?? old;
      if (node === undefined) continue;
      // A layer of a body that is gone may stand elsewhere now.
      const inside = own === undefined ? node.children.filter(isGone) : children(own.children, old?.children ?? []);
      const shown = own === undefined ? { ...node, branches: ports.branches(node) } : node;
      nodes.push({ ...shown, parent, level, children: inside, joinChannels: ports.channels(node) });
      lines.push((own === undefined ? oldLines : newLines).get(id) ?? 1);
      add(inside, id, level + 1);
    }
  };
  const roots = children(now.children, before.children);
  add(roots, '', 1);
  const bodyOf = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const edges = unionEdges(before, now, isGone, ports.portOf).filter(({ body, from, to }) =>
    [from, to].every((end) => end === ENTRY || end === EXIT || bodyOf.get(end) === body),
  );
  return { ...now, children: roots, nodes, lines, edges };
}

interface JoinPorts {
  /** Of a node that is gone, in the joins as they are now. */
  branches(node: ViewNode): ViewNode['branches'];
  channels(node: ViewNode): ViewNode['joinChannels'];
  /** Where an old edge ends in a join. */
  portOf(edge: ViewEdge): number;
}

/** Branches that are gone from a join that is still there stand behind those that it has. */
function joinPorts(before: ViewModel, now: ViewModel): JoinPorts {
  const newNodes = byId(now);
  const places = new Map<string, Map<number, number>>();
  for (const { id, branches } of before.nodes) {
    for (const { join, index } of branches) {
      const own = newNodes.get(id)?.branches.find((branch) => branch.join === join);
      if (own === undefined) continue;
      places.set(join, (places.get(join) ?? new Map<number, number>()).set(index, own.index));
    }
  }
  const added = new Map<string, (number | null)[]>();
  const place = (join: string, index: number): number => {
    const own = newNodes.get(join);
    if (own === undefined) return index;
    const known = (places.get(join) ?? new Map<number, number>()).get(index);
    if (known !== undefined) return known;
    const channels = added.get(join) ?? [];
    const old = before.nodes.find(({ id }) => id === join);
    added.set(join, [...channels, old?.joinChannels[index] ?? null]);
    const port = own.joinChannels.length + channels.length;
    places.set(join, (places.get(join) ?? new Map<number, number>()).set(index, port));
    return port;
  };
  // All are given a place before any is drawn.
  for (const { id, branches } of before.nodes) {
    if (!newNodes.has(id)) for (const { join, index } of branches) place(join, index);
  }
  const joins = new Set(before.nodes.filter(({ kind }) => kind === 'join').map(({ id }) => id));
  for (const { from, to, port } of before.edges) if (joins.has(to) && !newNodes.has(from)) place(to, port);
  return {
    branches: ({ branches }) => branches.map((branch) => ({ ...branch, index: place(branch.join, branch.index) })),
    channels: ({ id, joinChannels }) => [...joinChannels, ...(added.get(id) ?? [])],
    portOf: ({ to, port }) => (joins.has(to) ? place(to, port) : port),
  };
}

/** Those of now, those that lead through what is gone, and none that what is gone stands in the way of. */
function unionEdges(
  before: ViewModel,
  now: ViewModel,
  isGone: (id: string) => boolean,
  portOf: (edge: ViewEdge) => number,
): readonly ViewEdge[] {
  const isOld = (id: string): boolean => id !== ENTRY && id !== EXIT && isGone(id);
  const old = before.edges.filter(({ body, from, to }) => isOld(body) || isOld(from) || isOld(to));
  const leaving = new Map<string, ViewEdge[]>();
  for (const edge of old)
    leaving.set(key(edge.body, edge.from), [...(leaving.get(key(edge.body, edge.from)) ?? []), edge]);
  /** Edges that end behind what is gone, by where they began. */
  const ends = (body: string, from: string): readonly ViewEdge[] => {
    const found: ViewEdge[] = [];
    const seen = new Set([from]);
    const pending = [from];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (const edge of leaving.get(key(body, at)) ?? []) {
        if (!isOld(edge.to)) found.push(edge);
        else if (!seen.has(edge.to)) {
          seen.add(edge.to);
          pending.push(edge.to);
        }
      }
    }
    return found;
  };
  const outOf = new Map<string, ViewEdge[]>();
  for (const edge of now.edges)
    outOf.set(key(edge.body, edge.from), [...(outOf.get(key(edge.body, edge.from)) ?? []), edge]);
  const oldEnds = new Set(before.nodes.map(({ id }) => id));
  /** The edge that leads past what is gone from one end to the other, behind what came in its place. */
  const pastOf = (body: string, from: string, to: string): ViewEdge | undefined => {
    const next = outOf.get(key(body, from)) ?? [];
    const direct = next.find((edge) => edge.to === to);
    const [only] = next;
    const isNew = only !== undefined && next.length === 1 && only.to !== EXIT && !oldEnds.has(only.to);
    return direct ?? (isNew ? pastOf(body, only.to, to) : undefined);
  };
  const dropped = new Set<ViewEdge>();
  const changed = new Map<ViewEdge, Partial<ViewEdge>>();
  for (const first of old) {
    if (isOld(first.from)) continue;
    for (const last of ends(first.body, first.from)) {
      const past = pastOf(first.body, first.from, last.to);
      if (past === undefined || dropped.has(past)) continue;
      dropped.add(past);
      changed.set(first, { ...changed.get(first), from: past.from });
      changed.set(last, { ...changed.get(last), port: past.port });
    }
  }
  return [
    ...now.edges.filter((edge) => !dropped.has(edge)),
    ...old.map((edge) => ({ ...edge, port: portOf(edge), ...changed.get(edge) })),
  ];
}

function key(body: string, from: string): string {
  return `${body}\n${from}`;
}

// ---- Marks ----

function marksOf(union: ViewModel, before: ViewModel, now: ViewModel, pairs: readonly LayerPair[]): ViewUnion['marks'] {
  const [oldNodes, newNodes] = [byId(before), byId(now)];
  const changed = new Set(pairs.filter(({ isChanged }) => isChanged).map((pair) => pair.new));
  const marks = new Map<string, UnionMark>();
  // Parents stand before their children: from the end a body is seen after all that is in it.
  for (const node of union.nodes.toReversed()) {
    if (!newNodes.has(node.id)) marks.set(node.id, 'removed');
    else if (!oldNodes.has(node.id)) marks.set(node.id, 'added');
    else if (node.children.length === 0 ? changed.has(node.path) : node.children.some((id) => marks.has(id))) {
      marks.set(node.id, 'changed');
    }
  }
  return union.nodes.flatMap(({ id }) => {
    const mark = marks.get(id);
    return mark === undefined ? [] : [{ node: id, mark }];
  });
}

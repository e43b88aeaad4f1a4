/**
 * Where all of a metric is, as nested cells: the network, its blocks, their branches, their layers. The width of a cell is
 * its share of what its parent's cells have together. What costs nothing, or is not in the main total, has no cell.
 */

import { briefNames } from './brief-names';
import type { ViewMetric, ViewModel, ViewNode } from './model';
import { times } from './number-text';

export interface IcicleCell {
  readonly id: string;
  /** Id of the view's node; null for the network and for branches. */
  readonly node: string | null;
  readonly kind: 'network' | 'block' | 'branch' | 'layer';
  readonly label: string;
  readonly path: string;
  readonly value: number;
  /** From 0 at the left to 1, in written order. */
  readonly from: number;
  readonly to: number;
  /** 0 for the network. */
  readonly row: number;
  /** Id of the cell around it; null for the network's. */
  readonly parent: string | null;
}

/** Parents before their children, else in written order; the network first, also where nothing in it costs anything. */
export function icicleCells(view: ViewModel, metric: ViewMetric): readonly IcicleCell[] {
  const byId = new Map(view.nodes.map((node) => [node.id, node]));
  const costOf = (node: ViewNode): number => (node.part === 'main' ? (node.counts[metric].value ?? 0) : 0);
  const bodyOf = (ids: readonly string[]): readonly ViewNode[] =>
    ids.flatMap((id) => byId.get(id) ?? []).filter((node) => costOf(node) > 0);
  const top = bodyOf(view.children);
  const sumOf = (nodes: readonly ViewNode[]): number => nodes.reduce((sum, node) => sum + costOf(node), 0);
  const brief = briefNames(view.nodes.flatMap(({ kind, title }) => (kind === 'module' ? [title] : [])));
  const labelOf = (node: ViewNode): string => {
    if (node.children.length > 0) return brief(node.title);
    return node.branches.length === 0 ? node.title : nodeKernel(node);
  };
  const cells: IcicleCell[] = [];
  /** `depth` is how many branches around the nodes have a cell already. */
  const add = (nodes: readonly ViewNode[], depth: number, around: IcicleCell): void => {
    const whole = sumOf(nodes);
    let from = around.from;
    for (const piece of pieces(nodes, depth)) {
      const value = sumOf(piece.nodes);
      const to = from + ((around.to - around.from) * value) / whole;
      const place = { from, to, row: around.row + 1, parent: around.id, value };
      from = to;
      if (piece.branch !== undefined) {
        const [dearest] = piece.nodes.toSorted((a, b) => costOf(b) - costOf(a));
        const path = `${around.path === '' ? '' : `${around.path}/`}${piece.branch.name}`;
        const id = `${piece.branch.join}#${piece.branch.index}`;
        const label = dearest === undefined ? '' : nodeKernel(dearest);
        const cell: IcicleCell = { ...place, id, node: null, kind: 'branch', label, path };
        cells.push(cell);
        add(piece.nodes, depth + 1, cell);
        continue;
      }
      for (const node of piece.nodes) {
        const inside = bodyOf(node.children);
        const kind = inside.length === 0 ? 'layer' : 'block';
        const cell: IcicleCell = {
          ...place,
          id: node.id,
          node: node.id,
          kind,
          label: labelOf(node),
          path: node.path,
        };
        cells.push(cell);
        if (inside.length > 0) add(inside, 0, cell);
      }
    }
  };
  const network: IcicleCell = {
    id: '',
    node: null,
    kind: 'network',
    label: view.network,
    path: '',
    value: sumOf(top),
    from: 0,
    to: 1,
    row: 0,
    parent: null,
  };
  cells.push(network);
  add(top, 0, network);
  return cells;
}

interface Piece {
  /** Around all of the nodes; without one there is a single node. */
  readonly branch: ViewNode['branches'][number] | undefined;
  readonly nodes: readonly ViewNode[];
}

function pieces(nodes: readonly ViewNode[], depth: number): readonly Piece[] {
  const found: { readonly branch: Piece['branch']; readonly nodes: ViewNode[] }[] = [];
  for (const node of nodes) {
    const branch = node.branches[depth];
    const last = found.at(-1);
    const isSame = branch !== undefined && last?.branch?.join === branch.join && last.branch.index === branch.index;
    if (isSame) last.nodes.push(node);
    else found.push({ branch, nodes: [node] });
  }
  return found;
}

/** What a layer in a branch is told by: the size of a convolution's kernel, else its title. */
export function nodeKernel({ glyph, title }: ViewNode): string {
  const kernel = /^conv-(\d+x\d+)$/.exec(glyph)?.[1];
  return kernel === undefined ? title : kernel.replace('x', times);
}

export interface PlacedCell {
  readonly cell: IcicleCell;
  /** From 0 to 1. */
  readonly left: number;
  readonly width: number;
}

/** The cell in `root` and what is in it over the whole width, the cells around it above; too narrow ones are left out. */
export function placeCells(cells: readonly IcicleCell[], root: string, narrowest: number): readonly PlacedCell[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const inFront = byId.get(root) ?? cells[0];
  if (inFront === undefined) return [];
  const around = new Set<string>();
  for (let up = byId.get(inFront.parent ?? inFront.id); up !== undefined; up = byId.get(up.parent ?? '\0')) {
    if (up !== inFront) around.add(up.id);
  }
  const size = inFront.to - inFront.from;
  return cells.flatMap((cell): PlacedCell[] => {
    if (around.has(cell.id)) return [{ cell, left: 0, width: 1 }];
    const isInside = cell.row > inFront.row && cell.from >= inFront.from - 1e-12 && cell.to <= inFront.to + 1e-12;
    if (cell !== inFront && !isInside) return [];
    const width = (cell.to - cell.from) / size;
    return width < narrowest ? [] : [{ cell, left: (cell.from - inFront.from) / size, width }];
  });
}

/**
 * Lays out a network: every open body apart, inside out, each as a problem of its own (elk-input.ts) that is solved by
 * an injected layout and cached by structure. Nine equal blocks cost one layout, an edit inside a block lays out that
 * body and the ancestors whose boxes changed, and a child cannot disturb its parent. Gives the unfolded picture;
 * fold.ts breaks it into columns.
 */

import { present } from '../base/assert';
import { type BoxSize, boxSizes } from './box-sizes';
import {
  type BodyEdge,
  type BodyLayout,
  type BodyProblem,
  type ElkGraph,
  elkInput,
  entryIndex,
  exitIndex,
  isChain,
  problemKey,
  readElk,
  stackedLayout,
} from './elk-input';
import { hangHeads } from './heads';
import { ENTRY, EXIT, type ViewEdge, type ViewModel, type ViewNode } from './model';
import {
  boundsOf,
  grown,
  margin,
  type Picture,
  type PlacedBox,
  type PlacedLine,
  type Point,
  type Rect,
} from './picture';

/** Lays out one graph; rejects when it fails, is called off or takes too long. */
export type LayoutPort = (graph: ElkGraph) => Promise<ElkGraph>;

/** Layouts of bodies by their structure, kept between pictures; the oldest go first. */
export class LayoutCache {
  private readonly entries = new Map<string, BodyLayout>();

  constructor(private readonly capacity = 300) {}

  get(key: string): BodyLayout | undefined {
    const found = this.entries.get(key);
    if (found !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, found);
    }
    return found;
  }

  set(key: string, layout: BodyLayout): void {
    this.entries.set(key, layout);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.capacity) break;
      this.entries.delete(oldest);
    }
  }
}

/** A body with coordinates from its own corner, and the open bodies in it. */
interface PlacedBody {
  readonly width: number;
  readonly height: number;
  readonly entry: number;
  readonly exit: number;
  readonly boxes: readonly { readonly node: ViewNode; readonly size: BoxSize; readonly corner: Point }[];
  readonly lines: readonly { readonly edge: number; readonly points: readonly Point[]; readonly isMain: boolean }[];
  readonly inner: ReadonlyMap<string, PlacedBody>;
}

/** The parts of a model by body, made once for all bodies of a picture. */
interface Parts {
  readonly nodes: ReadonlyMap<string, ViewNode>;
  readonly edges: ReadonlyMap<string, readonly { readonly edge: ViewEdge; readonly index: number }[]>;
}

/** Solves one problem; the stacked one never waits. */
type Solve = (problem: BodyProblem) => Promise<BodyLayout>;

/** The layered picture of a model with the given nodes open. Rejects when the layout port does. */
export async function placeModel(
  model: ViewModel,
  open: ReadonlySet<string>,
  layout: LayoutPort,
  cache: LayoutCache,
): Promise<Picture> {
  const running = new Map<string, Promise<BodyLayout>>();
  const solve: Solve = (problem) => {
    if (isChain(problem)) return Promise.resolve(stackedLayout(problem));
    const key = problemKey(problem);
    const known = cache.get(key);
    if (known !== undefined) return Promise.resolve(known);
    const started = running.get(key);
    if (started !== undefined) return started;
    const wanted = layout(elkInput(problem)).then((answer) => {
      const solved = readElk(answer, problem);
      cache.set(key, solved);
      return solved;
    });
    running.set(key, wanted);
    return wanted;
  };
  return picture(model, open, solve, 'layered');
}

/** The picture that needs no layout: boxes one below the other. */
export function stackModel(model: ViewModel, open: ReadonlySet<string>): Promise<Picture> {
  return picture(model, open, (problem) => Promise.resolve(stackedLayout(problem)), 'stacked');
}

async function picture(
  model: ViewModel,
  open: ReadonlySet<string>,
  solve: Solve,
  method: Picture['method'],
): Promise<Picture> {
  const parts: Parts = { nodes: new Map(model.nodes.map((node) => [node.id, node])), edges: edgesByBody(model) };
  const body = await placeBody('', model.children, parts, open, solve);
  const boxes: PlacedBox[] = [];
  const lines: PlacedLine[] = [];
  flatten(model, '', '', body, { x: 0, y: 0 }, boxes, lines);
  hang(model, parts, body, boxes, lines);
  return { boxes, lines, bounds: grown(boundsOf(boxes, lines), margin), columns: 1, cuts: [], method };
}

function edgesByBody(model: ViewModel): Parts['edges'] {
  const result = new Map<string, { edge: ViewEdge; index: number }[]>();
  model.edges.forEach((edge, index) => {
    const list = result.get(edge.body);
    if (list === undefined) result.set(edge.body, [{ edge, index }]);
    else list.push({ edge, index });
  });
  return result;
}

async function placeBody(
  id: string,
  childIds: readonly string[],
  parts: Parts,
  open: ReadonlySet<string>,
  solve: Solve,
): Promise<PlacedBody> {
  const children = childIds.map((child) => present(parts.nodes.get(child), `node ${child}`));
  const inner = new Map<string, PlacedBody>();
  const opened = children.filter((child) => child.children.length > 0 && open.has(child.id));
  const bodies = await Promise.all(opened.map((child) => placeBody(child.id, child.children, parts, open, solve)));
  opened.forEach((child, index) => {
    inner.set(child.id, present(bodies[index], 'a placed body'));
  });
  const openSizes = new Map([...inner].map(([child, body]) => [child, bodySize(body)]));
  const sizes = boxSizes(children, openSizes);

  // Side heads are hung up afterwards.
  const laid = children.flatMap((node, index) =>
    node.kind === 'head' ? [] : [{ node, size: present(sizes[index], 'a size') }],
  );
  const order = new Map(laid.map(({ node }, index) => [node.id, index]));
  const drawn = (parts.edges.get(id) ?? []).flatMap(({ edge, index }) => {
    const from = edge.from === ENTRY ? entryIndex : order.get(edge.from);
    const to = edge.to === EXIT ? exitIndex : order.get(edge.to);
    if (edge.isSide || from === undefined || to === undefined || from === to) return [];
    return [{ index, from, to, port: edge.port, key: branchKey(edge, parts.nodes, order) }];
  });
  drawn.sort((a, b) => a.from - b.from || compareKeys(a.key, b.key) || a.index - b.index);
  const isTrunk = laid.map(({ node }) => node.branches.length === 0);
  const next = nextTrunk(isTrunk);
  const edges = drawn.map(
    ({ from, to, port }): BodyEdge => ({
      from,
      to,
      port,
      isMain: id === '' && isTrunk[from] === true && isTrunk[to] === true && next[from] === to,
    }),
  );
  const layout = await solve({ boxes: laid.map(({ size }) => size), edges, hasFrame: id !== '' });
  return {
    width: layout.width,
    height: layout.height,
    entry: layout.entry,
    exit: layout.exit,
    boxes: laid.map(({ node, size }, index) => ({ node, size, corner: present(layout.corners[index], 'a corner') })),
    lines: drawn.map(({ index }, at) => ({
      edge: index,
      points: present(layout.lines[at], 'a line'),
      isMain: edges[at]?.isMain ?? false,
    })),
    inner,
  };
}

/** Where the target of an edge stands: for each join around it, the join and the branch; so edges sort in branch order. */
function branchKey(edge: ViewEdge, nodes: Parts['nodes'], order: ReadonlyMap<string, number>): number[] {
  const target = nodes.get(edge.to);
  if (target === undefined) return [Number.MAX_SAFE_INTEGER];
  const key = target.branches.flatMap((branch) => [order.get(branch.join) ?? 0, branch.index]);
  const position = order.get(target.id) ?? 0;
  return target.kind === 'join' ? [...key, position, edge.port] : [...key, position];
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** For each box the next one outside of all branches. */
function nextTrunk(isTrunk: readonly boolean[]): number[] {
  const result: number[] = [];
  let next = -1;
  for (let i = isTrunk.length - 1; i >= 0; i--) {
    result[i] = next;
    if (isTrunk[i]) next = i;
  }
  return result;
}

function flatten(
  model: ViewModel,
  bodyId: string,
  top: string,
  body: PlacedBody,
  at: Point,
  boxes: PlacedBox[],
  lines: PlacedLine[],
): void {
  for (const line of body.lines) {
    const edge = present(model.edges[line.edge], 'an edge');
    const points = line.points.map((point) => ({ x: point.x + at.x, y: point.y + at.y }));
    lines.push({ ...line, points, body: bodyId, from: edge.from, to: edge.to, top, isSide: false });
  }
  for (const { node, size, corner } of body.boxes) {
    const own = top === '' ? node.id : top;
    addBox(
      model,
      bodyId,
      own,
      node,
      size,
      { x: corner.x + at.x, y: corner.y + at.y },
      body.inner.get(node.id),
      boxes,
      lines,
    );
  }
}

function addBox(
  model: ViewModel,
  body: string,
  top: string,
  node: ViewNode,
  size: BoxSize,
  corner: Point,
  inner: PlacedBody | undefined,
  boxes: PlacedBox[],
  lines: PlacedLine[],
): void {
  const { width, height, inPorts, outPort } = size;
  boxes.push({ id: node.id, body, top, ...corner, width, height, isOpen: inner !== undefined, inPorts, outPort });
  if (inner !== undefined) flatten(model, node.id, top, inner, corner, boxes, lines);
}

/** Heads stand in the network's body only. A head whose source is unknown hangs at the node written before it. */
function hang(model: ViewModel, parts: Parts, body: PlacedBody, boxes: PlacedBox[], lines: PlacedLine[]): void {
  const heads = model.children.flatMap((id, index) => {
    const node = present(parts.nodes.get(id), `node ${id}`);
    return node.kind === 'head' ? [{ node, index }] : [];
  });
  if (heads.length === 0) return;
  const tops = new Map(boxes.filter((box) => box.body === '').map((box) => [box.id, box]));
  const side = new Map<string, number>();
  model.edges.forEach((edge, index) => {
    if (edge.isSide && tops.has(edge.from)) side.set(edge.to, index);
  });
  const hanging = heads.flatMap(({ node, index }) => {
    const edge = side.get(node.id);
    const before = model.children.slice(0, index).findLast((id) => tops.has(id));
    const source = tops.get(edge === undefined ? (before ?? '') : (model.edges[edge]?.from ?? ''));
    const inner = body.inner.get(node.id);
    const size = boxSizes([node], inner === undefined ? new Map() : new Map([[node.id, bodySize(inner)]]))[0];
    return source === undefined || size === undefined ? [] : [{ node, edge, source, inner, size }];
  });
  const placed = hangHeads(
    hanging.map(({ size, source }) => ({
      width: size.width,
      height: size.height,
      entry: size.inPorts[0] ?? 0,
      source,
    })),
    [...tops.values(), ...lines.filter((line) => line.body === '').flatMap(({ points }) => uprightPieces(points))],
  );
  hanging.forEach(({ node, edge, source, inner, size }, index) => {
    const { corner, line } = present(placed[index], 'a hung head');
    addBox(model, '', node.id, node, size, corner, inner, boxes, lines);
    if (edge === undefined) return;
    lines.push({ edge, body: '', from: source.id, to: node.id, top: '', points: line, isMain: false, isSide: true });
  });
}

function bodySize({ width, height, entry, exit }: PlacedBody): BoxSize {
  return { width, height, inPorts: [entry], outPort: exit, span: width };
}

function uprightPieces(points: readonly Point[]): Rect[] {
  return points.slice(1).flatMap((point, index) => {
    const before = present(points[index], 'a point');
    if (before.x !== point.x) return [];
    return [{ x: point.x, y: Math.min(before.y, point.y), width: 0.5, height: Math.abs(before.y - point.y) }];
  });
}

/**
 * One body of a network as a graph for elkjs, and what elkjs answers as plain coordinates. A body is laid out by
 * itself: open bodies inside of it are boxes with fixed ports. The options are those of a layered drawing
 * (Sugiyama, Tagawa, Toda 1981; Brandes and Koepf 2002 for the placement) with written order kept.
 *
 * A body with a frame is wrapped as one node `@` with a port above (the flow in) and one below (the flow out);
 * the network's own body has no frame. Two bodies with the same `problemKey` have the same layout.
 */

import { invariant, present } from '../base/assert';
import type { BoxSize } from './box-sizes';
import { type Point, simplified } from './picture';

export const entryIndex = -1;
export const exitIndex = -2;

export interface BodyEdge {
  /** Index of a box, or `entryIndex`. */
  readonly from: number;
  /** Index of a box, or `exitIndex`. */
  readonly to: number;
  /** Which of the target's in-ports. */
  readonly port: number;
  /** Of the network's main path, which is kept straight. */
  readonly isMain: boolean;
}

export interface BodyProblem {
  readonly boxes: readonly BoxSize[];
  /** Edges of one source in the order of the branches they go to. */
  readonly edges: readonly BodyEdge[];
  readonly hasFrame: boolean;
}

export interface BodyLayout {
  readonly width: number;
  readonly height: number;
  /** Where the flow crosses the frame, from the left edge. */
  readonly entry: number;
  readonly exit: number;
  /** Top left corners, by index of the box. */
  readonly corners: readonly Point[];
  /** By index of the edge. */
  readonly lines: readonly (readonly Point[])[];
}

/** What elkjs reads and writes, as far as it is used here. */
export interface ElkGraph {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  layoutOptions?: Record<string, string>;
  ports?: {
    id: string;
    x?: number;
    y?: number;
    width?: number;
    height?: number;
    layoutOptions?: Record<string, string>;
  }[];
  children?: ElkGraph[];
  edges?: {
    id: string;
    sources: string[];
    targets: string[];
    layoutOptions?: Record<string, string>;
    sections?: { startPoint: Point; endPoint: Point; bendPoints?: Point[] }[];
  }[];
}

const framePadding = { top: 44, left: 16, bottom: 24, right: 16 } as const;
/** A frame is never narrower: its header has a name on one side of the entering line and numbers on the other. */
const frameMinimum = 264;
const rootPadding = 24;

const layeredOptions: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.layering.strategy': 'LONGEST_PATH_SOURCE',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.crossingMinimization.forceNodeModelOrder': 'true',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.separateConnectedComponents': 'false',
  'elk.randomSeed': '1',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '8',
  'elk.layered.spacing.nodeNodeBetweenLayers': '32',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
};

export function problemKey(problem: BodyProblem): string {
  return JSON.stringify([
    problem.hasFrame,
    problem.boxes.map((box) => [box.width, box.height, box.outPort, ...box.inPorts]),
    problem.edges.map((edge) => [edge.from, edge.to, edge.port, edge.isMain ? 1 : 0]),
  ]);
}

export function elkInput(problem: BodyProblem): ElkGraph {
  const children = problem.boxes.map(
    (box, index): ElkGraph => ({
      id: `n${index}`,
      width: box.width,
      height: box.height,
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: [
        ...box.inPorts.map((x, port) => ({
          id: `n${index}i${port}`,
          x,
          y: 0,
          width: 0,
          height: 0,
          layoutOptions: north,
        })),
        { id: `n${index}o`, x: box.outPort, y: box.height, width: 0, height: 0, layoutOptions: south },
      ],
    }),
  );
  const edges = problem.edges.map((edge, index) => ({
    id: `e${index}`,
    sources: [edge.from === entryIndex ? '@i' : `n${edge.from}o`],
    targets: [edge.to === exitIndex ? '@o' : `n${edge.to}i${edge.port}`],
    ...(edge.isMain ? { layoutOptions: { 'elk.layered.priority.straightness': '10' } } : {}),
  }));
  if (!problem.hasFrame) {
    return { id: 'root', layoutOptions: { ...layeredOptions, 'elk.padding': padding(rootPadding) }, children, edges };
  }
  const { top, left, bottom, right } = framePadding;
  const body: ElkGraph = {
    id: '@',
    layoutOptions: {
      ...layeredOptions,
      'elk.padding': `[top=${top},left=${left},bottom=${bottom},right=${right}]`,
      'elk.portConstraints': 'FIXED_SIDE',
    },
    ports: [
      { id: '@i', width: 0, height: 0, layoutOptions: north },
      { id: '@o', width: 0, height: 0, layoutOptions: south },
    ],
    children,
    edges,
  };
  return { id: 'root', layoutOptions: { ...layeredOptions, 'elk.padding': padding(0) }, children: [body] };
}

const north = { 'elk.port.side': 'NORTH' };
const south = { 'elk.port.side': 'SOUTH' };

function padding(all: number): string {
  return `[top=${all},left=${all},bottom=${all},right=${all}]`;
}

/** Reads an answer of elkjs; the entry is then moved above the exit, so that the path through a block is straight. */
export function readElk(answer: ElkGraph, problem: BodyProblem): BodyLayout {
  const body = problem.hasFrame ? present(answer.children?.[0], 'the wrapped body') : answer;
  const byId = new Map(body.children?.map((child) => [child.id, child]));
  const corners = problem.boxes.map((_, index) => {
    const child = present(byId.get(`n${index}`), `box ${index} of the layout`);
    return { x: child.x ?? 0, y: child.y ?? 0 };
  });
  const edgeById = new Map(body.edges?.map((edge) => [edge.id, edge]));
  const lines = problem.edges.map((_, index) => {
    const sections = edgeById.get(`e${index}`)?.sections ?? [];
    return simplified(sections.flatMap((part) => [part.startPoint, ...(part.bendPoints ?? []), part.endPoint]));
  });
  invariant(
    lines.every((line) => line.length >= 2),
    'every edge has a route',
  );
  const port = (id: string) => body.ports?.find((candidate) => candidate.id === id)?.x;
  const width = body.width ?? 0;
  const layout: BodyLayout = {
    width,
    height: body.height ?? 0,
    entry: port('@i') ?? width / 2,
    exit: port('@o') ?? width / 2,
    corners,
    lines,
  };
  return problem.hasFrame ? widened(entryAboveExit(layout, problem)) : layout;
}

/**
 * Only the first vertical piece of each entering line moves. A line whose first bend is not at the bus (the height at
 * which the entering lines part) gets a jog there; else its whole first piece would be dragged through boxes.
 */
function entryAboveExit(layout: BodyLayout, problem: BodyProblem): BodyLayout {
  const leaves = problem.edges.some((edge) => edge.to === exitIndex);
  const entering = layout.lines.filter((_, index) => problem.edges[index]?.from === entryIndex);
  if (!leaves || entering.length === 0 || Math.abs(layout.entry - layout.exit) < 0.5) return layout;
  const bends = entering.filter((line) => line.length > 2).map((line) => line[1]?.y ?? 0);
  const highestBox = Math.min(layout.height, ...layout.corners.map((corner) => corner.y));
  const bus = bends.length > 0 ? Math.min(...bends) : highestBox - 16;
  const lines = layout.lines.map((line, index) => {
    const [start, second] = line;
    if (problem.edges[index]?.from !== entryIndex || start === undefined || second === undefined) return line;
    const moved = { x: layout.exit, y: start.y };
    if (line.length > 2 && Math.abs(second.y - bus) < 0.5) {
      return simplified([moved, { x: layout.exit, y: second.y }, ...line.slice(2)]);
    }
    return simplified([moved, { x: layout.exit, y: bus }, { x: start.x, y: bus }, ...line.slice(1)]);
  });
  return { ...layout, entry: layout.exit, lines };
}

/** Gives a narrow body room for its header, on both sides alike. */
function widened(layout: BodyLayout): BodyLayout {
  const by = (frameMinimum - layout.width) / 2;
  if (by <= 0) return layout;
  return {
    width: frameMinimum,
    height: layout.height,
    entry: layout.entry + by,
    exit: layout.exit + by,
    corners: layout.corners.map((point) => ({ x: point.x + by, y: point.y })),
    lines: layout.lines.map((line) => line.map((point) => ({ x: point.x + by, y: point.y }))),
  };
}

/**
 * Whether the boxes follow one another and nothing else: then `stackedLayout` is what elkjs would give, to the digit,
 * and it need not be asked. So are most networks while their modules are closed.
 */
export function isChain({ boxes, edges, hasFrame }: BodyProblem): boolean {
  const stops = hasFrame ? [entryIndex, ...boxes.keys(), exitIndex] : [...boxes.keys()];
  return (
    boxes.length > 0 &&
    edges.length === stops.length - 1 &&
    edges.every(({ from, to, port }, step) => from === stops[step] && to === stops[step + 1] && port === 0) &&
    boxes.every(({ inPorts, outPort }) => inPorts.length <= 1 && (inPorts[0] ?? outPort) === outPort)
  );
}

/**
 * The layout that needs no search: boxes one below the other in written order. Lines to the next box are straight, all
 * others run in lanes of their own at the right. For chains, and for what elkjs cannot finish in time.
 */
export function stackedLayout(problem: BodyProblem): BodyLayout {
  const pad = problem.hasFrame
    ? framePadding
    : { top: rootPadding, left: rootPadding, bottom: rootPadding, right: rootPadding };
  const least = problem.hasFrame ? (frameMinimum - pad.left - pad.right) / 2 : 0;
  const centre = pad.left + problem.boxes.reduce((most, box) => Math.max(most, box.outPort), least);
  const rightmost = centre + problem.boxes.reduce((most, box) => Math.max(most, box.width - box.outPort), least);
  const corners: Point[] = [];
  let y: number = pad.top;
  for (const box of problem.boxes) {
    corners.push({ x: centre - box.outPort, y });
    y += box.height + 32;
  }
  const bottom = problem.boxes.length === 0 ? y : y - 32;
  const height = bottom + pad.bottom;
  let lane = rightmost;
  const lines = problem.edges.map((edge) => {
    const source = problem.boxes[edge.from];
    const target = problem.boxes[edge.to];
    const from = corners[edge.from];
    const to = corners[edge.to];
    const start =
      from === undefined || source === undefined ? { x: centre, y: 0 } : { x: centre, y: from.y + source.height };
    const end =
      to === undefined || target === undefined
        ? { x: centre, y: height }
        : { x: to.x + (target.inPorts[edge.port] ?? target.width / 2), y: to.y };
    const next = edge.from === entryIndex ? 0 : edge.from + 1;
    const last = edge.to === exitIndex ? problem.boxes.length : edge.to;
    if (next === last) {
      const turn = end.y - 12;
      return simplified([start, { x: start.x, y: turn }, { x: end.x, y: turn }, end]);
    }
    lane += 8;
    const down = Math.max(start.y + 10, edge.from === entryIndex ? framePadding.top - 14 : 0);
    return simplified([
      start,
      { x: start.x, y: down },
      { x: lane, y: down },
      { x: lane, y: end.y - 10 },
      { x: end.x, y: end.y - 10 },
      end,
    ]);
  });
  return { width: lane + pad.right, height, entry: centre, exit: centre, corners, lines };
}

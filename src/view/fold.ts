/**
 * Folds a tall picture into columns. It is cut only where a single line of the main path crosses, by dynamic
 * programming on the sum of squared column heights, with a small bonus for a cut before a down-sampling layer (where
 * a network's stages begin). Boxes and lines only move; nothing is laid out again.
 */

import { present } from '../base/assert';
import { aligned } from './align';
import type { ViewModel } from './model';
import {
  boundsOf,
  grown,
  margin,
  type Picture,
  type PlacedBox,
  type PlacedLine,
  type Point,
  type Rect,
  simplified,
} from './picture';

/** Below this width a picture is one column. */
export const narrowest = 560;
const columnGap = 56;
/** How far a line goes down below its column, and up above the next, where its shape label stands. */
const below = 18;
const above = 38;
const mostColumns = 24;
const mostCuts = 600;
const downSamplingBonus = 0.02;
/** A larger count of columns must be better by this. */
const worthwhile = 1.08;
const largestZoom = 1.2;

/** A part of the picture that stays whole. */
interface Segment {
  /** Top-level boxes, heads included. */
  readonly ids: readonly string[];
  readonly bounds: Rect;
  /** The line that leads into it from the segment before; -1 for the first. */
  readonly entering: number;
  /** The first top-level box, by which a cut is remembered. */
  readonly first: string;
  readonly downSamples: boolean;
}

export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** The zoom at which a picture is wholly seen. */
export function fitZoom(bounds: Rect, view: ViewSize, largest = largestZoom): number {
  if (bounds.width <= 0 || bounds.height <= 0) return 1;
  return Math.min(largest, view.width / bounds.width, view.height / bounds.height);
}

/** The picture in the count of columns that shows it largest; narrow views keep one column. */
export function foldToFit(picture: Picture, model: ViewModel, view: ViewSize): Picture {
  if (view.width < narrowest) return picture;
  const { segments, plans } = plansOf(picture, model);
  let best: readonly number[] | undefined;
  let bestZoom = fitZoom(picture.bounds, view);
  for (let columns = 2; columns <= plans.length && bestZoom < largestZoom; columns++) {
    const plan = present(plans[columns - 1], 'a plan');
    const zoom = fitZoom(foldedSize(segments, plan), view);
    if (zoom < bestZoom * worthwhile) continue;
    best = plan;
    bestZoom = zoom;
  }
  return best === undefined ? picture : folded(picture, segments, best);
}

interface Plans {
  readonly segments: readonly Segment[];
  /** Where one column begins, two, and so on. */
  readonly plans: readonly (readonly number[])[];
}

const knownPlans = new WeakMap<Picture, Plans>();

/** Works out where a picture may be cut, ahead of folding it to a size: in a large one this takes its time. */
export function planFolds(picture: Picture, model: ViewModel): void {
  plansOf(picture, model);
}

/** Of a picture that is not folded; kept, as it is cut first to fit, and by its width where letters would be too small. */
function plansOf(picture: Picture, model: ViewModel): Plans {
  const before = knownPlans.get(picture);
  if (before !== undefined) return before;
  const segments = segmentsOf(picture, model);
  const made = { segments, plans: planColumns(segments, Math.min(mostColumns, segments.length)) };
  knownPlans.set(picture, made);
  return made;
}

/** The picture in as many columns as a view shows side by side at this zoom, to be read from the top; at least one. */
export function foldToWidth(picture: Picture, model: ViewModel, width: number, zoom: number): Picture {
  if (width < narrowest) return picture;
  const { segments, plans } = plansOf(picture, model);
  const plan = plans.findLast((starts) => foldedSize(segments, starts).width * zoom <= width);
  return plan === undefined || plan.length < 2 ? picture : folded(picture, segments, plan);
}

/** The picture in that many columns, or in as many as there are places to cut it at. */
export function foldInto(picture: Picture, model: ViewModel, columns: number): Picture {
  const segments = segmentsOf(picture, model);
  const plan = planColumns(segments, Math.min(columns, segments.length)).at(-1);
  return plan === undefined || plan.length < 2 ? picture : folded(picture, segments, plan);
}

/** Where a picture was cut, with what its boxes were then, by which the places are found again in an edited text. */
export interface Cutting {
  /** Of the boxes of the network's own body, in written order: what each is, whatever number its id has. */
  readonly path: readonly string[];
  /** Indices of the boxes that begin the second and later columns. */
  readonly starts: readonly number[];
}

export function cuttingOf({ cuts }: Pick<Picture, 'cuts'>, model: ViewModel): Cutting {
  const { ids, path } = trunk(model);
  return { path, starts: cuts.map((cut) => ids.indexOf(cut)).filter((index) => index > 0) };
}

/**
 * The picture cut where another one was, so that an edit moves no box to another column that it does not have to, and
 * taking it back gives the same picture again. A box that is gone leaves its cut to its
 * neighbours.
 */
export function foldLike(picture: Picture, model: ViewModel, cutting: Cutting): Picture {
  if (cutting.starts.length === 0) return picture;
  const segments = segmentsOf(picture, model);
  const { ids, path } = trunk(model);
  const place = new Map(ids.map((id, index) => [id, index]));
  const matches = aligned(cutting.path, path);
  const starts = new Set<number>([0]);
  for (const start of cutting.starts) {
    const wanted = placeLike(start, matches, path.length);
    const segment = segments.findIndex(({ first }) => (place.get(first) ?? 0) >= wanted);
    if (segment > 0) starts.add(segment);
  }
  return starts.size < 2
    ? picture
    : folded(
        picture,
        segments,
        [...starts].sort((a, b) => a - b),
      );
}

/** Where an entry is now; one that has gone or was changed leaves its place between its neighbours that are still there. */
function placeLike(index: number, matches: readonly number[], count: number): number {
  const before = matches.findLastIndex((match, other) => match >= 0 && other <= index);
  const next = matches.find((match, other) => match >= 0 && other >= index) ?? count;
  return Math.min(next, (matches[before] ?? -1) + index - before);
}

/** The boxes that a fold can begin a column with. */
function trunk(model: ViewModel): { ids: string[]; path: string[] } {
  const nodes = new Map(model.nodes.map((node) => [node.id, node]));
  const own = model.children.flatMap((id) => nodes.get(id) ?? []).filter(({ kind }) => kind !== 'head');
  return { ids: own.map(({ id }) => id), path: own.map(({ kind, op, call }) => `${kind} ${op} ${call}`) };
}

function segmentsOf(picture: Picture, model: ViewModel): Segment[] {
  const tops = picture.boxes.filter((box) => box.body === '');
  const sideTarget = new Map(picture.lines.filter((line) => line.isSide).map((line) => [line.to, line.from]));
  const kinds = new Map(model.nodes.map((node) => [node.id, node]));
  const path = tops.filter((box) => kinds.get(box.id)?.kind !== 'head').sort((a, b) => a.y - b.y || a.x - b.x);
  const rank = new Map(path.map((box, index) => [box.id, index]));
  // How many lines cross between box i and the next one, and the last of them.
  const delta = new Array<number>(path.length + 1).fill(0);
  const onlyLine = new Array<number>(path.length).fill(-1);
  picture.lines.forEach((line, index) => {
    if (line.body !== '' || line.isSide) return;
    const from = rank.get(line.from);
    const to = rank.get(line.to);
    if (from === undefined || to === undefined || from >= to) return;
    delta[from] = (delta[from] ?? 0) + 1;
    delta[to] = (delta[to] ?? 0) - 1;
    if (to === from + 1) onlyLine[from] = index;
  });
  const groups: { ids: string[]; entering: number }[] = [];
  let lowest = -Infinity;
  let crossing = 0;
  path.forEach((box, index) => {
    const entering = index === 0 ? -1 : (onlyLine[index - 1] ?? -1);
    // What comes out stays below what gives it.
    const isResult = kinds.get(box.id)?.kind === 'result';
    const cuts = index > 0 && crossing === 1 && entering >= 0 && lowest <= box.y && !isResult;
    if (groups.length === 0 || cuts) groups.push({ ids: [box.id], entering });
    else groups.at(-1)?.ids.push(box.id);
    lowest = Math.max(lowest, box.y + box.height);
    crossing += delta[index] ?? 0;
  });
  return segmentsFrom(thinned(groups), picture, tops, sideTarget, kinds);
}

/** So many places to cut are never needed, and the search is quadratic in them. */
function thinned(groups: { ids: string[]; entering: number }[]): { ids: string[]; entering: number }[] {
  if (groups.length <= mostCuts) return groups;
  const each = Math.ceil(groups.length / mostCuts);
  return groups.flatMap((group, index) =>
    index % each === 0
      ? [{ entering: group.entering, ids: groups.slice(index, index + each).flatMap(({ ids }) => ids) }]
      : [],
  );
}

function segmentsFrom(
  groups: readonly { ids: string[]; entering: number }[],
  picture: Picture,
  tops: readonly PlacedBox[],
  sideTarget: ReadonlyMap<string, string>,
  kinds: ReadonlyMap<string, ViewModel['nodes'][number]>,
): Segment[] {
  const groupOf = new Map(groups.flatMap(({ ids }, index) => ids.map((id): [string, number] => [id, index])));
  const boxes = groups.map((): PlacedBox[] => []);
  let last = 0;
  for (const box of tops) {
    // A head goes where its source goes; one without a source where the box before it goes.
    const group = groupOf.get(box.id) ?? groupOf.get(sideTarget.get(box.id) ?? '') ?? last;
    last = group;
    boxes[group]?.push(box);
  }
  const lines = groups.map((): PlacedLine[] => []);
  for (const line of picture.lines) {
    if (line.body !== '') continue;
    const from = groupOf.get(line.from);
    const to = groupOf.get(line.to);
    if (from !== undefined && (line.isSide || from === to)) lines[from]?.push(line);
  }
  return groups.map(({ ids, entering }, index): Segment => {
    const first = present(ids[0], 'a box of a segment');
    const node = kinds.get(first);
    const before = node?.inputShape?.[0] ?? 0;
    return {
      ids: (boxes[index] ?? []).map((box) => box.id),
      bounds: boundsOf(boxes[index] ?? [], lines[index] ?? []),
      entering,
      first,
      downSamples: (node?.shape?.[0] ?? before) < before && node?.kind === 'layer',
    };
  });
}

/** For each count of columns from 1 to `most` the indices of the segments that begin one. */
function planColumns(segments: readonly Segment[], most: number): number[][] {
  const count = segments.length;
  const tops = segments.map(({ bounds }) => bounds.y);
  const bottoms = segments.map(({ bounds }) => bounds.y + bounds.height);
  let lowest = -Infinity;
  const lowestUntil = bottoms.map((bottom) => {
    lowest = Math.max(lowest, bottom);
    return lowest;
  });
  let lowestTop = -Infinity;
  const lowestTopUntil = tops.map((top) => {
    lowestTop = Math.max(lowestTop, top);
    return lowestTop;
  });
  const total = (lowestUntil.at(-1) ?? 0) - (tops[0] ?? 0);
  const plans: number[][] = [];
  // cost[i]: of the first i segments in `columns` columns; from[i]: where the last of them begins.
  let cost = Array.from({ length: count + 1 }, (_, i) =>
    i === 0 ? Infinity : ((lowestUntil[i - 1] ?? 0) - (tops[0] ?? 0)) ** 2,
  );
  const from: number[][] = [[]];
  for (let columns = 1; columns <= most; columns++) {
    if (columns > 1) {
      const bonus = downSamplingBonus * (total / columns) ** 2;
      const next = new Array<number>(count + 1).fill(Infinity);
      const starts = new Array<number>(count + 1).fill(0);
      const leastCost = cost.reduce((least, value) => Math.min(least, value), Infinity);
      for (let end = columns; end <= count; end++) {
        let bottom = -Infinity;
        for (let start = end - 1; start >= columns - 1; start--) {
          bottom = Math.max(bottom, bottoms[start] ?? 0);
          const height = bottom - (tops[start] ?? 0);
          const value = (cost[start] ?? Infinity) + height ** 2 - (segments[start]?.downSamples ? bonus : 0);
          if (value < (next[end] ?? Infinity)) {
            next[end] = value;
            starts[end] = start;
          }
          // From here on the last column alone is too high, whatever the others cost.
          const leastHeight = Math.max(0, bottom - (lowestTopUntil[start] ?? 0));
          if (leastCost + leastHeight ** 2 - bonus >= (next[end] ?? Infinity)) break;
        }
      }
      cost = next;
      from.push(starts);
    }
    const plan: number[] = [];
    for (let column = columns - 1, end = count; column >= 0; column--) {
      const start = from[column]?.[end] ?? 0;
      plan.unshift(start);
      end = start;
    }
    plans.push(plan);
  }
  return plans;
}

interface Column {
  readonly bounds: Rect;
  readonly segments: readonly Segment[];
}

function columnsOf(segments: readonly Segment[], starts: readonly number[]): Column[] {
  return starts.map((start, index) => {
    const own = segments.slice(start, starts[index + 1] ?? segments.length);
    return {
      segments: own,
      bounds: boundsOf(
        own.map(({ bounds }) => bounds),
        [],
      ),
    };
  });
}

function foldedSize(segments: readonly Segment[], starts: readonly number[]): Rect {
  const columns = columnsOf(segments, starts);
  const width = columns.reduce((sum, { bounds }) => sum + bounds.width, 0) + columnGap * (columns.length - 1);
  const height = columns.reduce(
    (most, { bounds }, index) => Math.max(most, bounds.height + (index < columns.length - 1 ? below : 0)),
    0,
  );
  return { x: 0, y: 0, width: width + 2 * margin, height: height + above + 2 * margin };
}

function folded(picture: Picture, segments: readonly Segment[], starts: readonly number[]): Picture {
  const columns = columnsOf(segments, starts);
  const shifts = new Map<string, Point>();
  const columnOf = new Map<string, number>();
  const gaps: number[] = [];
  let left = 0;
  columns.forEach(({ bounds, segments: own }, index) => {
    const shift = { x: left - bounds.x, y: -bounds.y };
    for (const { ids } of own) {
      for (const id of ids) {
        shifts.set(id, shift);
        columnOf.set(id, index);
      }
    }
    left += bounds.width + columnGap;
    gaps.push(left - columnGap / 2);
  });
  const move = (top: string, point: Point): Point => {
    const shift = shifts.get(top);
    return shift === undefined ? point : { x: point.x + shift.x, y: point.y + shift.y };
  };
  const boxes = picture.boxes.map((box) => ({ ...box, ...move(box.top, box) }));
  const lines = picture.lines.map((line): PlacedLine => {
    if (line.body !== '') return { ...line, points: line.points.map((point) => move(line.top, point)) };
    const column = columnOf.get(line.from) ?? 0;
    if (line.isSide || column === columnOf.get(line.to)) {
      return { ...line, points: line.points.map((point) => move(line.from, point)) };
    }
    const start = move(line.from, present(line.points[0], 'a start'));
    const end = move(line.to, present(line.points.at(-1), 'an end'));
    const down = (columns[column]?.bounds.height ?? 0) + below;
    const gap = gaps[column] ?? start.x;
    const up = -above;
    const points = [start, { x: start.x, y: down }, { x: gap, y: down }, { x: gap, y: up }, { x: end.x, y: up }, end];
    return { ...line, points: simplified(points) };
  });
  return {
    ...picture,
    boxes,
    lines,
    bounds: grown(boundsOf(boxes, lines), margin),
    columns: columns.length,
    cuts: columns.slice(1).map((column) => column.segments[0]?.first ?? ''),
  };
}

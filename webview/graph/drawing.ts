/**
 * The SVG of a picture. Nodes stand in one layer in written order (which is also what a screen reader walks), lines
 * above them. Elements are kept by id over updates; a node is drawn again only when what it says has changed. In large
 * pictures only what is in view, plus a quarter of a screen, exists; of a new picture the latter is drawn after the former.
 */

import { drawLine, lineKey, lineLook } from '../../src/view/draw/line';
import { drawingKey, drawNode, drawOutline, type NodeDrawing, nodeClasses } from '../../src/view/draw/node';
import type { TextFit } from '../../src/view/draw/text-fit';
import { heatScale } from '../../src/view/heat';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { nodeWords } from '../../src/view/node-words';
import { overlaps, type Picture, type PlacedBox, type PlacedLine, type Point, type Rect } from '../../src/view/picture';
import type { PreviewWords } from '../../src/words/preview';
import type { Camera, GraphContent } from './api';
import { legibleZoom, type Size, worldView } from './camera';
import { layerMover } from './layer';
import { LineView } from './line-view';
import { element, n, setAttributes, svg } from './svg';

const drawAllUpTo = 300;
/**
 * Parts of the canvas that are drawn beyond its edges (as canvas.css has it: more makes each drawing longer than a frame, less makes
 * it more frequent); of a new picture so much, of all that is drawn, comes in a frame.
 */
const [reach, frameReach] = [1 / 4, 1 / 8];

interface NodeView {
  /** What it is drawn of. */
  drawn: NodeDrawing | undefined;
  readonly group: SVGGElement;
  readonly drawing: SVGGElement;
  /** Has the focus, and says in words what the drawing shows. */
  readonly item: SVGGElement;
  key: string;
  box: PlacedBox;
  /** Where it is drawn now, and where an animation started. */
  at: Point;
  from: Point;
}

interface EdgeView {
  /** What it is drawn of. */
  drawn: NodeDrawing;
  readonly view: LineView;
  readonly look: string;
  points: readonly Point[];
  from: readonly Point[];
}

export interface DrawnPicture {
  readonly model: ViewModel;
  /** Those of the model, by their ids. */
  readonly nodes: ReadonlyMap<string, ViewNode>;
  readonly picture: Picture;
}

/** Marks that change without a new picture. */
export interface Marks {
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  /** The one node that the tab key reaches. */
  readonly focusable: string | undefined;
  /** Ids that a search leaves undimmed; undefined while there is none. */
  readonly found: ReadonlySet<string> | undefined;
}

export class Drawing {
  readonly root: SVGSVGElement;
  private readonly moveScene: (x: number, y: number) => void;
  private readonly world: SVGGElement;
  private readonly nodeLayer = svg('g', { class: 'nodes' });
  private readonly edgeLayer = svg('g', { class: 'edges', 'aria-hidden': 'true' });
  private readonly shapeLayer = svg('g', { class: 'shapes', 'aria-hidden': 'true' });
  private readonly nodeViews = new Map<string, NodeView>();
  private readonly edgeViews = new Map<string, EdgeView>();
  private nodes: ReadonlyMap<string, ViewNode> = new Map();
  /** Places of nodes among their siblings, from 1, of the bodies whose nodes have been drawn. */
  private readonly orders = new Map<string, ReadonlyMap<string, number>>();
  private drawing: NodeDrawing | undefined;
  private before: NodeDrawing['before'];
  private picture: Picture | undefined;
  /** Around the lines of the picture; only found where not all are drawn. */
  private lineRects: readonly Rect[] | undefined;
  private marks: Marks = { selected: undefined, hovered: undefined, focusable: undefined, found: undefined };
  private drawnWindow: Rect | undefined;
  /** What is being drawn frame by frame; undefined where all of it is. */
  private growingTo: Rect | undefined;
  private camera: Camera = { x: 0, y: 0, zoom: 1 };
  /** For which the scene was painted last; until its edge comes into view, it is only moved. */
  private painted: Camera | undefined;
  private size: Size = { width: 0, height: 0 };
  private isFading = false;

  constructor(
    private readonly fit: TextFit,
    private readonly words: PreviewWords,
  ) {
    this.world = svg('g', { class: 'world' }, this.nodeLayer, this.edgeLayer, this.shapeLayer);
    const hatch = svg(
      'pattern',
      { id: 'incept-hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      svg('rect', { class: 'hatch-line', width: 1.6, height: 6 }),
    );
    this.root = svg('svg', { class: 'scene', role: 'none' }, svg('defs', {}, hatch), this.world);
    this.moveScene = layerMover(this.root);
  }

  /** Takes over a picture; with `isAnimated` boxes start where they are, and `tween` moves them. */
  show(
    { model, nodes, picture }: DrawnPicture,
    { metric, before, marks, notes }: Pick<GraphContent, 'metric' | 'before' | 'marks' | 'notes'>,
    isAnimated: boolean,
  ): void {
    const scale = heatScale(before ?? model, metric);
    if (this.drawing?.model !== model) this.orders.clear();
    this.nodes = nodes;
    if (this.drawing?.before?.model !== before || before === null) {
      this.before =
        before === null ? undefined : { model: before, nodes: new Map(before.nodes.map((node) => [node.id, node])) };
    }
    const { fit, words } = this;
    this.drawing = { model, metric, scale, before: this.before, marks, notes, fit, words, isInteractive: true };
    if (this.picture !== picture) this.lineRects = undefined;
    this.picture = picture;
    this.isFading = isAnimated;
    if (isAnimated) this.drawnWindow = reaching(this.inView(), reach);
    this.drawWindow(isAnimated);
  }

  setSize(size: Size): void {
    this.size = size;
    this.painted = undefined;
    this.place();
    this.drawWindow(false);
  }

  setCamera(camera: Camera): void {
    const isZoomed = camera.zoom !== this.camera.zoom || this.world.getAttribute('transform') === null;
    this.camera = camera;
    this.place();
    if (isZoomed) {
      const level = camera.zoom >= legibleZoom ? 'full' : camera.zoom >= 0.42 ? 'brief' : 'far';
      this.root.dataset.detail = level;
      this.root.classList.toggle('is-tiny', camera.zoom * 44 <= 13);
      if (level === 'far') this.root.style.setProperty('--inverse-zoom', String(1 / camera.zoom));
    }
    if (!this.isCulled() || isGoodWindow(this.drawnWindow, this.inView())) return;
    // All at once: what is added makes the page paint all of it, so that a pan would be slower by many small parts.
    this.drawnWindow = reaching(this.inView(), reach);
    this.growingTo = undefined;
    this.sync(false);
  }

  private inView(): Rect {
    return worldView(this.camera, this.size);
  }

  /** What is in view, with what was drawn around it; what else is to be drawn there follows. */
  private drawWindow(isAnimated: boolean): void {
    if (!isGoodWindow(this.drawnWindow, this.inView())) this.drawnWindow = this.inView();
    this.sync(isAnimated);
    const isGrowing = this.growingTo !== undefined;
    this.growingTo = this.isCulled() ? reaching(this.inView(), reach) : undefined;
    if (!isGrowing && this.growingTo !== undefined) this.growSoon();
  }

  private growSoon(): void {
    requestAnimationFrame(() => {
      const { drawnWindow, growingTo } = this;
      if (drawnWindow === undefined || growingTo === undefined) return;
      const { width, height } = growingTo;
      this.drawnWindow = grownTowards(drawnWindow, growingTo, frameReach * width, frameReach * height);
      if (isLike(this.drawnWindow, growingTo)) this.growingTo = undefined;
      this.sync(false);
      this.growSoon();
    });
  }

  /** The scene reaches that far beyond each edge of the canvas. */
  private place(): void {
    const { camera, painted, size } = this;
    const [right, down] = [size.width * reach, size.height * reach];
    const isCovering =
      painted !== undefined &&
      painted.zoom === camera.zoom &&
      Math.abs(camera.x - painted.x) <= right &&
      Math.abs(camera.y - painted.y) <= down;
    if (!isCovering) {
      this.painted = camera;
      const at = `translate(${n(camera.x + right)} ${n(camera.y + down)}) scale(${n(camera.zoom)})`;
      this.world.setAttribute('transform', at);
    }
    const from = this.painted ?? camera;
    // By whole pixels, so that letters stay sharp.
    this.moveScene(Math.round(camera.x - from.x), Math.round(camera.y - from.y));
  }

  /** Where everything is between the last picture and this one. */
  tween(t: number): void {
    for (const view of this.nodeViews.values()) {
      const { from, box } = view;
      this.moveNode(view, { x: from.x + (box.x - from.x) * t, y: from.y + (box.y - from.y) * t });
    }
    for (const { view, from, points } of this.edgeViews.values()) {
      if (from === points && t < 1) continue;
      view.place(
        points.map((point, index) => {
          const start = from[index] ?? point;
          return { x: start.x + (point.x - start.x) * t, y: start.y + (point.y - start.y) * t };
        }),
      );
    }
    if (t >= 1) this.isFading = false;
  }

  setMarks(marks: Marks): void {
    const before = this.marks;
    this.marks = marks;
    if (before.found !== marks.found) {
      for (const id of this.nodeViews.keys()) this.markNode(id);
    } else {
      for (const id of [
        before.selected,
        before.hovered,
        before.focusable,
        marks.selected,
        marks.hovered,
        marks.focusable,
      ]) {
        if (id !== undefined) this.markNode(id);
      }
    }
    this.root.classList.toggle('is-searching', marks.found !== undefined);
    if (before.selected === marks.selected && before.hovered === marks.hovered) return;
    for (const { view } of this.edgeViews.values()) this.markLine(view);
  }

  /** Puts the keyboard focus on a node that is drawn. */
  focus(id: string): void {
    this.nodeViews.get(id)?.item.focus({ preventScroll: true });
  }

  private isCulled(): boolean {
    return (this.picture?.boxes.length ?? 0) > drawAllUpTo;
  }

  private sync(isAnimated: boolean): void {
    const { picture, drawing } = this;
    if (picture === undefined || drawing === undefined || this.size.width === 0) return;
    const window = this.drawnWindow ?? this.inView();
    const isCulled = this.isCulled();
    const focused = document.activeElement?.closest<SVGElement>('[data-id]')?.dataset.id;
    const keeps = (box: PlacedBox): boolean =>
      !isCulled || box.id === focused || box.id === this.marks.focusable || overlaps(box, window);
    this.syncNodes(picture.boxes.filter(keeps), drawing, isAnimated);
    if (isCulled) this.lineRects ??= picture.lines.map(({ points }) => around(points));
    const { lineRects } = this;
    const isSeen = (_: PlacedLine, index: number): boolean => {
      const rect = lineRects?.[index];
      return rect === undefined || overlaps(rect, window);
    };
    this.syncLines(picture.lines.filter(isSeen), drawing, isAnimated);
    const active = focused === undefined ? undefined : this.nodeViews.get(focused)?.item;
    if (active !== undefined && document.activeElement !== active) active.focus({ preventScroll: true });
  }

  private syncNodes(boxes: readonly PlacedBox[], drawing: NodeDrawing, isAnimated: boolean): void {
    const wanted = new Set(boxes.map((box) => box.id));
    for (const [id, { group }] of this.nodeViews) {
      if (wanted.has(id)) continue;
      group.remove();
      this.nodeViews.delete(id);
    }
    let cursor = this.nodeLayer.firstChild;
    for (const box of boxes) {
      const node = this.nodes.get(box.id);
      if (node === undefined) continue;
      let view = this.nodeViews.get(box.id);
      if (view === undefined) {
        const drawn = svg('g', { class: 'drawing', 'aria-hidden': 'true' });
        const item = svg('g', { class: 'item', role: 'treeitem' });
        const group = svg('g', { 'data-id': box.id, role: 'none' }, drawn, item);
        view = { drawn: undefined, group, drawing: drawn, item, key: '', box, at: box, from: box };
        this.nodeViews.set(box.id, view);
        if (this.isFading) fadeIn(group);
        this.moveNode(view, box);
      }
      if (cursor === view.group) cursor = cursor.nextSibling;
      else this.nodeLayer.insertBefore(view.group, cursor);
      // Where only the camera has moved, it is as it was.
      if (view.drawn === drawing && view.box === box) continue;
      view.drawn = drawing;
      view.from = isAnimated ? view.at : box;
      view.box = box;
      if (!isAnimated) this.moveNode(view, box);
      const key = drawingKey(node, box, drawing);
      if (key !== view.key) {
        view.key = key;
        view.drawing.replaceChildren(...drawNode(node, box, drawing).map(element));
        view.item.replaceChildren(...drawOutline(node, box).map(element));
      }
      this.describe(view.item, node, box, drawing);
      this.markNode(box.id);
    }
  }

  private describe(item: SVGGElement, node: ViewNode, box: PlacedBox, { model, metric, words }: NodeDrawing): void {
    const siblings = node.parent === '' ? model.children : (this.nodes.get(node.parent)?.children ?? []);
    let order = this.orders.get(node.parent);
    if (order === undefined) {
      order = new Map(siblings.map((id, index) => [id, index + 1]));
      this.orders.set(node.parent, order);
    }
    setAttributes(item, {
      'aria-label': nodeWords(node, model, metric, words),
      'aria-level': node.level,
      'aria-expanded': node.children.length === 0 ? undefined : String(box.isOpen),
      'aria-setsize': siblings.length,
      'aria-posinset': order.get(node.id),
    });
  }

  private moveNode(view: NodeView, at: Point): void {
    view.at = at;
    view.group.setAttribute('transform', `translate(${n(at.x)} ${n(at.y)})`);
  }

  private syncLines(lines: readonly PlacedLine[], drawing: NodeDrawing, isAnimated: boolean): void {
    const { model } = drawing;
    const wanted = new Set<string>();
    for (const line of lines) {
      const edge = model.edges[line.edge];
      if (edge === undefined) continue;
      const key = lineKey(line, edge);
      wanted.add(key);
      const known = this.edgeViews.get(key);
      // Where only the camera has moved, it is as it was.
      if (known?.drawn === drawing && known.points === line.points) continue;
      const ends = { source: this.nodes.get(edge.from), target: this.nodes.get(edge.to) };
      const look = lineLook(line, edge, ends);
      if (known !== undefined && known.look === look) {
        known.drawn = drawing;
        // Only routes with as many corners can be moved from one to the other.
        known.from = isAnimated && known.points.length === line.points.length ? known.points : line.points;
        known.points = line.points;
        if (known.from === known.points) known.view.place(line.points);
        continue;
      }
      known?.view.group.remove();
      known?.view.label?.remove();
      const view = new LineView(drawLine(line, edge, ends, this.fit), line.points);
      view.group.dataset.from = line.from;
      view.group.dataset.to = line.to;
      if (this.isFading) fadeIn(view.group);
      this.edgeViews.set(key, { drawn: drawing, view, look, points: line.points, from: line.points });
      this.edgeLayer.append(view.group);
      if (view.label !== undefined) this.shapeLayer.append(view.label);
      this.markLine(view);
    }
    for (const [key, { view }] of this.edgeViews) {
      if (wanted.has(key)) continue;
      view.group.remove();
      view.label?.remove();
      this.edgeViews.delete(key);
    }
  }

  private markNode(id: string): void {
    const view = this.nodeViews.get(id);
    const node = this.nodes.get(id);
    if (view === undefined || node === undefined || this.drawing === undefined) return;
    const { selected, hovered, focusable, found } = this.marks;
    const classes = [
      ...nodeClasses(node, view.box, this.drawing),
      id === selected ? 'is-selected' : '',
      id === hovered ? 'is-hovered' : '',
      found !== undefined && !found.has(id) ? 'is-dimmed' : '',
      view.group.classList.contains('is-new') ? 'is-new' : '',
    ];
    setAttributes(view.group, {
      class: classes.filter((name) => name !== '').join(' '),
    });
    setAttributes(view.item, {
      'aria-selected': String(id === selected),
      tabindex: id === focusable ? 0 : -1,
    });
  }

  private markLine({ group }: LineView): void {
    const { selected, hovered } = this.marks;
    const { from, to } = group.dataset;
    const isRelated = selected !== undefined && (from === selected || to === selected);
    const isLit = hovered !== undefined && (from === hovered || to === hovered);
    group.classList.toggle('is-related', isRelated);
    group.classList.toggle('is-lit', isLit && !isRelated);
  }
}

function fadeIn(element: SVGElement): void {
  element.classList.add('is-new');
  element.addEventListener('animationend', () => element.classList.remove('is-new'), { once: true });
}

function around(points: readonly Point[]): Rect {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x: x - 2, y: y - 2, width: Math.max(...xs) - x + 4, height: Math.max(...ys) - y + 4 };
}

/** All that is in view is drawn, and not very much more. */
function isGoodWindow(drawn: Rect | undefined, view: Rect): drawn is Rect {
  return drawn !== undefined && contains(drawn, view) && drawn.width <= 4 * view.width;
}

function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** To a pixel. */
function isLike(a: Rect, b: Rect): boolean {
  const ends = [a.x - b.x, a.y - b.y, a.x + a.width - b.x - b.width, a.y + a.height - b.y - b.height];
  return ends.every((difference) => Math.abs(difference) < 1);
}

/** So many of its widths further at either side, and of its heights. */
function reaching({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by * width, y: y - by * height, width: (1 + 2 * by) * width, height: (1 + 2 * by) * height };
}

/** `to`, but each edge of `from` at most so much further out. */
function grownTowards(from: Rect, to: Rect, across: number, down: number): Rect {
  const x = Math.max(to.x, from.x - across);
  const y = Math.max(to.y, from.y - down);
  const right = Math.min(to.x + to.width, from.x + from.width + across);
  const bottom = Math.min(to.y + to.height, from.y + from.height + down);
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * The picture of a network on a page: brings what the panel wants shown onto the canvas, asks for layouts, keeps the
 * camera where it is looked at, and lets drawing, minimap and tooltip show the result. What is open, selected, hovered or
 * found is the panel's; what a person wants of it is told by callbacks. What an input means is in input.ts.
 */

import { heatClass, nodeHeat } from '../../src/view/draw/node';
import { TextFit } from '../../src/view/draw/text-fit';
import { type Cutting, cuttingOf, fitZoom, foldLike, foldToFit, foldToWidth, planFolds } from '../../src/view/fold';
import { heatScale } from '../../src/view/heat';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { Navigator } from '../../src/view/navigate';
import { alike, bodiesAround, pictureKey, stillOpen, visibleNode } from '../../src/view/open-nodes';
import type { Picture, PlacedBox, Rect } from '../../src/view/picture';
import { nextTask } from '../next-task';
import { wantsLessMotion } from './animation';
import type {
  Camera,
  GraphCallbacks,
  GraphCanvas,
  GraphContent,
  GraphOptions,
  GraphPosition,
  LayoutPhase,
} from './api';
import { keptInSight, legibleZoom, panned, type Size, toScreen, worldView, zoomedAt } from './camera';
import { Drawing } from './drawing';
import { listenToInput } from './input';
import { LayoutClient, type Placed, Superseded, startBlobWorker } from './layout-client';
import { Minimap } from './minimap';
import { readPosition } from './saved-position';
import { measuredText } from './text-measure';
import { Tooltip } from './tooltip';
import { Viewport } from './viewport';

/** A move is told once it rests: only what is kept over a reload depends on it. */
const moveRestMs = 100;
const mostAnimated = 400;
const progressAfterMs = 300;

export function createGraph(container: HTMLElement, callbacks: GraphCallbacks, options: GraphOptions): GraphCanvas {
  return new GraphView(container, callbacks, options);
}

/** Everything that changes with a new picture. */
interface Shown {
  readonly model: ViewModel;
  readonly nodes: ReadonlyMap<string, ViewNode>;
  readonly open: ReadonlySet<string>;
  /** Before it was folded. */
  readonly unfolded: Picture;
  readonly picture: Picture;
  readonly boxes: ReadonlyMap<string, PlacedBox>;
}

/** What a layout is for, besides showing what is wanted. */
interface LayoutPurpose {
  /** Its header keeps its place on screen. */
  readonly anchor?: string | undefined;
  /** Is panned to. */
  readonly reveal?: string | undefined;
  /** Gives camera and columns. */
  readonly saved?: GraphPosition | undefined;
  /** Columns are cut for what is open now; `fitted` is shown as a picture opens, too. */
  readonly cut?: 'anew' | 'fitted' | undefined;
}

class GraphView implements GraphCanvas {
  private readonly root = document.createElement('div');
  private readonly drawing: Drawing;
  private readonly minimap: Minimap;
  private readonly view: Viewport;
  private readonly tooltip: Tooltip;
  private readonly client: LayoutClient;
  private readonly resizes: ResizeObserver;
  private readonly stopInput: () => void;

  /** What was last asked for; the picture of it may still be laid out. */
  private content: GraphContent | undefined;
  private shown: Shown | undefined;
  /** Of the picture whose arrow keys were last used. */
  private navigator: Navigator | undefined;
  private readonly awaitedBy: ((shown: Shown) => void)[] = [];
  /** Where the picture was last cut into columns; edits follow it, and one that is taken back gives the same picture. */
  private cutting: Cutting = { path: [], starts: [] };
  /** Width of the canvas it was cut for; 0 where that was not known. */
  private cutWidth = 0;
  /** A large picture is cut in one task and shown in the next. */
  private lastCut: { readonly unfolded: Picture; readonly canvas: Size; readonly picture: Picture } | undefined;
  private saved: unknown;
  /** Where the pointer is. */
  private pointed: string | undefined;
  private focusable: string | undefined;
  private phaseTimer: ReturnType<typeof setTimeout> | undefined;
  private phase: LayoutPhase = 'idle';
  private moveTimer: ReturnType<typeof setTimeout> | undefined;
  private toldZoom = 0;
  private isDrawn = false;
  /** Grows with each layout that is asked for: an older one comes too late. */
  private layoutTurn = 0;
  /** Of a layout that is on its way; one that comes before it is shown is for this as well. */
  private awaited: LayoutPurpose = {};

  constructor(
    container: HTMLElement,
    private readonly callbacks: GraphCallbacks,
    private readonly options: GraphOptions,
  ) {
    this.saved = options.savedPosition;
    this.tooltip = new Tooltip(options.words);
    this.root.className = 'graph';
    this.root.setAttribute('role', 'tree');
    // A click beside all nodes leaves the keys of the picture here.
    this.root.tabIndex = -1;
    container.append(this.root);
    // The style sheet gives the picture its faces, so they can be asked for once it hangs in the page.
    const style = getComputedStyle(this.root);
    const mono = style.getPropertyValue('--incept-mono').trim() || 'monospace';
    this.drawing = new Drawing(new TextFit(measuredText(style.fontFamily || 'sans-serif', mono)), options.words);
    this.minimap = new Minimap((centre) => {
      const { size, camera } = this.view;
      const x = size.width / 2 - centre.x * camera.zoom;
      this.moveCamera({ x, y: size.height / 2 - centre.y * camera.zoom, zoom: camera.zoom });
    });
    this.view = new Viewport(this.root, this.drawing, this.minimap, () => this.announce());
    this.root.append(this.drawing.root);
    container.append(this.minimap.root, this.tooltip.root);
    this.client = new LayoutClient({
      startWorker: () => startBlobWorker(options.workerUrl),
      onProblem: (message) => callbacks.onProblem?.(message),
    });
    this.stopInput = listenToInput(this.root, {
      pan: (dx, dy) => this.moveCamera(panned(this.view.camera, dx, dy)),
      zoomAt: (at, factor) => this.moveCamera(zoomedAt(this.view.camera, at, this.view.camera.zoom * factor)),
      choose: (id) => this.choose(id),
      toggle: (id, isAll) => this.toggle(id, isAll),
      activate: (id) => this.activate(id),
      hover: (id) => this.pointAt(id),
      menu: (id, at) => this.openMenu(id, at),
      move: (id, key) => this.move(id, key),
      isOpen: (id) => this.shown?.boxes.get(id)?.isOpen ?? false,
      current: () => this.focusable,
      fit: () => this.fit(),
      arrange: () => this.arrange(true),
      zoomTo: (zoom) => this.zoomTo(zoom),
      zoomBy: (factor) => this.zoomBy(factor),
      startFind: () => callbacks.onFindRequested(),
      escape: () => this.escape(),
      goTo: (end) => this.goTo(end),
    });
    this.resizes = new ResizeObserver(() => this.resized());
    this.resizes.observe(container);
  }

  // ---- What the panel asks ----

  update(content: GraphContent): void {
    const before = this.content;
    this.content = content;
    const { view, open, selected, metric } = content;
    if (before?.view !== view) {
      this.root.setAttribute('aria-label', this.options.words.picture('tree', { name: view.network }));
      this.root.classList.toggle('is-broken', view.status === 'broken');
    }
    if (before === undefined || pictureKey(before.view) !== pictureKey(view)) {
      const saved = readPosition(this.saved, view);
      this.saved = undefined;
      this.shown = undefined;
      this.awaited = {};
      void this.layOut({ saved });
      return;
    }
    const isChanged = before.before !== content.before || before.notes !== content.notes;
    if (before.metric !== metric || (isChanged && before.view === view)) this.redraw();
    const reveal = before.selected === selected ? undefined : (selected ?? undefined);
    if (before.view !== view || before.open !== open) {
      const toggled = reveal === undefined ? this.toggled(view, before.open, open) : {};
      void this.layOut({ ...toggled, reveal });
    } else if (reveal !== undefined) this.bringIntoView(this.visible(reveal));
    this.focusable = this.visible(reveal) ?? this.focusable;
    const { hovered, found } = content;
    if (before.selected !== selected || before.hovered !== hovered || before.found !== found) this.mark();
  }

  picture(): Promise<Shown> {
    if (this.shown !== undefined) return Promise.resolve(this.shown);
    return new Promise((resolve) => this.awaitedBy.push(resolve));
  }

  layOutAgain(): void {
    this.setPhase('working');
    void this.layOut({});
  }

  fit(): void {
    const { shown } = this;
    if (shown !== undefined && this.view.size.width > 0) this.show(shown, this.view.fit(shown.picture, 'whole'), true);
  }

  /** Cuts the picture into columns for the canvas as it is now, and shows it as it would open. */
  private arrange(mayAnimate: boolean): void {
    const { shown } = this;
    if (shown === undefined || this.view.size.width === 0) return;
    const picture = this.cutAnew(shown.unfolded, shown.model);
    this.show({ ...shown, picture, boxes: boxesById(picture) }, this.view.fit(picture, 'opening'), mayAnimate);
  }

  private cutAnew(unfolded: Picture, model: ViewModel): Picture {
    const canvas = this.view.size;
    if (this.lastCut?.unfolded !== unfolded || this.lastCut.canvas !== canvas) {
      const size = canvas.width > 0 ? canvas : { width: 1000, height: 750 };
      const fitted = foldToFit(unfolded, model, size);
      const isLegible = fitZoom(fitted.bounds, size) >= legibleZoom;
      const picture = isLegible ? fitted : foldToWidth(unfolded, model, size.width, legibleZoom);
      this.lastCut = { unfolded, canvas, picture };
    }
    const { picture } = this.lastCut;
    this.cutting = cuttingOf(picture, model);
    this.cutWidth = canvas.width;
    return picture;
  }

  zoomTo(zoom: number): void {
    if (this.shown === undefined) return;
    this.tooltip.hide();
    this.view.zoomTo(zoom);
  }

  zoomBy(factor: number): void {
    this.zoomTo(this.view.camera.zoom * factor);
  }

  position(): GraphPosition | null {
    const { shown } = this;
    if (shown === undefined) return null;
    const { cuts, columns } = shown.picture;
    return { key: pictureKey(shown.model), cuts, columns, camera: this.view.camera };
  }

  focus(): void {
    if (this.focusable !== undefined) this.drawing.focus(this.focusable);
  }

  dispose(): void {
    this.view.finish();
    this.layoutTurn++;
    clearTimeout(this.phaseTimer);
    clearTimeout(this.moveTimer);
    this.stopInput();
    this.resizes.disconnect();
    this.client.dispose();
    this.tooltip.hide();
    for (const part of [this.root, this.minimap.root, this.tooltip.root]) part.remove();
  }

  // ---- Layout ----

  /**
   * The panel around is painted before boxes are placed, these before they are cut into columns, and those before they are drawn, as
   * each takes its time in a large picture.
   */
  private async layOut(wanted: LayoutPurpose): Promise<void> {
    if (this.content === undefined) return;
    const how = both(this.awaited, wanted);
    this.awaited = how;
    const turn = ++this.layoutTurn;
    const { view: model } = this.content;
    clearTimeout(this.phaseTimer);
    this.phaseTimer = setTimeout(() => this.setPhase('working'), progressAfterMs);
    const open = stillOpen(model, this.content.open);
    this.root.setAttribute('aria-busy', 'true');
    const show = (unfolded: Picture, phase: LayoutPhase): void => {
      clearTimeout(this.phaseTimer);
      this.setPhase(phase);
      this.take(model, open, unfolded, how);
    };
    await nextTask();
    if (turn !== this.layoutTurn) return;
    let placed: Placed;
    try {
      placed = await this.client.place(model, open, (stacked) => show(stacked, 'late'));
    } catch (error) {
      if (error instanceof Superseded) return;
      throw error;
    }
    await nextTask();
    if (turn !== this.layoutTurn) return;
    if ((this.shown === undefined || how.cut !== undefined) && how.saved === undefined) {
      planFolds(placed.picture, model);
      await nextTask();
      if (turn !== this.layoutTurn) return;
      this.cutAnew(placed.picture, model);
      await nextTask();
      if (turn !== this.layoutTurn) return;
    }
    this.root.setAttribute('aria-busy', 'false');
    this.awaited = {};
    show(placed.picture, placed.failure ?? 'idle');
    if (this.isDrawn) return;
    this.isDrawn = true;
    // What `npm run bench -- --only window` reads.
    performance.mark('incept.picture');
    // Most first pictures need no worker, and loading it would hold them up.
    this.client.warmUp();
  }

  private take(model: ViewModel, open: ReadonlySet<string>, unfolded: Picture, how: LayoutPurpose): void {
    const before = this.shown;
    // What was only stacked for want of time gives no columns to keep.
    const isInterim = before?.picture.method === 'stacked' && this.view.fitting !== 'none';
    const isNew = how.saved === undefined && (before === undefined || isInterim || how.cut === 'fitted');
    if (how.saved !== undefined) this.cutting = cuttingOf(how.saved, model);
    const isCut = isNew || (how.saved === undefined && how.cut === 'anew');
    const picture = isCut ? this.cutAnew(unfolded, model) : foldLike(unfolded, model, this.cutting);
    const nodes = before?.model === model ? before.nodes : new Map(model.nodes.map((node) => [node.id, node]));
    const shown: Shown = { model, nodes, open, unfolded, picture, boxes: boxesById(picture) };
    if (how.saved !== undefined || how.anchor !== undefined) this.view.fitting = 'none';
    let camera = this.view.camera;
    if (isNew) camera = this.view.fit(picture, 'opening');
    else if (how.saved !== undefined) camera = how.saved.camera;
    else if (before !== undefined) camera = this.anchored(before, shown, how.anchor);
    if (how.reveal !== undefined) {
      const box = shown.boxes.get(visibleNode(shown.nodes, open, how.reveal));
      if (box !== undefined) camera = this.view.showing(box, camera, 60);
    }
    this.show(shown, camera, before !== undefined);
    for (const resolve of this.awaitedBy.splice(0)) resolve(shown);
    if (how.saved === undefined) this.announce();
  }

  /**
   * What a layout is for after bodies were opened or closed. One of them keeps its header and all columns where they are. Columns that
   * were cut for other heights are too long or too short for many at once; when all are opened or closed, it is a picture to be seen
   * as it would open so, with what is selected in sight.
   */
  private toggled(view: ViewModel, before: readonly string[], after: readonly string[]): LayoutPurpose {
    const { focusable } = this;
    const old = new Set(before);
    const now = new Set(after);
    const opened = after.filter((id) => !old.has(id));
    const closed = before.filter((id) => !now.has(id));
    const changed = [...opened, ...closed];
    if (changed.length === 0) return {};
    if (changed.length === 1) return { anchor: changed[0] };
    const isAll = now.size === 0 || view.nodes.every(({ id, children }) => children.length === 0 || now.has(id));
    if (isAll) return { reveal: this.content?.selected ?? undefined, cut: 'fitted' };
    const isHidden =
      closed.length > 0 && opened.length === 0 && focusable !== undefined && !changed.includes(focusable);
    return { anchor: isHidden ? this.outermost(focusable) : focusable, cut: 'anew' };
  }

  /** The camera with which the anchor, or else the selected box that is in view, stays where it was. */
  private anchored(before: Shown, after: Shown, wanted: string | undefined): Camera {
    const id = wanted ?? this.visible(this.content?.selected);
    const from = before.boxes.get(id ?? '');
    const to = after.boxes.get(id ?? '');
    if (from === undefined || to === undefined) return this.view.camera;
    const isSeen = wanted !== undefined || isInView(toScreen(from, this.view.camera), this.view.size);
    if (!isSeen) return this.view.camera;
    const dx = from.x + (from.inPorts[0] ?? 0) - to.x - (to.inPorts[0] ?? 0);
    const dy = from.y - to.y;
    return panned(this.view.camera, dx * this.view.camera.zoom, dy * this.view.camera.zoom);
  }

  private show(shown: Shown, camera: Camera, mayAnimate: boolean): void {
    this.view.finish();
    const isAnimated =
      mayAnimate &&
      this.shown !== undefined &&
      // Most keystrokes move nothing.
      !(isSameCamera(camera, this.view.camera) && haveSamePlaces(this.shown.picture, shown.picture)) &&
      Math.max(shown.picture.boxes.length, this.shown.picture.boxes.length) <= mostAnimated &&
      !wantsLessMotion();
    this.shown = shown;
    this.tooltip.hide();
    this.pointed = undefined;
    this.focusable = this.visible(this.content?.selected) ?? this.visible(this.focusable) ?? shown.model.children[0];
    this.view.setBounds(shown.picture.bounds);
    if (!isAnimated) this.view.set(camera);
    this.draw(shown, isAnimated);
    this.mark();
    if (!isAnimated) return;
    this.view.glide(camera, (t) => this.drawing.tween(t));
  }

  private redraw(): void {
    if (this.shown === undefined) return;
    this.view.finish();
    this.draw(this.shown, false);
  }

  private draw({ model, nodes, picture }: Shown, isAnimated: boolean): void {
    if (this.content === undefined) return;
    const { metric, before } = this.content;
    this.drawing.show({ model, nodes, picture }, this.content, isAnimated);
    const scale = heatScale(before ?? model, metric);
    this.minimap.show(picture, (id) => {
      const node = nodes.get(id);
      return node === undefined ? '' : heatClass(nodeHeat(node, metric, scale));
    });
    this.minimap.setView(worldView(this.view.camera, this.view.size), this.view.size);
  }

  private setPhase(phase: LayoutPhase): void {
    if (phase === this.phase) return;
    this.phase = phase;
    this.callbacks.onLayoutPhase(phase);
  }

  // ---- Camera ----

  private moveCamera(camera: Camera): void {
    if (this.shown === undefined) return;
    this.tooltip.hide();
    this.view.move(camera);
  }

  private bringIntoView(id: string | undefined): void {
    const box = this.shown?.boxes.get(id ?? '');
    if (box !== undefined) this.view.reveal(box.isOpen ? { ...box, height: Math.min(box.height, 60) } : box);
  }

  private resized(): void {
    const isFirst = this.view.size.width === 0;
    const { shown } = this;
    if (!this.view.measure() || shown === undefined) return;
    const { fitting, needsFit, size } = this.view;
    if (fitting !== 'none' && needsFit) {
      if (Math.abs(size.width - this.cutWidth) > this.cutWidth / 4) this.arrange(false);
      else this.show(shown, this.view.fit(shown.picture, fitting), false);
    } else {
      this.view.set(isFirst ? this.view.camera : keptInSight(this.view.camera, shown.picture.bounds, this.view.size));
    }
  }

  // ---- Inputs ----

  private choose(id: string | undefined): void {
    if (id === undefined) this.root.focus({ preventScroll: true });
    else {
      this.focusable = id;
      this.mark();
      this.focus();
    }
    this.callbacks.onSelect(id ?? null);
  }

  private toggle(id: string, isAll: boolean): void {
    const { shown, content } = this;
    const node = shown?.nodes.get(id);
    if (shown === undefined || content === undefined || node === undefined || node.children.length === 0) return;
    this.focusable = id;
    this.callbacks.onToggle(isAll ? alike(shown.model, node) : [id], !content.open.includes(id));
  }

  private activate(id: string): void {
    const node = this.shown?.nodes.get(id);
    if (node === undefined) return;
    if (node.children.length > 0) this.toggle(id, false);
    else this.callbacks.onReveal(id);
  }

  private pointAt(id: string | undefined): void {
    if (id === this.pointed) return;
    this.pointed = id;
    const { shown, content } = this;
    const node = shown?.nodes.get(id ?? '');
    if (shown === undefined || content === undefined || node === undefined) this.tooltip.hide();
    else this.tooltip.ask(node, shown.model, content.metric, () => this.screenBox(node.id), this.view.size);
    this.callbacks.onHover(id ?? null);
  }

  private openMenu(id: string, at: { readonly x: number; readonly y: number } | undefined): void {
    this.tooltip.hide();
    const canvas = this.root.getBoundingClientRect();
    const box = this.screenBox(id) ?? { x: 0, y: 0 };
    this.callbacks.onMenu?.(id, at ?? { x: canvas.x + box.x + 20, y: canvas.y + box.y + 20 });
  }

  /** Where a node is on screen; of an open body its header. */
  private screenBox(id: string): Rect | undefined {
    const box = this.shown?.boxes.get(id);
    return box === undefined ? undefined : toScreen(box.isOpen ? { ...box, height: 44 } : box, this.view.camera);
  }

  private move(id: string, key: Parameters<Navigator['move']>[1]): void {
    const { shown } = this;
    if (shown === undefined) return;
    if (this.navigator?.model !== shown.model) this.navigator = new Navigator(shown.model);
    const move = this.navigator.move(id, key, shown.open);
    if (move === undefined) return;
    if (move.kind !== 'go') this.toggle(move.id, false);
    else this.goToNode(move.to);
  }

  private goTo(end: 'first' | 'last'): void {
    const id = end === 'first' ? this.shown?.model.children[0] : this.shown?.model.children.at(-1);
    if (id !== undefined) this.goToNode(id);
  }

  private goToNode(id: string): void {
    const visible = this.visible(id);
    if (visible === undefined) return;
    this.focusable = visible;
    this.bringIntoView(visible);
    this.choose(visible);
  }

  private escape(): void {
    if (this.content?.found === null) this.choose(undefined);
    else this.callbacks.onFindEnded();
  }

  // ---- Marks ----

  private mark(): void {
    const { shown, content } = this;
    if (shown === undefined || content === undefined) return;
    this.drawing.setMarks({
      selected: this.visible(content.selected),
      hovered: this.visible(content.hovered),
      focusable: this.focusable,
      found: this.undimmed(shown, content),
    });
  }

  /** What is found with all that is around it. */
  private undimmed({ nodes }: Shown, { found }: GraphContent): ReadonlySet<string> | undefined {
    return found === null ? undefined : new Set(found.flatMap((id) => [id, ...bodiesAround(nodes, id)]));
  }

  private visible(id: string | null | undefined): string | undefined {
    if (id == null || this.shown === undefined || !this.shown.nodes.has(id)) return undefined;
    return visibleNode(this.shown.nodes, this.shown.open, id);
  }

  private outermost(id: string): string {
    return (this.shown === undefined ? undefined : bodiesAround(this.shown.nodes, id)[0]) ?? id;
  }

  private announce(): void {
    const { zoom } = this.view.camera;
    const isZoomed = zoom !== this.toldZoom;
    this.toldZoom = zoom;
    clearTimeout(this.moveTimer);
    this.moveTimer = setTimeout(
      () => {
        const position = this.position();
        if (position !== null) this.callbacks.onMoved(position);
      },
      // The zoom is written beside the picture.
      isZoomed ? 0 : moveRestMs,
    );
  }
}

/** For a layout that takes the place of one that was not shown yet. */
function both(before: LayoutPurpose, wanted: LayoutPurpose): LayoutPurpose {
  return {
    anchor: wanted.anchor ?? before.anchor,
    reveal: wanted.reveal ?? before.reveal,
    saved: before.saved ?? wanted.saved,
    cut: wanted.cut ?? before.cut,
  };
}

function boxesById(picture: Picture): Map<string, PlacedBox> {
  return new Map(picture.boxes.map((box) => [box.id, box]));
}

function isSameCamera(a: Camera, b: Camera): boolean {
  return a.x === b.x && a.y === b.y && a.zoom === b.zoom;
}

function haveSamePlaces(a: Picture, b: Picture): boolean {
  return (
    a.boxes.length === b.boxes.length &&
    a.boxes.every((box, index) => {
      const other = b.boxes[index];
      return (
        other?.id === box.id &&
        other.x === box.x &&
        other.y === box.y &&
        other.width === box.width &&
        other.height === box.height &&
        other.isOpen === box.isOpen
      );
    })
  );
}

function isInView(rect: Rect, view: Size): boolean {
  return rect.x + rect.width > 0 && rect.y + rect.height > 0 && rect.x < view.width && rect.y < view.height;
}

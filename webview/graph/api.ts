/**
 * What the panel may ask of the picture and what the picture tells the panel. The picture keeps camera, open nodes
 * and columns by itself and gives them out as one value that can be saved and handed back.
 */

import type { ViewMetric, ViewModel } from '../../src/view/model';

/** Plain data for the webview's saved state. */
export interface GraphState {
  /** Network and file it belongs to: for another one it is not used. */
  readonly key: string;
  readonly open: readonly string[];
  /** Ids of the boxes that begin the second and later columns. */
  readonly cuts: readonly string[];
  readonly columns: number;
  /** Screen position of the picture's origin, in pixels of the canvas, and the zoom. */
  readonly camera: Camera;
}

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface FindResult {
  readonly count: number;
  /** Place of the match that is selected, from 1; 0 for none. */
  readonly current: number;
}

export type LayoutPhase =
  | 'idle'
  /** Pending for more than 300 ms. */
  | 'working'
  /** The layout took too long or failed: boxes stand one below the other. */
  | 'stacked';

export interface GraphCallbacks {
  /** By a click or a key in the picture. */
  onSelect(id: string | null): void;
  /** A layer was double-clicked, or Enter pressed on it: the cursor belongs into the text. */
  onReveal(id: string): void;
  onHover(id: string | null): void;
  /** Camera, open nodes or columns have changed; at most once per frame. */
  onStateChanged(state: GraphState): void;
  onLayoutPhase(phase: LayoutPhase): void;
  /** `/` was pressed in the picture. */
  onFindRequested(): void;
  /** Esc was pressed while a search is on. */
  onFindCleared(): void;
  /** Why a picture comes stacked, for a log. */
  onProblem?(message: string): void;
}

export interface GraphOptions {
  /** Address of the bundled webview/layout-worker.ts; it is fetched and started from a Blob. */
  readonly workerUrl: string;
  readonly metric: ViewMetric;
  /** A value that `onStateChanged` gave before, unchecked. */
  readonly savedState?: unknown;
}

export interface Graph {
  /** Shows a model. Camera, selection and open nodes stay; boxes move only where the structure has changed. */
  update(model: ViewModel): void;
  setMetric(metric: ViewMetric): void;
  /**
   * A node inside of a closed body is shown by that body. `reveal`: pans there if it is out of view; never zooms and
   * opens nothing, so that a cursor that wanders through the text does not stir the picture.
   */
  select(id: string | null, options?: { readonly reveal?: boolean }): void;
  /** Marks a node as hovered from elsewhere (a table row); shows no tooltip. */
  hover(id: string | null): void;
  setExpanded(ids: readonly string[], isOpen: boolean): void;
  expandAll(): void;
  collapseAll(): void;
  expanded(): readonly string[];
  /** Dims what does not match; an empty text ends the search. */
  find(text: string): FindResult;
  /** Selects the next match, or with -1 the one before, and opens what hides it. */
  findNext(step: 1 | -1): FindResult;
  /** Folds the picture anew for the canvas's size and shows all of it. */
  fit(): void;
  zoomTo(zoom: number): void;
  zoomBy(factor: number): void;
  state(): GraphState | null;
  /** Puts the keyboard focus on the selected node, or the first. */
  focus(): void;
  dispose(): void;
}

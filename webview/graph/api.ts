/**
 * What the picture shows and what it tells the panel. The panel owns what is open, selected, hovered and found; the
 * picture has its own camera, columns, animations and keyboard focus, and says what a person wants by its callbacks.
 */

import type { NodeNote } from '../../src/view/draw/node';
import type { ViewMetric, ViewModel } from '../../src/view/model';
import type { Picture } from '../../src/view/picture';
import type { UnionMark } from '../../src/view/union';
import type { PreviewWords } from '../../src/words/preview';

/** All of it is given anew with every change; what is the same is the same value. */
export interface GraphContent {
  readonly view: ViewModel;
  /** What the text says, while something else is tried out: colours stay those of this one, and changes are marked. */
  readonly before: ViewModel | null;
  readonly metric: ViewMetric;
  /** How nodes differ from another network; null where none is compared. */
  readonly marks: ReadonlyMap<string, UnionMark> | null;
  /** What nodes say of a run; null where none is shown. The same map where it is the same. */
  readonly notes: ReadonlyMap<string, NodeNote> | null;
  /** Bodies that are open. Ids of nodes that the view does not have are passed over. */
  readonly open: readonly string[];
  /** A node inside of a closed body is shown by that body, as is the hovered one. */
  readonly selected: string | null;
  readonly hovered: string | null;
  /** What a search leaves undimmed; null while there is no search. */
  readonly found: readonly string[] | null;
}

/** How the picture is looked at: plain data for the webview's saved state. */
export interface GraphPosition {
  /** Network and file it belongs to: for another one it is not used. */
  readonly key: string;
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

/** Why a picture is stacked: its layout took longer than the last deadline, or no worker could do it. */
export type LayoutFailure = 'slow' | 'failed';

export type LayoutPhase =
  | 'idle'
  /** Pending for more than 300 ms. */
  | 'working'
  /** Pending for seconds: boxes stand one below the other until it is done. */
  | 'late'
  /** It took too long, or failed: boxes stay one below the other. */
  | LayoutFailure;

export interface GraphCallbacks {
  /** A node, or none, was chosen by a click or a key. */
  onSelect(id: string | null): void;
  /** A layer was double-clicked, or Enter pressed on it: the cursor belongs into the text. */
  onReveal(id: string): void;
  onHover(id: string | null): void;
  /** The menu of a node is wanted at a point of the page. */
  onMenu?(id: string, at: { readonly x: number; readonly y: number }): void;
  /** Bodies are to be opened, or closed. */
  onToggle(ids: readonly string[], isOpen: boolean): void;
  /** Camera or columns have changed; at most once per frame. */
  onMoved(position: GraphPosition): void;
  onLayoutPhase(phase: LayoutPhase): void;
  /** `/` was pressed in the picture. */
  onFindRequested(): void;
  /** Esc was pressed while a search is on. */
  onFindEnded(): void;
  /** Why a picture comes stacked, for a log. */
  onProblem?(message: string): void;
}

export interface GraphOptions {
  /** Address of the bundled webview/layout-worker.ts; it is fetched and started from a Blob. */
  readonly workerUrl: string;
  readonly words: PreviewWords;
  /** A value that `onMoved` gave before, unchecked. */
  readonly savedPosition?: unknown;
}

export interface GraphCanvas {
  /**
   * Boxes move only where the structure has changed, and the camera stays with what was opened or closed. A new
   * selection is panned to if it is out of view; that never zooms and opens nothing, so that a cursor that wanders
   * through the text does not stir the picture.
   */
  update(content: GraphContent): void;
  /** What took too long or failed is tried once more. */
  layOutAgain(): void;
  /** Shows all of the picture, in the columns it has. */
  fit(): void;
  zoomTo(zoom: number): void;
  zoomBy(factor: number): void;
  position(): GraphPosition | null;
  /** What is shown, in the columns that it has; waits for the first picture. */
  picture(): Promise<{ readonly model: ViewModel; readonly picture: Picture }>;
  /** Puts the keyboard focus on the selected node, or the first. */
  focus(): void;
  dispose(): void;
}

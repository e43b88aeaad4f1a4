/**
 * A page with nothing but the picture, for tests and for looking at it, in a panel that is its state and nothing else.
 * Tests reach both, and what the picture has said, through `window.harness`.
 */

import type { ViewModel } from '../../../src/view/model';
import { previewWords } from '../../../src/words/preview';
import { foundNodes, graphContent } from '../../../webview/app/picture-state';
import { restoredState, savedState } from '../../../webview/app/saved-state';
import { type AppEvent, type AppState, update } from '../../../webview/app/state';
import type { GraphCanvas, LayoutPhase } from '../../../webview/graph/api';
import { createGraph } from '../../../webview/graph/graph';

export interface Harness {
  graph: GraphCanvas;
  state: AppState;
  readonly events: string[];
  phase: LayoutPhase;
  dispatch(event: AppEvent): void;
  show(model: ViewModel): void;
  setOpen(ids: readonly string[], isOpen: boolean): void;
  find(text: string): void;
  findNext(step: 1 | -1): void;
  /** How many matches there are, and the place of the selected one from 1. */
  found(): { readonly count: number; readonly current: number };
  saved(): unknown;
  /** Builds the picture anew, as a reload would. */
  restart(saved: unknown): void;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

const canvas = document.querySelector<HTMLElement>('#canvas') as HTMLElement;

function start(state: AppState): GraphCanvas {
  const { harness } = window;
  const tell = (event: string): void => void harness.events.push(event);
  return createGraph(
    canvas,
    {
      onSelect: (id) => {
        tell(`select ${id}`);
        harness.dispatch({ type: 'nodeSelected', node: id, takeFocus: false });
      },
      onReveal: (id) => tell(`reveal ${id}`),
      onHover: (id) => {
        tell(`hover ${id}`);
        harness.dispatch({ type: 'hovered', node: id });
      },
      onToggle: (nodes, isOpen) => harness.dispatch({ type: 'bodiesToggled', nodes, isOpen }),
      onMoved: (position) => harness.dispatch({ type: 'pictureMoved', position, zoom: position.camera.zoom }),
      onLayoutPhase: (phase) => {
        harness.phase = phase;
      },
      onFindRequested: () => tell('find'),
      onProblem: (message) => tell(`problem ${message}`),
      onFindEnded: () => {
        tell('find cleared');
        harness.find('');
      },
    },
    { workerUrl: 'layout-worker.js', words: previewWords('en'), savedPosition: state.position },
  );
}

const harness: Omit<Harness, 'graph'> & { graph?: GraphCanvas } = {
  state: restoredState(undefined),
  events: [],
  phase: 'idle',
  dispatch(event) {
    this.state = update(this.state, event);
    const { view } = this.state;
    if (view !== null) this.graph?.update(graphContent(view, this.state, null, undefined, null));
  },
  show(view) {
    this.dispatch({ type: 'view', view, version: 1, documentVersion: 1 });
  },
  setOpen(nodes, isOpen) {
    this.dispatch({ type: 'bodiesToggled', nodes, isOpen });
  },
  find(text) {
    this.dispatch({ type: 'findTyped', text });
  },
  findNext(step) {
    this.dispatch({ type: 'nextFound', step });
  },
  found() {
    const found = foundNodes(this.state);
    return { count: found.length, current: found.indexOf(this.state.selection ?? '') + 1 };
  },
  saved() {
    return savedState(this.state);
  },
  restart(saved) {
    this.graph?.dispose();
    this.state = { ...restoredState(saved), view: null };
    this.graph = start(this.state);
  },
};
window.harness = harness as Harness;
window.harness.graph = start(window.harness.state);

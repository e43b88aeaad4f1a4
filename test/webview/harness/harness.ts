/**
 * A page with nothing but the picture, for tests and for looking at it. Tests reach the graph and what it has said
 * through `window.harness`.
 */

import type { ViewModel } from '../../../src/view/model';
import type { Graph, GraphState, LayoutPhase } from '../../../webview/graph/api';
import { createGraph } from '../../../webview/graph/graph';

export interface Harness {
  graph: Graph;
  readonly events: string[];
  state: GraphState | null;
  phase: LayoutPhase;
  /** Builds the picture anew, as a reload would. */
  restart(savedState: unknown): void;
  show(model: ViewModel): void;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

const canvas = document.querySelector<HTMLElement>('#canvas') as HTMLElement;

function start(savedState: unknown): Graph {
  return createGraph(
    canvas,
    {
      onSelect: (id) => window.harness.events.push(`select ${id}`),
      onReveal: (id) => window.harness.events.push(`reveal ${id}`),
      onHover: (id) => window.harness.events.push(`hover ${id}`),
      onStateChanged: (state) => {
        window.harness.state = state;
      },
      onLayoutPhase: (phase) => {
        window.harness.phase = phase;
      },
      onFindRequested: () => window.harness.events.push('find'),
      onProblem: (message) => window.harness.events.push(`problem ${message}`),
      onFindCleared: () => window.harness.events.push('find cleared'),
    },
    { workerUrl: 'layout-worker.js', metric: 'multiplies', savedState },
  );
}

const harness: Omit<Harness, 'graph'> & { graph?: Graph } = {
  events: [],
  state: null,
  phase: 'idle',
  restart(savedState) {
    this.graph?.dispose();
    this.state = null;
    this.graph = start(savedState);
  },
  show(model) {
    this.graph?.update(model);
  },
};
window.harness = harness as Harness;
window.harness.graph = start(undefined);

/**
 * The picture with its rows: tools above, legend below. Drawing, layout, camera and keys inside the picture are those
 * of webview/graph; this passes state in and events out, and holds the search field.
 */

import type { PreviewWords } from '../../src/words/preview';
import { iconButton, textField } from '../controls';
import type { GraphCallbacks, GraphCanvas, GraphOptions } from '../graph/api';
import { element, setText } from './element';
import { createLegend } from './legend';
import type { OpenMenu } from './node-menu';
import { createOriginLens, isLensOn } from './origin-lens';
import { foundNodes, graphContent } from './picture-state';
import type { Dispatch, Region } from './region';
import { runNotes } from './run-notes';
import { type AppState, comparisonOf, viewBefore } from './state';
import { isTyping } from './typing';

export type CreateGraph = (container: HTMLElement, callbacks: GraphCallbacks, options: GraphOptions) => GraphCanvas;

export interface GraphRegion extends Region {
  /** What is drawn; waits for the first picture. */
  picture(): ReturnType<GraphCanvas['picture']>;
  /** With the keyboard, as what asked for it goes away. */
  layOutAgain(): void;
}

const zoomFactor = 1.25;

export function createGraphRegion(
  dispatch: Dispatch,
  words: PreviewWords,
  createGraph: CreateGraph,
  workerUrl: string,
  openMenu: OpenMenu,
): GraphRegion {
  const say = words.panel;
  let graph: GraphCanvas | undefined;
  const whenMade: ((graph: GraphCanvas) => void)[] = [];

  const find = textField({
    label: say('find'),
    placeholder: say('find'),
    icon: 'search',
    class: 'find',
    hideLabel: true,
    onInput: (text) => dispatch({ type: 'findTyped', text }),
  });
  const slash = element('kbd', { class: 'key-hint', attributes: { slot: 'end' }, aria: { hidden: true } }, '/');
  find.root.append(slash);
  const findCount = element('span', { class: 'find-count', role: 'status' });
  const zoom = element(
    'button',
    { class: 'zoom', title: say('zoom-full'), attributes: { type: 'button' }, on: { click: () => graph?.zoomTo(1) } },
    '100%',
  );
  const tools = element(
    'div',
    { class: 'tools', role: 'toolbar', aria: { label: say('tools') } },
    find.root,
    findCount,
    element('div', { class: 'spacer' }),
    iconButton({
      label: say('collapse-all'),
      icon: 'collapseAll',
      onClick: () => dispatch({ type: 'allToggled', isOpen: false }),
    }),
    iconButton({
      label: say('expand-all'),
      icon: 'expandAll',
      onClick: () => dispatch({ type: 'allToggled', isOpen: true }),
    }),
    element('div', { class: 'tools-rule' }),
    iconButton({ label: say('zoom-out'), icon: 'zoomOut', onClick: () => graph?.zoomBy(1 / zoomFactor) }),
    zoom,
    iconButton({ label: say('zoom-in'), icon: 'zoomIn', onClick: () => graph?.zoomBy(zoomFactor) }),
    iconButton({ label: say('fit'), icon: 'fit', onClick: () => graph?.fit() }),
  );
  const canvas = element('div', { class: 'canvas' });
  const working = element('div', { class: 'working', hidden: true });
  const lens = createOriginLens(dispatch, words);
  const legend = createLegend(words);
  const root = element(
    'section',
    { class: 'graph-region', aria: { label: say('picture') } },
    tools,
    working,
    canvas,
    ...lens.roots,
    ...legend.roots,
  );

  find.root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') dispatch({ type: 'nextFound', step: event.shiftKey ? -1 : 1 });
    else if (event.key === 'Escape' && find.value() !== '') dispatch({ type: 'findTyped', text: '' });
    else if (event.key === 'Escape') graph?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  window.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    event.preventDefault();
    find.focus();
  });

  function makeGraph(state: AppState): GraphCanvas {
    return createGraph(
      canvas,
      {
        onSelect: (id) => dispatch({ type: 'nodeSelected', node: id, takeFocus: false }),
        onReveal: (id) => dispatch({ type: 'nodeSelected', node: id, takeFocus: true }),
        onHover: (id) => dispatch({ type: 'hovered', node: id }),
        onMenu: (id, at) => openMenu(id, at, () => graph?.focus()),
        onToggle: (nodes, isOpen) => dispatch({ type: 'bodiesToggled', nodes, isOpen }),
        onMoved: (position) => dispatch({ type: 'pictureMoved', position, zoom: position.camera.zoom }),
        onLayoutPhase: (phase) => dispatch({ type: 'layoutPhase', phase }),
        onFindRequested: () => find.focus(),
        onFindEnded: () => dispatch({ type: 'findTyped', text: '' }),
      },
      { workerUrl, words, savedPosition: state.position },
    );
  }

  return {
    roots: [root],
    picture() {
      if (graph !== undefined) return graph.picture();
      return new Promise((resolve) => whenMade.push((made) => resolve(made.picture())));
    },
    layOutAgain() {
      graph?.layOutAgain();
      graph?.focus();
    },
    update(state) {
      const { view } = state;
      legend.update(state);
      lens.update(state);
      root.classList.toggle('has-lens', isLensOn(state));
      setText(zoom, `${Math.round(state.zoom * 100)}%`);
      working.hidden = state.layoutPhase !== 'working';
      // A picture needs a canvas with a size: it is made when its region is first in sight. That is before there is
      // anything to draw, because the layout worker takes its time to load.
      if (root.hidden || state.empty !== null) return;
      graph ??= makeGraph(state);
      for (const tell of whenMade.splice(0)) tell(graph);
      if (view === null) return;
      graph.update(graphContent(view, state, viewBefore(state), comparisonOf(state), runNotes(state, words)));
      find.setValue(state.find);
      setText(findCount, foundText(state, words));
    },
  };
}

/** How many matches there are, and which of them is selected. */
function foundText(state: AppState, { panel: say }: PreviewWords): string {
  if (state.find === '') return '';
  const found = foundNodes(state);
  if (found.length === 0) return say('find.none');
  const at = state.selection === null ? -1 : found.indexOf(state.selection);
  return at < 0 ? `${found.length}` : say('find.place', { place: at + 1, count: found.length });
}

/**
 * The picture with its rows: tools above, legend below. Drawing, layout, camera and keys inside the picture are those
 * of webview/graph; this passes state in and events out, and holds the search field.
 */

import type { ViewModel } from '../../src/view/model';
import { iconButton, textField } from '../controls';
import type { Graph, GraphCallbacks, GraphOptions } from '../graph/api';
import { element, setText } from './element';
import { createLegend } from './legend';
import type { Dispatch, Region } from './region';
import { type AppState, findNode } from './state';

export type CreateGraph = (container: HTMLElement, callbacks: GraphCallbacks, options: GraphOptions) => Graph;

const zoomFactor = 1.25;

export function createGraphRegion(dispatch: Dispatch, createGraph: CreateGraph, workerUrl: string): Region {
  let graph: Graph | undefined;
  let before: AppState | undefined;

  const find = textField({
    label: 'Find a layer',
    placeholder: 'Find a layer',
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
    { class: 'zoom', title: 'Zoom to 100%', attributes: { type: 'button' }, on: { click: () => graph?.zoomTo(1) } },
    '100%',
  );
  const tools = element(
    'div',
    { class: 'tools', role: 'toolbar', aria: { label: 'Picture' } },
    find.root,
    findCount,
    element('div', { class: 'spacer' }),
    iconButton({ label: 'Collapse all', icon: 'collapseAll', onClick: () => graph?.collapseAll() }),
    iconButton({ label: 'Expand all', icon: 'expandAll', onClick: () => graph?.expandAll() }),
    element('div', { class: 'tools-rule' }),
    iconButton({ label: 'Zoom out', icon: 'zoomOut', onClick: () => graph?.zoomBy(1 / zoomFactor) }),
    zoom,
    iconButton({ label: 'Zoom in', icon: 'zoomIn', onClick: () => graph?.zoomBy(zoomFactor) }),
    iconButton({ label: 'Fit the picture', icon: 'fit', onClick: () => graph?.fit() }),
  );
  const canvas = element('div', { class: 'canvas' });
  const working = element('div', { class: 'working', hidden: true });
  const legend = createLegend();
  const root = element(
    'section',
    { class: 'graph-region', aria: { label: 'Picture of the network' } },
    tools,
    working,
    canvas,
    ...legend.roots,
  );

  const showFound = (found: { count: number; current: number }): void => {
    const none =
      found.count === 0 ? 'none' : found.current === 0 ? `${found.count}` : `${found.current} of ${found.count}`;
    setText(findCount, before?.find ? none : '');
  };
  find.root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && graph !== undefined) {
      showFound(graph.findNext(event.shiftKey ? -1 : 1));
    } else if (event.key === 'Escape' && find.value() !== '') {
      find.setValue('');
      dispatch({ type: 'findTyped', text: '' });
    } else if (event.key === 'Escape') graph?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  window.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    event.preventDefault();
    find.focus();
  });

  function makeGraph(state: AppState): Graph {
    return createGraph(
      canvas,
      {
        onSelect: (id) => dispatch({ type: 'nodeSelected', node: id, takeFocus: false }),
        onReveal: (id) => dispatch({ type: 'nodeSelected', node: id, takeFocus: true }),
        onHover: (id) => dispatch({ type: 'hovered', node: id }),
        onStateChanged: (saved) => dispatch({ type: 'graphChanged', graph: saved, zoom: saved.camera.zoom }),
        onLayoutPhase: (phase) => dispatch({ type: 'layoutPhase', phase }),
        onFindRequested: () => find.focus(),
        onFindCleared: () => {
          find.setValue('');
          dispatch({ type: 'findTyped', text: '' });
        },
      },
      { workerUrl, metric: state.metric, savedState: state.graph },
    );
  }

  return {
    roots: [root],
    update(state) {
      const { view } = state;
      legend.update(state);
      setText(zoom, `${Math.round(state.zoom * 100)}%`);
      working.hidden = state.layoutPhase !== 'working';
      // A picture needs a canvas with a size: it is made when its region is first in sight. That is before there is
      // anything to draw, because the layout worker takes its time to load.
      if (root.hidden || state.empty !== null) return;
      graph ??= makeGraph(state);
      if (view === null) return;
      const old = before;
      before = state;
      const isNew = old === undefined;
      if (isNew || old?.view !== view) graph.update(view);
      if (isNew || old?.metric !== state.metric) graph.setMetric(state.metric);
      if (isNew || old?.selection !== state.selection) {
        graph.select(state.isCursorSelection ? visibleId(view, state.selection, graph.expanded()) : state.selection, {
          reveal: !isNew,
        });
      }
      if (old?.hover !== state.hover) graph.hover(state.hover);
      if (isNew || old?.find !== state.find || old?.view !== view) {
        if (find.value() !== state.find) find.setValue(state.find);
        showFound(graph.find(state.find));
      }
    },
  };
}

/** The node itself, or the closed module around it that stands for it in the picture. */
function visibleId(view: ViewModel, id: string | null, expanded: readonly string[]): string | null {
  let visible = findNode(view, id);
  for (let up = findNode(view, visible?.parent ?? null); up !== undefined; up = findNode(view, up.parent)) {
    if (!expanded.includes(up.id)) visible = up;
  }
  return visible?.id ?? null;
}

/** The key is meant for a field: `/` is typed there. The real target hides inside the field's shadow tree. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof Element && target.matches('input, textarea, [contenteditable]');
}

/**
 * The preview's panel: holds the state, hands events to `update`, tells the host what `effects` says, and brings the
 * regions up to date once per frame. What is kept over a reload is restored before the first paint.
 */

import { toBase64 } from '../../src/base/base64';
import { type PictureFormat, parseHostMessage, protocolVersion } from '../../src/protocol/messages';
import type { EmbeddedReport } from '../../src/protocol/report';
import type { PictureTheme } from '../../src/view/draw/picture-style';
import { isWhole } from '../../src/view/insides';
import type { PreviewWords } from '../../src/words/preview';
import type { PageHost } from '../host';
import { nextTask } from '../next-task';
import { createDropTarget } from './drop-target';
import { effects } from './effects';
import { element } from './element';
import { createEmptyView } from './empty-view';
import { createErrorRow } from './error-row';
import type { ExportedChart } from './export-chart';
import { chartBytes, pictureBytes } from './export-picture';
import { type ReportSources, reportBytes } from './export-report';
import { listenToPaste } from './given-images';
import { type CreateGraph, createGraphRegion } from './graph-region';
import { createHeader } from './header';
import { createNodeMenu } from './node-menu';
import { openIn } from './picture-state';
import type { Region } from './region';
import { restoredState, savedChanges, savedComparison, savedNetwork, savedState } from './saved-state';
import { createSplitter } from './splitter';
import { type AppEvent, type AppState, type Layout, layoutFor, shownState, update } from './state';
import { createTabRow } from './tab-row';
import { tabInFront, tabRows } from './tabs';

/** A state is saved this long after its last change: the camera changes on every frame of a drag. */
const saveDelayMs = 200;

export interface AppParts {
  readonly host: PageHost;
  /** The element that the panel fills. */
  readonly page: HTMLElement;
  readonly createGraph: CreateGraph;
  readonly parts: ReportSources;
  readonly words: PreviewWords;
}

export function createApp({ host, page, createGraph, parts, words }: AppParts): void {
  const saved = host.savedState();
  // The host answers while the panel is being built; what it says is heard after that, as one task follows another.
  const changes = savedChanges(saved);
  const compare = savedComparison(saved);
  host.post({
    type: 'ready',
    protocol: protocolVersion,
    network: savedNetwork(saved),
    ...(changes.length > 0 && { changes }),
    ...(compare !== undefined && { compare }),
  });
  const layoutNow = (): Layout =>
    host.tabsElsewhere?.matches === true ? 'narrow' : layoutFor(page.clientWidth, page.clientHeight);
  let state: AppState = {
    ...restoredState(saved),
    layout: layoutNow(),
    isReport: host.isReport === true,
    dropsNeedShift: host.dropsNeedShift === true,
  };
  // A host that has just been started has none; files it asks for again.
  const { options, images } = state.run;
  if (options.input === 'image' && images.length > 0 && images.every((image) => 'sample' in image)) {
    host.post({ type: 'takeImages', images });
  }
  let isFrameAsked = false;
  /** What was drawn last has a picture. */
  let hasView = false;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;

  function dispatch(event: AppEvent): void {
    const before = state;
    state = update(before, event);
    for (const message of effects(event, before, state)) host.post(message);
    if (state === before) return;
    if (!isFrameAsked) {
      isFrameAsked = true;
      requestAnimationFrame(flush);
    }
    clearTimeout(saveTimer);
    saveTimer = setTimeout(save, saveDelayMs);
  }

  /** Draws what was dispatched since the last frame. */
  function flush(): void {
    if (!isFrameAsked) return;
    isFrameAsked = false;
    render();
  }

  function saveFile(name: string, bytes: Uint8Array): void {
    host.post({ type: 'save', name, base64: toBase64(bytes) });
  }

  /** The picture as it is drawn now. What goes wrong is told as any other mistake of the page. */
  async function exportPicture(format: PictureFormat, theme: PictureTheme): Promise<void> {
    const shown = await graph.picture();
    const bytes = await pictureBytes(shown, format, theme, state.metric, words);
    saveFile(`${shown.model.network}.${format}`, bytes);
  }

  /** The last one that waits for the memory of the network. */
  let awaited: (() => void) | undefined;

  /** The last one that waits for what is inside of all bodies. */
  let whenWhole: (() => void) | undefined;

  async function exportChart(chart: ExportedChart, format: PictureFormat, theme: PictureTheme): Promise<void> {
    if (chart === 'memory' && state.memory.report === null) {
      awaited = () => void exportChart(chart, format, theme);
      host.post({ type: 'memory', batch: state.memory.batch });
      return;
    }
    if (state.view !== null && !isWhole(state.view)) {
      whenWhole = () => void exportChart(chart, format, theme);
      host.post({ type: 'needInsides', nodes: null });
      return;
    }
    const bytes = await chartBytes(chart, state, format, theme, words);
    if (bytes !== undefined) saveFile(`${state.view?.network} ${words.panel(`export.of.${chart}`)}.${format}`, bytes);
  }

  /** Its answers come of the host, then it is made of what is shown. */
  function askReport(): void {
    host.post({ type: 'report', metric: state.metric, batch: state.memory.batch });
  }

  async function exportReport(report: EmbeddedReport | null): Promise<void> {
    if (report === null) return;
    const open = openIn(report.view, state.openNodes).ids;
    saveFile(`${report.view.network}.html`, await reportBytes(report, new Set(open), parts, words));
  }

  function save(): void {
    clearTimeout(saveTimer);
    host.saveState(savedState(state));
  }

  const panel = element('main', { class: 'panel' });
  const header = createHeader(dispatch, words, {
    exportDrawing: (drawing, format, theme) =>
      void (drawing === 'picture' ? exportPicture(format, theme) : exportChart(drawing, format, theme)),
    exportReport: askReport,
    save: saveFile,
  });
  const errors = createErrorRow(dispatch, words, () => graph.layOutAgain());
  const empty = createEmptyView(dispatch, words);
  const menu = createNodeMenu(dispatch, words);
  const graph = createGraphRegion(dispatch, words, createGraph, parts.layoutWorker, menu.open);
  const splitter = createSplitter(dispatch, words, panel);
  const tabRow = createTabRow(dispatch, words);
  const tabs = tabRows.map((row) => ({
    ...row,
    strip: row.createStrip?.(dispatch, words),
    panel: tabPanel(row.name),
    /** Made when the tab first comes to the front. */
    region: undefined as Region | undefined,
  }));
  const strips = tabs.flatMap(({ strip, isOn }) => (strip === undefined ? [] : [{ strip, isOn }]));
  const [graphRoot] = graph.roots as [HTMLElement];
  const [errorRoot] = errors.roots as [HTMLElement];
  graphRoot.id = 'panel-graph';
  const main = element(
    'div',
    { class: 'main' },
    graphRoot,
    ...splitter.roots,
    ...tabRow.roots,
    ...tabs.map((tab) => tab.panel),
  );
  if (host.isReport !== true) {
    panel.append(createDropTarget(dispatch, words));
    listenToPaste(() => tabInFront(state) === 'run', dispatch, words);
  }
  panel.append(...header.roots, ...strips.flatMap(({ strip }) => strip.roots), ...empty.roots, main, ...menu.roots);
  // Until it says something.
  panel.style.visibility = 'hidden';
  page.replaceChildren(panel);

  const regions: readonly Region[] = [
    splitter,
    header,
    ...strips.map(({ strip }) => strip),
    errors,
    empty,
    graph,
    menu,
    tabRow,
  ];

  function render(): void {
    const { layout, view } = state;
    const front = tabInFront(state);
    panel.className = `panel layout-${layout}`;
    main.hidden = view === null && state.empty !== null;
    const isNarrow = layout === 'narrow';
    graphRoot.hidden = isNarrow && front !== 'graph';
    graphRoot.setAttribute('role', isNarrow ? 'tabpanel' : 'region');
    for (const tab of tabs) {
      tab.panel.hidden = front !== tab.name;
      if (front !== tab.name || tab.region !== undefined) continue;
      tab.region = tab.create(dispatch, words, menu.open);
      tab.panel.append(...tab.region.roots);
    }
    for (const { strip, isOn } of strips) {
      for (const root of strip.roots) root.hidden = main.hidden || isOn?.(state) !== true;
    }
    // Below the picture, which it does not push away then; with one region it has to be in sight whatever the tab.
    placeErrorRow(isNarrow || main.hidden);
    const shown = shownState(state);
    for (const region of regions) region.update(shown);
    // A table that fills itself with a large network takes its time: the first one has a task of its own.
    if (hasView || view === null) updateTabs();
    else void nextTask().then(updateTabs);
    hasView = view !== null;
  }

  function updateTabs(): void {
    const shown = shownState(state);
    for (const { region } of tabs) region?.update(shown);
  }

  function placeErrorRow(isOfPanel: boolean): void {
    const before = isOfPanel ? main : graphRoot.querySelector('.canvas');
    if (before !== null && before.nextElementSibling !== errorRoot) before.after(errorRoot);
  }

  host.listen((value) => {
    const parsed = parseHostMessage(value);
    if ('ignored' in parsed) host.post({ type: 'problem', message: `ignored ${parsed.ignored}` });
    else if (parsed.message.type === 'exportPicture') void exportPicture(parsed.message.format, parsed.message.theme);
    else if (parsed.message.type === 'exportReport') askReport();
    else if (parsed.message.type === 'report') void exportReport(parsed.message.report);
    else {
      dispatch(parsed.message);
      if (whenWhole !== undefined && state.view !== null && isWhole(state.view)) {
        whenWhole();
        whenWhole = undefined;
      }
      if (parsed.message.type === 'memory' && parsed.message.report !== null) {
        awaited?.();
        awaited = undefined;
      }
    }
  });
  // The regions read keys by what they last drew: two keys within one frame must not both start from the same row.
  window.addEventListener('keydown', flush, { capture: true });
  window.addEventListener('error', (event) => host.post({ type: 'problem', message: String(event.message) }));
  window.addEventListener('unhandledrejection', (event) =>
    host.post({ type: 'problem', message: String(event.reason) }),
  );
  window.addEventListener('pagehide', save);
  const resized = (): void => dispatch({ type: 'resized', layout: layoutNow() });
  new ResizeObserver(resized).observe(page);
  host.tabsElsewhere?.addEventListener('change', resized);

  // Of what has been made the page works out the styles, and of what it then says: each takes its time, so they are two tasks.
  isFrameAsked = true;
  void nextTask().then(() => {
    flush();
    panel.style.visibility = '';
  });
}

function tabPanel(name: string): HTMLElement {
  return element('section', {
    class: `tab-panel ${name}-panel`,
    role: 'tabpanel',
    id: `panel-${name}`,
    aria: { labelledby: `tab-${name}` },
  });
}

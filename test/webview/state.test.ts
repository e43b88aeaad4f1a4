/** The panel's state: what each event makes of it, what it tells the host, what is kept over a reload. */

import * as assert from 'node:assert/strict';
import { diffViews } from '../../src/view/patch';
import { effects } from '../../webview/app/effects';
import { restoredState, savedState } from '../../webview/app/saved-state';
import {
  type AppEvent,
  type AppState,
  frontTab,
  initialState,
  layoutFor,
  nextSort,
  shownState,
  update,
} from '../../webview/app/state';
import { sampleRun } from '../support/sample-run';
import { sampleSweep } from './sample-controls';
import { sampleView, stem } from './sample-view';

const view = sampleView(stem);

function reached(...events: readonly AppEvent[]): AppState {
  return events.reduce(update, initialState);
}

const shown: AppEvent = { type: 'view', view, version: 1, documentVersion: 1 };
const select = (node: string | null): AppEvent => ({ type: 'nodeSelected', node, takeFocus: false });
const run = sampleRun();

describe('state of the panel', () => {
  it('selects a node and opens the rows above it', () => {
    const state = reached(shown, select('inception_3a/branch_2/conv_2'));
    assert.equal(state.selection, 'inception_3a/branch_2/conv_2');
    assert.deepEqual(state.openRows, ['inception_3a']);
  });

  it('takes the first known node of the cursor and keeps the selection where there is none', () => {
    const state = reached(shown, { type: 'selection', nodes: ['gone', 'conv_2', 'conv_3'] });
    assert.equal(state.selection, 'conv_2');
    assert.equal(update(state, { type: 'selection', nodes: [] }).selection, 'conv_2');
  });

  it('opens nothing in the picture for the cursor, nor for a selection', () => {
    const inner = 'inception_3a/branch_2/conv_2';
    const start = update(reached(shown), { type: 'allToggled', isOpen: false });
    assert.equal(update(start, { type: 'selection', nodes: [inner] }).openNodes, start.openNodes);
    assert.equal(update(start, select(inner)).openNodes, start.openNodes);
    // What the cursor says of a node that is selected already changes nothing.
    const clicked = reached(shown, select('conv_3'));
    assert.equal(update(clicked, { type: 'selection', nodes: ['conv_3'] }), clicked);
  });

  it('keeps selection and open rows over an edit, as far as they still exist', () => {
    const state = reached(shown, select('inception_3a/branch_2/conv_2'));
    const edited = sampleView(stem.filter((node) => node.path !== 'conv_2'));
    const kept = update(state, { type: 'view', view: edited, version: 2, documentVersion: 2 });
    assert.equal(kept.selection, 'inception_3a/branch_2/conv_2');
    assert.deepEqual(kept.openRows, ['inception_3a']);
    const gone = update(state, { type: 'view', view: sampleView(stem.slice(0, 3)), version: 3, documentVersion: 3 });
    assert.equal(gone.selection, null);
    assert.deepEqual(gone.openRows, []);
  });

  it('takes a patch for the view it has, and leaves what it shows alone for another', () => {
    const edited = sampleView(stem.filter((node) => node.path !== 'conv_2'));
    const patch = {
      type: 'viewPatch',
      patch: diffViews(view, edited),
      base: 1,
      version: 2,
      documentVersion: 5,
    } as const;
    const state = reached(shown, select('conv_3'));
    const patched = update(state, patch);
    assert.deepEqual(patched.view, edited);
    assert.deepEqual([patched.viewVersion, patched.documentVersion, patched.selection], [2, 5, 'conv_3']);
    assert.deepEqual(effects(patch, state, patched), []);
    const other = { ...patch, base: 7 };
    assert.equal(update(state, other), state);
    assert.deepEqual(effects(other, state, state), [{ type: 'needView' }]);
    const circle = {
      ...patch,
      patch: { ...patch.patch, nodes: { splices: [], changes: [{ at: 1, to: { parent: 'conv_3' } }] } },
    };
    assert.equal(update(state, circle), state);
    const restored = restoredState(savedState(state));
    assert.equal(update(restored, { ...patch, base: 0 }), restored);
  });

  it('has the figures of the next picture until that comes, is refused, or there is no answer', () => {
    const { nodes, edges, ...figures } = sampleView(stem.slice(0, 3));
    const before = reached(shown);
    const ahead = update(before, { type: 'figures', figures });
    assert.deepEqual([ahead.figures, ahead.view], [figures, view]);
    assert.equal(update(before, { type: 'figures', figures: { ...figures, network: 'Other' } }), before);
    assert.equal(update(ahead, shown).figures, null);
    assert.equal(update(ahead, { type: 'unavailable', message: 'gone' }).figures, null);
    const change = { target: { kind: 'parameter', name: 'r' }, label: 'r', was: '1', now: '2' } as const;
    const tried = update(ahead, { type: 'designChanged', change });
    const { turn } = tried.whatIf;
    const refused = { type: 'designRefused', turn, changes: [], refused: change, message: '', nearest: null } as const;
    assert.equal(update(tried, refused).figures, null);
    const told = update(ahead, { type: 'textView', view: 'shown' });
    const held = shownState(update(told, { type: 'textHeld', isHeld: true }));
    assert.deepEqual([held.view, held.figures], [view, null]);
  });

  it('drops an explanation that comes too late', () => {
    const state = reached(shown, select('conv_3'));
    const late = { type: 'explanation', path: 'conv_2', explanation: null } as const;
    assert.equal(update(state, late), state);
    assert.deepEqual(update(state, { ...late, path: 'conv_3' }).explanation, { path: 'conv_3', value: null });
  });

  it('follows a run from its start to its end', () => {
    const progress = { phase: 'run', path: 'conv_3', index: 3, count: 14 } as const;
    let state = reached(shown, { type: 'runClicked' });
    assert.equal(state.run.phase, 'running');
    state = update(state, { type: 'runProgress', progress });
    assert.deepEqual(state.run.progress, progress);
    state = update(state, { type: 'runResult', run });
    assert.equal(state.run.phase, 'done');
    assert.equal(state.run.finished, run);
    // Progress that arrives after the result is late.
    assert.equal(update(state, { type: 'runProgress', progress }), state);
  });

  it('looks into the selected layer of a run of this text, once for each question, while its tab is in front', () => {
    const asked: unknown[] = [];
    let state = reached(shown, { type: 'tabChosen', tab: 'run' }, select('conv_3'));
    const reach = (event: AppEvent): void => {
      const after = update(state, event);
      asked.push(...effects(event, state, after).filter(({ type }) => type === 'lookInto'));
      state = after;
    };
    const { layers } = run.result;
    const path = 'conv_3';
    const finished = {
      ...run,
      documentVersion: state.documentVersion,
      result: { ...run.result, layers: [{ ...layers[0], path }] as typeof layers },
    };
    reach({ type: 'runResult', run: { ...finished, documentVersion: state.documentVersion + 1 } });
    assert.deepEqual(asked, [], 'a run of another text');
    reach({ type: 'runResult', run: finished });
    const first = { path, from: 0, channel: 0, place: null };
    assert.deepEqual(asked.splice(0), [{ type: 'lookInto', question: first }]);
    reach({ type: 'hovered', node: null });
    reach({ type: 'lookOfChosen', isOfFilters: true });
    assert.deepEqual(asked, []);
    reach({ type: 'lookChanged', question: { ...first, channel: 7 } });
    assert.deepEqual(asked.splice(0), [{ type: 'lookInto', question: { ...first, channel: 7 } }]);
    reach(select('conv_2'));
    assert.deepEqual(asked, [], 'no layer of the run');
    reach({ type: 'tabChosen', tab: 'cost' });
    reach(select('conv_3'));
    assert.deepEqual(asked, []);
    reach({ type: 'tabChosen', tab: 'run' });
    assert.deepEqual(asked, [{ type: 'lookInto', question: { ...first, channel: 7 } }]);
  });

  it('keeps what a sweep came to over a reload, unless it is large', () => {
    const report = sampleSweep;
    const kept = (swept: typeof report) =>
      restoredState(savedState(reached(shown, { type: 'sweepResult', purpose: 'sweep', report: swept }))).whatIf.sweep
        .runs;
    assert.deepEqual(kept(report).sweep.report, report);
    assert.equal(kept(report).fit.report, null);
    const many = { ...report, points: Array(501).fill(report.points[0]) };
    assert.equal(kept(many).sweep.report, null);
  });

  it('measures the machine before a run when asked to', () => {
    const before = reached(shown);
    const after = update(before, { type: 'calibrateClicked' });
    assert.equal(after.run.phase, 'running');
    assert.deepEqual(effects({ type: 'calibrateClicked' }, before, after), [
      { type: 'run', options: { ...initialState.run.options, calibrate: true } },
    ]);
    const progress = { phase: 'calibrate', path: '', index: 40, count: 100 } as const;
    assert.deepEqual(update(after, { type: 'runProgress', progress }).run.progress, progress);
  });

  it('tells a cancelled run from a failed one', () => {
    const cancelled = reached(shown, { type: 'runFailed', message: 'x', isCancelled: true });
    const failed = reached(shown, { type: 'runFailed', message: 'no image', isCancelled: false });
    assert.equal(cancelled.run.phase, 'cancelled');
    assert.equal(failed.run.phase, 'failed');
    assert.equal(failed.run.message, 'no image');
  });

  it('forgets the result of another network', () => {
    const state = reached(shown, { type: 'runResult', run });
    const other = sampleView(stem, { network: 'Other' });
    assert.equal(update(state, { type: 'view', view: other, version: 1, documentVersion: 1 }).run.finished, null);
  });

  it('has a tab for the picture in the narrow layout only', () => {
    const narrow = reached(
      shown,
      { type: 'resized', layout: layoutFor(400, 800) },
      { type: 'tabChosen', tab: 'graph' },
    );
    assert.equal(narrow.tab, 'graph');
    assert.equal(frontTab(narrow), 'graph');
    assert.equal(frontTab(update(narrow, { type: 'resized', layout: layoutFor(900, 800) })), 'cost');
    // A panel that was never touched opens narrow on its picture, however wide it was at first.
    assert.equal(frontTab(update(initialState, { type: 'resized', layout: layoutFor(500, 800) })), 'graph');
    const layouts = (height: number) => [559, 560, 1099, 1100].map((width) => layoutFor(width, height));
    assert.deepEqual(layouts(480), ['narrow', 'medium', 'medium', 'wide']);
    // The picture above a pane would leave neither of them room.
    assert.deepEqual(layouts(479), ['narrow', 'narrow', 'narrow', 'wide']);
  });

  it('lets a setting choose the metric until a person has', () => {
    const setting = { type: 'settings', settings: { metric: 'params', convention: 'multiplies' } } as const;
    assert.equal(reached(setting).metric, 'params');
    assert.equal(reached({ type: 'metricChosen', metric: 'flops' }, setting).metric, 'flops');
  });

  it('sorts down, up, and not at all', () => {
    const once = nextSort(null, 'metric');
    const twice = nextSort(once, 'metric');
    assert.deepEqual(once, { column: 'metric', isDescending: true });
    assert.deepEqual(twice, { column: 'metric', isDescending: false });
    assert.equal(nextSort(twice, 'metric'), null);
    assert.deepEqual(nextSort(once, 'name'), { column: 'name', isDescending: false });
  });

  it('keeps the pane between 15% and 70%', () => {
    assert.equal(reached({ type: 'paneDragged', tab: 'cost', share: 0.99 }).paneShare.wide, 0.7);
    assert.equal(reached({ type: 'paneDragged', tab: 'cost', share: 0.01 }).paneShare.wide, 0.15);
  });
});

describe('what is open in the picture', () => {
  const toggle = (isOpen: boolean, ...nodes: string[]): AppEvent => ({ type: 'bodiesToggled', nodes, isOpen });
  const open = (...events: AppEvent[]): readonly string[] => reached(...events).openNodes.ids;
  // Two modules, of which none is open at first.
  const two = sampleView([...stem, { path: 'last', children: [{ path: 'last/conv_1', multiplies: 9 }] }]);
  const start: AppEvent = { type: 'view', view: two, version: 1, documentVersion: 1 };

  it('is the only module of a small network at first', () => {
    assert.deepEqual(open(shown), ['inception_3a']);
    assert.deepEqual(open(start), []);
  });

  it('opens and closes, one by one or all', () => {
    assert.deepEqual(open(start, toggle(true, 'last', 'aux1'), toggle(true, 'inception_3a'), toggle(false, 'aux1')), [
      'last',
      'inception_3a',
    ]);
    assert.deepEqual(open(start, { type: 'allToggled', isOpen: true }), ['inception_3a', 'aux1', 'last']);
    assert.deepEqual(open(start, toggle(true, 'last'), { type: 'allToggled', isOpen: false }), []);
  });

  it('comes back with what an edit took away, and begins anew for another network', () => {
    const gone: AppEvent = { type: 'view', view: sampleView(stem), version: 2, documentVersion: 2 };
    assert.deepEqual(open(start, toggle(true, 'last'), gone, start), ['last']);
    assert.deepEqual(open(start, toggle(true, 'last'), { ...start, view: { ...two, network: 'Other' } }), []);
  });

  it('has what hides the next match', () => {
    const find = (text: string): AppEvent => ({ type: 'findTyped', text });
    const next = (step: 1 | -1): AppEvent => ({ type: 'nextFound', step });
    const state = reached(start, find('conv 3×3'), next(1), next(1));
    assert.equal(state.selection, 'inception_3a/branch_2/conv_2');
    assert.deepEqual(state.openNodes.ids, ['inception_3a']);
    assert.deepEqual(effects(next(1), reached(start, find('conv 3×3')), state), [
      { type: 'select', node: state.selection },
      { type: 'reveal', target: { kind: 'node', id: state.selection }, takeFocus: false },
    ]);
    assert.equal(update(state, next(1)).selection, 'conv_3');
    assert.equal(update(state, next(-1)).selection, 'conv_3');
    assert.equal(reached(start, find('conv 3×3'), next(-1)).selection, 'inception_3a/branch_2/conv_2');
    const none = reached(start, find('nothing of this name'));
    assert.equal(update(none, next(1)), none);
  });
});

describe('messages to the host', () => {
  const told = (event: AppEvent, before: AppState): unknown[] => effects(event, before, update(before, event));

  it('names the selected node and asks for its text', () => {
    assert.deepEqual(told(select('conv_3'), reached(shown)), [
      { type: 'select', node: 'conv_3' },
      { type: 'reveal', target: { kind: 'node', id: 'conv_3' }, takeFocus: false },
    ]);
  });

  it('does not answer the cursor with a reveal', () => {
    assert.deepEqual(told({ type: 'selection', nodes: ['conv_3'] }, reached(shown)), []);
  });

  it('asks for an explanation when the tab is in front, when the selection moves and when the text changes', () => {
    const asked = (path: string) => [
      { type: 'explain', path },
      { type: 'statement', path },
      { type: 'cheaper', path },
    ];
    const wanted = asked('conv_3');
    const chosen = reached(shown, select('conv_3'));
    assert.deepEqual(told({ type: 'tabChosen', tab: 'layer' }, chosen), wanted);
    const open = update(chosen, { type: 'tabChosen', tab: 'layer' });
    assert.deepEqual(told({ type: 'hovered', node: 'conv_1' }, open), []);
    assert.deepEqual(told({ type: 'view', view: sampleView(stem), version: 2, documentVersion: 2 }, open), wanted);
    assert.deepEqual(told({ type: 'selection', nodes: ['conv_2'] }, open), asked('conv_2'));
  });

  it('asks for the memory of what is shown while that tab is in front, once for each text and batch', () => {
    const told = (event: AppEvent, state: AppState) => effects(event, state, update(state, event));
    const open = reached(shown, { type: 'tabChosen', tab: 'memory' });
    assert.deepEqual(told({ type: 'tabChosen', tab: 'memory' }, reached(shown)), [{ type: 'memory', batch: 1 }]);
    assert.deepEqual(told({ type: 'memoryChanged', memory: { batch: 16 } }, open), [{ type: 'memory', batch: 16 }]);
    assert.deepEqual(told({ type: 'memoryChanged', memory: { optimizer: 'adam' } }, open), []);
    assert.deepEqual(told({ type: 'memoryChanged', memory: { batch: 0 } }, open), []);
    const edited = { type: 'view', view: sampleView(stem), version: 2, documentVersion: 2 } as const;
    assert.deepEqual(told(edited, open), [{ type: 'memory', batch: 1 }]);
    const broken = { ...edited, view: sampleView(stem, { status: 'broken' }) } as const;
    assert.deepEqual(told(broken, open), []);
  });

  it('starts a run with the options as they are', () => {
    const state = reached(shown, { type: 'runOptionsChanged', options: { seed: 7, upto: 'aux1' } });
    assert.deepEqual(told({ type: 'runClicked' }, state), [
      { type: 'run', options: { input: 'random', seed: 7, upto: 'aux1', verify: false } },
    ]);
  });
});

describe('saved state', () => {
  it('comes back as it was', () => {
    const state = reached(
      shown,
      select('inception_3a/branch_2/conv_2'),
      { type: 'tabChosen', tab: 'layer' },
      { type: 'metricChosen', metric: 'params' },
      { type: 'headerClicked', column: 'metric' },
      { type: 'bodiesToggled', nodes: ['inception_3a', 'aux1'], isOpen: true },
      { type: 'pictureMoved', position: { camera: { x: 1, y: 2, zoom: 0.5 } }, zoom: 0.5 },
      { type: 'paneDragged', tab: 'cost', share: 0.4 },
      { type: 'memoryChanged', memory: { batch: 8, optimizer: 'adam', isTable: true } },
      { type: 'runResult', run },
    );
    // The host counts anew for a page that starts.
    assert.deepEqual(restoredState(JSON.parse(JSON.stringify(savedState(state)))), { ...state, viewVersion: null });
  });

  it('of another version, or bent, gives what can be trusted', () => {
    const saved = savedState(reached(shown, { type: 'tabChosen', tab: 'run' })) as Record<string, unknown>;
    assert.equal(restoredState({ ...saved, protocol: 99 }), initialState);
    for (const value of [undefined, null, 'x', 5, []]) assert.equal(restoredState(value), initialState);
    const bent = restoredState({ ...saved, view: { ...view, nodes: [{}] }, tab: 'nowhere', openRows: 3, zoom: '1' });
    assert.equal(bent.view, null);
    assert.equal(bent.tab, initialState.tab);
    assert.deepEqual(bent.openRows, []);
    assert.equal(bent.zoom, 1);
  });

  it('of the version before, which kept what is open with the camera, is read', () => {
    const { openNodes, position, ...rest } = savedState(reached(shown)) as Record<string, unknown>;
    const graph = { key: '/net.cnn\nSample', open: ['aux1'], cuts: [], columns: 1, camera: { x: 1, y: 2, zoom: 1 } };
    const restored = restoredState({ ...rest, protocol: 1, view: { ...view, lines: undefined }, graph });
    assert.deepEqual([openNodes, position], [{ of: '/net.cnn\nSample', ids: ['inception_3a'] }, null]);
    assert.equal(restored.view, null);
    assert.deepEqual(restored.position, graph);
    assert.deepEqual(update(restored, shown).openNodes.ids, ['aux1']);
    for (const bent of [7, {}, { ...graph, open: 3 }])
      assert.deepEqual(restoredState({ ...rest, graph: bent }).openNodes.ids, []);
  });

  it('names file and network for the host', () => {
    const saved = savedState(reached(shown)) as Record<string, unknown>;
    assert.equal(saved.file, '/net.cnn');
    assert.equal(saved.network, 'Sample');
    const empty = savedState(
      reached({
        type: 'noNetwork',
        file: '/e.cnn',
        fileName: 'e.cnn',
        modules: [],
        errors: [],
        presets: [],
        presetCount: 0,
      }),
    );
    assert.equal((empty as Record<string, unknown>).file, '/e.cnn');
  });
});

/** Views of large networks without what is inside of closed modules, and what the panel asks for of it. */

import assert from 'node:assert/strict';
import { isViewModel } from '../../src/protocol/view-guard';
import { buildFileView } from '../../src/view/build';
import { bodiesOfPath, type Insides, isWhole, withInsides } from '../../src/view/insides';
import type { ViewModel } from '../../src/view/model';
import { applyPatch, diffViews } from '../../src/view/patch';
import { editorWords } from '../../src/words/editor';
import { effects } from '../../webview/app/effects';
import { type AppEvent, type AppState, initialState, update } from '../../webview/app/state';
import { analyzeText } from '../support/analyze-text';

const text = (calls: number): string =>
  `module pair(c) {\n  conv(c, 1x1)\n  conv(c, 3x3)\n}
module block(c) {\n  pair(c)\n${'  conv(c, 3x3)\n'.repeat(98)}}
network Deep {\n  input image: 16x16x8\n${'  block(8)\n'.repeat(calls)}}\n`;

const large = buildFileView(analyzeText(text(40)), undefined, editorWords('en'));
const whole = large.view as ViewModel;

function part(insides: Insides): ViewModel {
  const { view, places } = withInsides(large, insides);
  assert.ok(view !== null && isViewModel(view));
  assert.equal(view.lines.length, view.nodes.length);
  assert.deepEqual(
    places.nodes.map(({ id }) => id),
    view.nodes.map(({ id }) => id),
  );
  return view;
}

const ids = ({ nodes }: ViewModel) => nodes.map(({ id }) => id);

describe('what is inside of modules', () => {
  // The input, forty calls and the output; each call has a pair, of two, and 98 layers.
  const closed = 42;

  it('is left out of a large view until it is wanted, and never of others', () => {
    assert.equal(whole.nodes.length, closed + 40 * 101);
    assert.ok(isWhole(whole));
    assert.equal(withInsides(large, 'all'), large);
    const none = part([]);
    assert.equal(none.nodes.length, closed);
    assert.ok(!isWhole(none));
    assert.deepEqual(none.totals, whole.totals);
    assert.ok(none.edges.every(({ body }) => body === ''));
    const [, call = ''] = ids(none);
    assert.equal(part([call]).nodes.length, closed + 99);
    assert.equal(part([call, `${call}/pair_1`]).nodes.length, closed + 101);
    // A body that is wanted stands in one that is not.
    assert.equal(part([`${call}/pair_1`]).nodes.length, closed);
    const small = buildFileView(analyzeText(text(2)), undefined, editorWords('en'));
    assert.equal(withInsides(small, []), small);
  });

  it('comes as a patch, and all of it makes the whole view', () => {
    const [none, some] = [part([]), part(['block_1'])];
    assert.deepEqual(applyPatch(none, diffViews(none, some)), some);
    assert.deepEqual(applyPatch(some, diffViews(some, whole)), whole);
  });

  it('stands in the bodies that its path names', () => {
    assert.deepEqual(bodiesOfPath('a/b/conv'), ['a', 'a/b']);
    assert.deepEqual(bodiesOfPath('conv'), []);
  });

  const posted: unknown[] = [];
  const step = (state: AppState, event: AppEvent): AppState => {
    const after = update(state, event);
    posted.push(...effects(event, state, after));
    return after;
  };
  const view = (insides: Insides, version: number): AppEvent => ({
    type: 'view',
    view: part(insides),
    version,
    documentVersion: 1,
  });
  const opened = () => {
    const state = step(initialState, view([], 1));
    posted.length = 0;
    return state;
  };

  it('is asked for when a body is opened in the picture or in the table, once', () => {
    let state = step(opened(), { type: 'bodiesToggled', nodes: ['block_1'], isOpen: true });
    assert.deepEqual(posted.splice(0), [{ type: 'needInsides', nodes: ['block_1'] }]);
    state = step(state, { type: 'hovered', node: 'block_1' });
    assert.deepEqual(posted.splice(0), []);
    state = step(state, view(['block_1'], 2));
    state = step(state, { type: 'rowToggled', node: 'block_1/pair_1', isOpen: true });
    assert.deepEqual(posted.splice(0), [{ type: 'needInsides', nodes: ['block_1/pair_1'] }]);
  });

  it('is asked for, all of it, for a search, charts and lists of all layers', () => {
    const events: readonly AppEvent[] = [
      { type: 'findTyped', text: 'conv' },
      { type: 'costFilterTyped', text: 'conv' },
      { type: 'costViewChosen', view: 'charts' },
    ];
    for (const event of events) {
      step({ ...opened(), tab: 'cost' }, event);
      assert.deepEqual(posted.splice(0), [{ type: 'needInsides', nodes: null }], event.type);
    }
  });

  it('is waited for where all is to be opened, or all that is alike', () => {
    const all = step(opened(), { type: 'allToggled', isOpen: true });
    assert.deepEqual(posted.splice(0), [{ type: 'needInsides', nodes: null }]);
    assert.equal(all.openNodes.ids.length, 0);
    assert.equal(step(all, view('all', 2)).openNodes.ids.length, 80);
    const [, first = '', second = ''] = ids(part([]));
    const alike = step(opened(), { type: 'bodiesToggled', nodes: [first, second], isOpen: true });
    assert.equal(step(alike, view('all', 2)).openNodes.ids.length, 40);
  });

  it('is waited for where a layer of it is selected from elsewhere, and the text is shown then', () => {
    const node = 'block_1/pair_1/conv_2';
    const state = step(opened(), { type: 'nodeSelected', node, takeFocus: true });
    assert.deepEqual(posted.splice(0), [{ type: 'needInsides', nodes: ['block_1', 'block_1/pair_1'] }]);
    const after = step(state, view(['block_1', 'block_1/pair_1'], 2));
    assert.equal(after.selection, node);
    assert.deepEqual(posted.splice(0), [
      { type: 'select', node },
      { type: 'reveal', target: { kind: 'node', id: node }, takeFocus: true },
    ]);
  });
});

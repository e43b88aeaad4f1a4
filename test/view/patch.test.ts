/** A patch makes the one view of the other, over random edits of real networks, and is as small as the edit. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { seededRandom } from '../../src/base/random';
import { isViewModel, isViewPatch } from '../../src/protocol/view-guard';
import { buildFileView } from '../../src/view/build';
import { withLastGood } from '../../src/view/last-good';
import type { FileView, ViewModel } from '../../src/view/model';
import { applyPatch, diffViews } from '../../src/view/patch';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { repositoryRoot } from '../support/disk-files';
import { buildViewModel } from '../support/view-model';

const examples = readdirSync(`${repositoryRoot}/examples`)
  .filter((name) => name.endsWith('.cnn'))
  .map((name) => ({ name, text: readFileSync(`${repositoryRoot}/examples/${name}`, 'utf8') }));

const googlenet = examples.find(({ name }) => name === 'googlenet.cnn')?.text ?? '';

const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Sends what is different, as the host would. */
function checkedPatch(before: ViewModel, after: ViewModel): ViewModel {
  const patch = sent(diffViews(before, after));
  assert.ok(isViewPatch(patch));
  const patched = applyPatch(before, patch);
  assert.deepEqual(patched, after);
  assert.ok(isViewModel(patched));
  return patched;
}

function viewOf(text: string): ViewModel {
  const view = buildViewModel(analyzeText(text), undefined, editorWords('en'));
  assert.ok(view);
  return view;
}

const pieces = [
  '1',
  '(',
  '}',
  '\n',
  ' ',
  'x',
  'conv(8, 3x3)\n',
  '// note\n',
  'relu() -> ',
  '3x3',
  'budget params <= 9\n',
];

function edited(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const piece = pieces[Math.floor(random() * pieces.length)] ?? '';
  const removed = random() < 0.5 ? 0 : Math.floor(random() * 30);
  return text.slice(0, at) + piece + text.slice(at + removed);
}

describe('a patch of a view', function () {
  this.timeout(60_000);

  for (const { name, text } of examples) {
    it('leaves the view as it is where nothing is different', () => {
      const before = viewOf(googlenet);
      assert.equal(applyPatch(before, diffViews(before, viewOf(googlenet))), before);
    });

    it(`follows random edits of ${name}`, () => {
      const random = seededRandom(7);
      let shown: FileView = buildFileView(analyzeText(text), undefined, editorWords('en'));
      let page = shown.view;
      let now = text;
      for (let step = 0; step < 12; step++) {
        // Back to the start now and then, so that edits meet a text that is whole.
        now = step % 4 === 3 ? text : edited(now, random);
        shown = withLastGood(shown, buildFileView(analyzeText(now), undefined, editorWords('en')));
        page = page === null || shown.view === null ? shown.view : checkedPatch(page, shown.view);
      }
    });
  }

  it('leads from any example to any other', () => {
    const views = examples.slice(0, 5).map(({ text }) => viewOf(text));
    for (const before of views) for (const after of views) checkedPatch(before, after);
  });

  it('keeps what is the same', () => {
    const before = viewOf(googlenet);
    const after = checkedPatch(before, viewOf(`\n${googlenet}`));
    after.nodes.forEach((node, index) => void assert.equal(node, before.nodes[index]));
    after.edges.forEach((edge, index) => void assert.equal(edge, before.edges[index]));
  });

  it('moves, adds and leaves out parts of a list', () => {
    const nodes = viewOf('network N {\n  input: 8x8x4\n  a = relu()\n  b = relu()\n  c = relu()\n  d = relu()\n}');
    for (const order of ['a', '', 'dcba', 'bacd', 'cd', 'dab', 'abdc']) {
      const after = viewOf(`network N {\n  input: 8x8x4\n${[...order].map((id) => `  ${id} = relu()\n`).join('')}}`);
      checkedPatch(nodes, after);
      checkedPatch(after, nodes);
    }
  });

  it('is small for one character, and for a line near the top', () => {
    const before = viewOf(googlenet);
    const size = (from: string, to: string): number => {
      const text = googlenet.replace(from, to);
      assert.notEqual(text, googlenet);
      return JSON.stringify(diffViews(before, viewOf(text))).length;
    };
    assert.ok(size('/// GoogLeNet', '/// GoogLeNets') < 200, 'in a comment');
    assert.ok(size('/// GoogLeNet', '\n/// GoogLeNet') < 1000, 'a line at the top');
    assert.ok(size('conv(192 * width, 3x3)', 'conv(19 * width, 3x3)') < 8000, 'filters of a layer');
    // The nodes of one of eleven bodies, with all that a node says.
    const whole = JSON.stringify(before).length;
    assert.ok(whole > 80_000);
    assert.ok(size('inception_3a', 'inception_3aa') < whole / 8, 'the name of a module');
  });

  it('is refused by a view that it was not made for', () => {
    const before = viewOf(googlenet);
    const other = viewOf('network N { input: 8x8x4\n relu() }');
    const patch = diffViews(before, viewOf(googlenet.replace('conv(192', 'conv(19').replace('inception_5b', 'last')));
    assert.equal(applyPatch(other, patch), undefined);
    const none = diffViews(before, before);
    assert.deepEqual(none, { fields: {}, nodes: { splices: [], changes: [] }, edges: { splices: [], changes: [] } });
    const splices = [{ keep: before.nodes.length, drop: 1, add: [] }];
    assert.equal(applyPatch(before, { ...none, nodes: { splices, changes: [] } }), undefined);
    const changes = [{ at: before.nodes.length, to: { rank: 1 } }];
    assert.equal(applyPatch(before, { ...none, nodes: { splices: [], changes } }), undefined);
    assert.equal(applyPatch(before, { ...none, fields: { lines: [1] } }), undefined);
  });

  it('takes a picture of more nodes than a call has room for arguments', () => {
    const view = viewOf(googlenet);
    const [node] = view.nodes;
    assert.ok(node);
    const nodes = Array.from({ length: 200_000 }, (_, index) => ({ ...node, id: `${index}` }));
    const large = { ...view, nodes, lines: nodes.map(() => 1) };
    assert.equal(applyPatch(view, diffViews(view, large))?.nodes.length, nodes.length);
  });
});

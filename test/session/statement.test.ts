/** One statement edited in a place of its own: what it answers is what the file would, and nothing is written but at the end. */

import * as assert from 'node:assert/strict';
import type { StatementAnswer, StatementQuestion } from '../../src/protocol/statement';
import { askStatement, statementEdits, statementOf } from '../../src/session/statement';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { applyEdits } from '../../src/workspace/text-edits';
import { Workspace } from '../../src/workspace/workspace';

const main = 'file:///w/main.cnn';
const blocks = 'file:///w/blocks.cnn';
const text = `import { reduce } from "./blocks.cnn"

network N(width = 2) {
  input x: 28x28x192
  conv(8 * width, 1x1) -> conv(32, 5x5)
  concat {
    branch a { conv(4, 1x1) }
    branch b { conv(4, 3x3) }
  }
  reduce(4)
}
`;
const blocksText = 'module reduce(filters) {\n  conv(filters, 1x1)\n}\n';

const workspace = new Workspace(new MemoryFiles({ [main]: text, [blocks]: blocksText }));
workspace.setRoots(['file:///w']);
const session = { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };

async function ask(path: string, kind: StatementQuestion['kind'], typed: string): Promise<StatementAnswer> {
  const offset = typed.indexOf('|');
  const question = { kind, text: typed.replace('|', ''), offset: Math.max(offset, 0) };
  const answer = await askStatement(session, main, 'N', path, question);
  assert.ok(answer !== undefined);
  return answer;
}

describe('a statement of a layer', () => {
  it('is a call, also in a chain', async () => {
    assert.deepEqual(await statementOf(session, main, 'N', 'conv_2'), {
      path: 'conv_2',
      text: 'conv(32, 5x5)',
      line: 5,
      fileName: undefined,
      shared: [],
    });
  });

  it('has lines that begin where its first one does, and may be of another file', async () => {
    const join = await statementOf(session, main, 'N', 'concat_1');
    assert.equal(join?.text, 'concat {\n  branch a { conv(4, 1x1) }\n  branch b { conv(4, 3x3) }\n}');
    const inside = await statementOf(session, main, 'N', 'reduce_1/conv_1');
    assert.deepEqual([inside?.text, inside?.line, inside?.fileName], ['conv(filters, 1x1)', 2, 'blocks.cnn']);
  });

  it('is none of inputs and of what is not there', async () => {
    for (const path of ['x', 'nothing', '']) assert.equal(await statementOf(session, main, 'N', path), undefined, path);
  });

  it('completes what is typed, in its place', async () => {
    const answer = await ask('conv_2', 'complete', 'conv(8 * wi|, 5x5)');
    assert.ok(answer.kind === 'complete');
    assert.equal(answer.start, 9);
    assert.ok(answer.items.some(({ label, kind }) => label === 'width' && kind === 'variable'));
    const inside = await ask('reduce_1/conv_1', 'complete', 'conv(fil|, 1x1)');
    assert.ok(inside.kind === 'complete' && inside.items.some(({ label }) => label === 'filters'));
  });

  it('hovers with figures of the text as typed', async () => {
    const answer = await ask('conv_2', 'hover', 'co|nv(64, 5x5)');
    // 28*28*64 * 5*5*16.
    assert.match(answer.kind === 'hover' ? String(answer.markdown) : '', /20,070,400/);
  });

  it('is checked: mistakes in it, mistakes elsewhere, and what the network would cost', async () => {
    const wrong = await ask('conv_2', 'check', 'relu() -> convv(32, 5x5)');
    assert.ok(wrong.kind === 'check');
    assert.deepEqual(
      wrong.marks.filter(({ severity }) => severity === 'error').map(({ start, end }) => [start, end]),
      [[10, 15]],
    );
    const stride = await ask(
      'concat_1',
      'check',
      'concat {\n  branch a { conv(4, 1x1) }\n  branch b { conv(4, 3x3, stride = 2) }\n}',
    );
    assert.ok(stride.kind === 'check' && stride.marks.some(({ severity }) => severity === 'error'));
    const fine = await ask('reduce_1/conv_1', 'check', 'conv(filters, 3x3)');
    assert.ok(fine.kind === 'check');
    assert.deepEqual(fine.marks, []);
    // 28*28*4 results of 8 channels: nine taps in place of one.
    assert.equal((fine.after ?? 0) - (fine.before ?? 0), 28 * 28 * 4 * 8 * 8);
    const gone = await ask('reduce_1/conv_1', 'check', 'conv(filters, 1x1, groups = 3)');
    assert.ok(gone.kind === 'check');
    assert.ok(gone.marks.length + gone.elsewhere.length > 0);
  });

  it('is written with the indentation of its place, or not at all', async () => {
    const edits = await statementEdits(session, main, 'N', 'concat_1', 'concat {\n  branch a { conv(4, 1x1) }\n}');
    assert.match(applyEdits(text, edits), /\n {2}concat \{\n {4}branch a \{ conv\(4, 1x1\) \}\n {2}\}\n {2}reduce/);
    assert.deepEqual(await statementEdits(session, main, 'N', 'concat_1', 'conv(4'), []);
    assert.deepEqual(await statementEdits(session, main, 'N', 'concat_1', '} network M {'), []);
    const [inside] = await statementEdits(session, main, 'N', 'reduce_1/conv_1', 'conv(filters, 3x3)');
    assert.equal(inside?.file, blocks);
    assert.equal(workspace.tree(main)?.text, text);
  });
});

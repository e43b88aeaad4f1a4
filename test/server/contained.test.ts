/** An analysis that throws, which is our mistake: the server logs it, and all other files go on as if it were not there. */

import assert from 'node:assert/strict';
import type { Hover, Location, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { ops } from '../../src/ops/registry';
import { viewOf } from '../../src/session/picture';
import { editorWords } from '../../src/words/editor';
import { mistake } from '../../src/words/english/mistake';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { InProcessClient } from './in-process-client';

const folder = 'file:///designs';
const blocks = `${folder}/blocks.cnn`;
const bad = `${folder}/bad.cnn`;
const good = `${folder}/good.cnn`;
const closed = `${folder}/closed.cnn`;

const blocksText = 'module block(c) { conv(c, 1x1) }\n';
const using = (layer: string) => `import { block } from "./blocks.cnn"
network Net() { input x: 8x8x3 block(4) ${layer}() }
`;

describe('an analysis that throws', () => {
  const { shape } = ops.tanh;
  /** No text is known that makes one throw: a layer's rule is broken for this while. */
  const rule = ops.tanh as { shape: unknown };
  before(() => {
    rule.shape = () => {
      throw new Error('a rule is broken');
    };
  });
  after(() => {
    rule.shape = shape;
  });

  it('takes diagnostics, hovers, references and renames from no other file', async () => {
    const files = { [blocks]: blocksText, [closed]: using('tanh'), [good]: using('relu') };
    const client = await InProcessClient.start(files, [folder]);
    try {
      await client.open(bad, using('conw'));
      assert.deepEqual(
        (await client.diagnostics(bad, 1)).map(({ code }) => code),
        ['name.unknown'],
      );
      await client.change(bad, 2, [{ text: using('tanh') }]);
      // What was found in the text before has lost its place.
      assert.deepEqual(await client.diagnostics(bad, 2), []);
      await client.open(blocks, `${blocksText}module other() { block(0) }\n`);
      await client.open(good, using('relux'));
      assert.deepEqual(
        (await client.diagnostics(good, 1)).map(({ code }) => code),
        ['name.unknown'],
      );
      assert.deepEqual(
        (await client.diagnostics(blocks, 1)).map(({ code }) => code),
        ['value.range'],
      );
      const place = { textDocument: { uri: blocks }, position: { line: 0, character: 8 } };
      const hover = await client.request<Hover | null>('textDocument/hover', place);
      assert.match(JSON.stringify(hover?.contents), /block/);
      const context = { includeDeclaration: false };
      const found = await client.request<Location[]>('textDocument/references', { ...place, context });
      assert.ok(found.some(({ uri }) => uri === good));
      assert.ok(client.log.some((line) => line.includes('a rule is broken')));
      // The file itself is as before once its text is another.
      await client.change(bad, 3, [{ text: using('conw') }]);
      assert.equal((await client.diagnostics(bad, 3)).length, 1);
      const edit = await client.request<WorkspaceEdit | null>('textDocument/rename', { ...place, newName: 'unit' });
      assert.ok(edit === null || Object.keys(edit.changes ?? {}).length > 0 || edit.documentChanges !== undefined);
    } finally {
      client.stop();
    }
  });

  it('says of a run and of a measurement that failed that it is our mistake, and logs what it is', async () => {
    const client = await InProcessClient.start({ [blocks]: blocksText }, [folder]);
    try {
      await client.open(good, using('relu'));
      const options = { input: 'random', seed: 1, upto: null, verify: false };
      const failed = { kind: 'failed', message: mistake, isCancelled: false };
      assert.deepEqual(await client.request('incept/run', { uri: good, token: 'r', options }), failed);
      assert.deepEqual(await client.request('incept/calibrate', { token: 'c' }), failed);
      for (const what of ['run', 'calibrate']) {
        assert.ok(client.log.some((line) => line.includes(`${what}: Error: this server runs nothing\n    at `)));
      }
    } finally {
      client.stop();
    }
  });

  it('leaves a session the views of other files', async () => {
    const workspace = new Workspace(
      new MemoryFiles({ [blocks]: blocksText, [bad]: using('tanh'), [good]: using('relu') }),
    );
    workspace.setRoots([folder]);
    const session = { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
    workspace.setText(bad, 1, using('tanh'));
    workspace.setText(blocks, 1, blocksText);
    await assert.rejects(async () => viewOf(session, bad), /a rule is broken/);
    assert.equal((await viewOf(session, good))?.view?.network, 'Net');
    assert.ok(await viewOf(session, blocks));
    workspace.setText(bad, 2, using('relu'));
    assert.equal((await viewOf(session, bad))?.view?.network, 'Net');
  });
});

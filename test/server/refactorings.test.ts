/** Refactorings as an editor is offered them: of which kinds, when, and what they say of weights. */

import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CodeAction, CodeActionTriggerKind, type TextDocumentEdit } from 'vscode-languageserver-protocol/node';
import { writeSafetensors } from '../../src/interop/safetensors';
import { StdioClient } from './stdio-client';

const text = `network N {
  input: 8x8x3
  conv(4, 3x3) -> batchnorm()
  conv(8, 3x3) -> batchnorm()
  globalavgpool()
  dense(10)
}
`;

describe('refactorings of the server', function () {
  this.timeout(60_000);
  let client: StdioClient;
  let folder: string;
  let uri: string;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'incept-')));
    uri = pathToFileURL(join(folder, 'n.cnn')).href;
    writeFileSync(join(folder, 'n.cnn'), text);
    client = await StdioClient.start({
      workspaceFolders: [pathToFileURL(folder).href],
      capabilities: { workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } } },
    });
    await client.open(uri, text);
    await client.diagnostics(uri, 1);
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const actions = (context: object): Promise<CodeAction[]> =>
    client.request('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 2, character: 2 }, end: { line: 2, character: 29 } },
      context: { diagnostics: [], ...context },
    });

  it('are of their kinds, and only for who asks', async () => {
    const kinds = async (context: object) => [...new Set((await actions(context)).map(({ kind }) => kind))].sort();
    assert.deepEqual(await kinds({ only: ['refactor.extract'] }), ['refactor.extract']);
    assert.deepEqual(await kinds({ only: ['refactor.inline'] }), []);
    assert.ok((await kinds({ only: ['refactor'] })).includes('refactor.extract'));
    assert.ok(!(await kinds({ triggerKind: CodeActionTriggerKind.Automatic })).includes('refactor.extract'));
  });

  it('tell which paths change, and are followed by a rename', async () => {
    const [all] = await actions({ only: ['refactor.extract'] });
    assert.match(all?.title ?? '', /^Extract module block\(filters\) from 2 places .*4 layers get other paths\)$/);
    assert.deepEqual(all?.edit?.changeAnnotations, {
      paths: {
        label: 'Change paths of layers',
        description: '4 layers get other paths (conv_1 and others)',
        needsConfirmation: false,
      },
    });
    assert.deepEqual(all?.command?.arguments, [{ uri, line: 2, character: 2 }]);
    assert.equal(all?.command?.command, 'incept.renameAt');
  });

  it('are to be confirmed where weights are found by the paths', async () => {
    const path = join(folder, 'trained.safetensors');
    writeFileSync(path, writeSafetensors([{ name: 'conv_1/weight', shape: [1], values: Float32Array.of(1) }]));
    const [all] = await actions({ only: ['refactor.extract'] });
    const [annotation] = Object.values(all?.edit?.changeAnnotations ?? {});
    assert.equal(annotation?.needsConfirmation, true);
    assert.match(annotation?.description ?? '', /weights of it are in trained\.safetensors/);
    const [document] = (all?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.ok(document?.edits.every((edit) => 'annotationId' in edit && edit.annotationId === 'paths'));
  });
});

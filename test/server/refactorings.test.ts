/** Refactorings as an editor is offered them: of which kinds, when, and what they say of weights. */

import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  CodeActionTriggerKind,
  type Position,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
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

/** The text after edits that do not overlap. */
function edited(edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position) =>
    lines.slice(0, line).join('\n').length + Math.min(line, 1) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (all, { range, newText }) => all.slice(0, offset(range.start)) + newText + all.slice(offset(range.end)),
      text,
    );
}

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

  const actionsIn = (from: number, to: number, context: object): Promise<CodeAction[]> =>
    client.request('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 2, character: from }, end: { line: 2, character: to } },
      context: { diagnostics: [], ...context },
    });
  const actions = (context: object) => actionsIn(2, 29, context);

  it('are of their kinds, and only for who asks', async () => {
    const kinds = async (context: object) => [...new Set((await actions(context)).map(({ kind }) => kind))].sort();
    assert.deepEqual(await kinds({ only: ['refactor.extract'] }), ['refactor.extract']);
    assert.deepEqual(await kinds({ only: ['refactor.inline'] }), []);
    assert.ok((await kinds({ only: ['refactor'] })).includes('refactor.extract'));
    assert.ok(!(await kinds({ triggerKind: CodeActionTriggerKind.Automatic })).includes('refactor.extract'));
  });

  it('are the same at both ends of a call, and in it', async () => {
    // `  conv(4, 3x3) -> batchnorm()`: on either side of `conv` and `(`, in the arguments, and behind `)`.
    const titles = async (at: number) => (await actionsIn(at, at, {})).map(({ title }) => title);
    const wanted = await titles(2);
    assert.deepEqual(
      wanted.map((title) => title.split(' ')[0]),
      ['Make', 'Make', 'Write', 'Extract'],
    );
    for (const at of [6, 7, 9, 14]) assert.deepEqual(await titles(at), wanted, `at ${at}`);
    const behind = await titles(29);
    assert.ok(
      behind.some((title) => title.startsWith('Extract module block')),
      behind.join('\n'),
    );
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

  it('are not asked about once more when the name that they made up is chosen', async () => {
    const [all] = await actions({ only: ['refactor.extract'] });
    const [{ edits } = { edits: [] }] = (all?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    const extracted = edited(edits as TextEdit[]);
    const rename = async (name: string) =>
      client.request<WorkspaceEdit>('textDocument/rename', {
        textDocument: { uri },
        position: { line: 2, character: 2 },
        newName: name,
      });
    try {
      await client.change(uri, 2, [{ text: extracted }]);
      assert.equal((await rename('unit')).changeAnnotations, undefined);
      // In a text that goes on its paths may be known by then.
      await client.change(uri, 3, [{ text: `${extracted}// trained\n` }]);
      const [annotation] = Object.values((await rename('unit')).changeAnnotations ?? {});
      assert.equal(annotation?.needsConfirmation, true);
    } finally {
      await client.change(uri, 4, [{ text }]);
    }
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

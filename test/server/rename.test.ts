/** References and renames reach the files of the folder that nobody has opened. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { StdioClient } from './stdio-client';

const block = 'module block(c, k = 3) {\n  conv(c, [k, k])\n}\n';
const user = 'import { block } from "../block.cnn"\n\nmodule taken(n) {\n  block(n, k = 5)\n}\n';

describe('server and files that are not open', function () {
  this.timeout(60_000);
  let client: StdioClient;
  let folder: string;
  let uri: string;
  let userUri: string;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'incept-')));
    for (const below of ['.git', 'deep']) mkdirSync(join(folder, below));
    writeFileSync(join(folder, 'block.cnn'), block);
    writeFileSync(join(folder, 'deep/user.cnn'), user);
    uri = pathToFileURL(join(folder, 'block.cnn')).href;
    userUri = pathToFileURL(join(folder, 'deep/user.cnn')).href;
    client = await StdioClient.start();
    await client.open(uri, block);
    await client.diagnostics(uri, 1);
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const at = (needle: string) => ({
    textDocument: { uri },
    position: { line: 0, character: block.indexOf(needle) },
  });

  it('are found by references', async () => {
    const found = await client.request<Location[]>('textDocument/references', {
      ...at('k = 3'),
      context: { includeDeclaration: true },
    });
    assert.deepEqual(
      found.map((place) => `${place.uri === uri ? 'block' : 'user'} ${place.range.start.line}`),
      ['block 0', 'block 1', 'block 1', 'user 3'],
    );
    assert.equal(found.at(-1)?.uri, userUri);
  });

  it('are renamed in', async () => {
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at('block'), newName: 'unit' });
    assert.deepEqual(Object.keys(edit.changes ?? {}).sort(), [uri, userUri].sort());
    assert.equal(edit.changes?.[userUri]?.length, 2);
  });

  it('refuse a name that they have taken, with the place', async () => {
    await assert.rejects(
      client.request('textDocument/rename', { ...at('block'), newName: 'taken' }),
      /taken is taken: line 1 of user\.cnn would be wrong \(.*\)/,
    );
    await assert.rejects(client.request('textDocument/rename', { ...at('k = 3'), newName: 'c' }), /c is taken: line 1/);
  });
});

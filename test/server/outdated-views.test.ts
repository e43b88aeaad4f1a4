/** Who shows a file that no editor holds hears when what it was made of changes: on disk, or in an editor that holds an import. */

import assert from 'node:assert/strict';
import type { ViewResult } from '../../src/protocol/server-messages';
import { eventuallyEqual } from '../support/eventually';
import { InProcessClient } from './in-process-client';

const root = 'file:///work';
const design = `${root}/deep.cnn`;
const blocks = `${root}/blocks.cnn`;
const missing = `${root}/later.cnn`;
const blocksText = 'module block(c) {\n  conv(c, 3x3)\n}\n';
const designText = 'import { block } from "./blocks.cnn"\nnetwork Deep {\n  input: 8x8x4\n  block(2)\n}\n';

describe('views of files that no editor holds', () => {
  let client: InProcessClient;
  let outdated: string[];

  beforeEach(async () => {
    outdated = [];
    client = await InProcessClient.start({ [design]: designText, [blocks]: blocksText }, [root], {
      initializationOptions: { pushDiagnostics: true },
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    });
    client.connection.onNotification('incept/didOutdate', ({ uri }: { uri: string }) => void outdated.push(uri));
  });
  afterEach(() => client.stop());

  /** 8 * 8 places, 3 * 3 * 4 multiplies for each of the channels. */
  const multiplies = async (uri = design): Promise<number | null | undefined> =>
    (await client.request<ViewResult>('incept/view', { uri }))?.view?.totals.multiplies.value;

  const changedOnDisk = (uri: string, type = 2) =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });

  it('are outdated by a change in an editor of what they import, once until they are asked for again', async () => {
    assert.equal(await multiplies(), 64 * 36 * 2);
    await client.open(blocks, blocksText);
    await client.change(blocks, 2, [{ text: blocksText.replace('conv(c,', 'conv(2 * c,') }]);
    await eventuallyEqual(async () => outdated, [design]);
    await client.change(blocks, 3, [{ text: blocksText.replace('conv(c,', 'conv(3 * c,') }]);
    await client.diagnostics(blocks, 3);
    assert.equal(await multiplies(), 64 * 36 * 6);
    assert.deepEqual(outdated, [design]);
    await client.change(blocks, 4, [{ text: blocksText }]);
    await eventuallyEqual(async () => outdated, [design, design]);
  });

  it('are outdated by a change on disk, of their own file and of what they import', async () => {
    for (const uri of [design, blocks]) {
      await multiplies();
      await changedOnDisk(uri);
      await eventuallyEqual(async () => outdated.splice(0), [design]);
    }
  });

  it('are outdated when there is such a file at last', async () => {
    assert.equal(await multiplies(missing), undefined);
    await client.open(`${root}/other.cnn`, 'network Other { input: 4x4x3 conv(2, 1x1) }');
    await client.diagnostics(`${root}/other.cnn`, 1);
    assert.deepEqual(outdated, []);
    await changedOnDisk(missing, 1);
    await eventuallyEqual(async () => outdated, [missing]);
  });

  it('are not outdated by what changes no text of theirs: other files, and a save of what an editor holds', async () => {
    await client.open(blocks, blocksText);
    await multiplies();
    await client.open(`${root}/other.cnn`, 'network Other { input: 4x4x3 conv(2, 1x1) }');
    await client.diagnostics(`${root}/other.cnn`, 1);
    await changedOnDisk(blocks);
    await client.change(`${root}/other.cnn`, 2, [{ text: 'network Other { input: 4x4x3 conv(4, 1x1) }' }]);
    await client.diagnostics(`${root}/other.cnn`, 2);
    assert.deepEqual(outdated, []);
  });

  it('are not told about once an editor holds the file, whose analysis is', async () => {
    await multiplies();
    await client.open(design, designText);
    await client.change(design, 2, [{ text: designText.replace('block(2)', 'block(3)') }]);
    await client.diagnostics(design, 2);
    await changedOnDisk(design);
    assert.equal(await multiplies(), 64 * 36 * 3);
    assert.deepEqual(outdated, []);
  });

  it('are outdated when an editor that held the file closes it without a save', async () => {
    await client.open(design, designText.replace('block(2)', 'block(3)'));
    assert.equal(await multiplies(), 64 * 36 * 3);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: design } });
    await eventuallyEqual(async () => outdated, [design]);
    assert.equal(await multiplies(), 64 * 36 * 2);
  });
});

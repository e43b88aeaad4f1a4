/** A server whose client has the files: a folder that is on no disk of the server's, as in a browser and in virtual workspaces. */

import * as assert from 'node:assert/strict';
import { answerFiles } from '../../src/protocol/file-answers';
import { FileError } from '../../src/workspace/file-system';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { StdioClient } from './stdio-client';

const folder = 'memfs:/nets';
const design = `import { block } from "./blocks.cnn"

network N {
  input x: 8x8x3
  block(4)
}
`;
const module = (filters: string) => `module block(filters) {\n  conv(${filters}, 3x3)\n}\n`;

describe('files that the client reads', function () {
  this.timeout(60_000);
  let client: StdioClient;
  let files: MemoryFiles;

  beforeEach(async () => {
    client = await StdioClient.start({ workspaceFolders: [folder] });
    files = new MemoryFiles();
  });
  afterEach(() => client.stop());

  const hover = async (uri: string) => {
    const position = { line: 4, character: 4 };
    const answer = await client.request<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    return answer?.contents.value ?? '';
  };

  it('are imported', async () => {
    files.write(`${folder}/blocks.cnn`, module('filters'));
    answerFiles(client.connection, files);
    await client.open(`${folder}/net.cnn`, design);
    assert.deepEqual(await client.diagnostics(`${folder}/net.cnn`, 1), []);
    // 8 * 8 results of 4 filters, each 3 * 3 * 3 products.
    assert.match(await hover(`${folder}/net.cnn`), /6,912/);
    assert.deepEqual(client.log, []);
  });

  it('are read anew when they change', async () => {
    files.write(`${folder}/blocks.cnn`, module('filters'));
    answerFiles(client.connection, files);
    await client.open(`${folder}/net.cnn`, design);
    await client.diagnostics(`${folder}/net.cnn`, 1);
    files.write(`${folder}/blocks.cnn`, module('filters * 2'));
    const changes = [{ uri: `${folder}/blocks.cnn`, type: 2 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    assert.match(await hover(`${folder}/net.cnn`), /13,824/);
  });

  it('may be missing, or none', async () => {
    answerFiles(client.connection, files);
    await client.open(`${folder}/net.cnn`, design);
    const [missing] = await client.diagnostics(`${folder}/net.cnn`, 1);
    assert.match(String(missing?.message), /blocks\.cnn/);
    files.readText = () => Promise.reject(new FileError({ kind: 'large', limit: 2 }));
    const changes = [{ uri: `${folder}/blocks.cnn`, type: 1 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    const { diagnostics } = await client.next(({ diagnostics: [one] }) => one?.message !== missing?.message);
    assert.match(String(diagnostics[0]?.message), /too large to be a design/);
  });

  it('are none to a client that knows no such request, or answers nonsense', async () => {
    await client.open(`${folder}/net.cnn`, design);
    const [missing] = await client.diagnostics(`${folder}/net.cnn`, 1);
    assert.match(String(missing?.message), /blocks\.cnn/);
    client.connection.onRequest('incept/files/text', () => ({ text: 5 }));
    client.connection.onRequest('incept/files/place', () => ['memfs:/elsewhere']);
    const changes = [{ uri: `${folder}/blocks.cnn`, type: 1 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    assert.equal(await hover(`${folder}/net.cnn`), await hover(`${folder}/net.cnn`));
    assert.deepEqual(client.log, []);
  });
});

/**
 * What a language server keeps in its heap while a person types: the real one, as a process, with files on disk that are
 * imported, others that come and go among the imports and on the disk, designs that are opened and closed, a second folder
 * that is added and taken away, and questions in between.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileChangeType } from 'vscode-languageserver-protocol/node';
import { StdioClient } from '../server/stdio-client';

/** A line on stderr now and then: the bytes that are left once all rubbish is collected. */
const tellHeap =
  'setInterval(() => { gc(); process.stderr.write("heap " + process.memoryUsage().heapUsed + "\\n"); }, 1000).unref()';

/** Options of Node for a server that `heapOf` is asked of. */
export const tellingHeap = ['--expose-gc', `--import=data:text/javascript,${encodeURIComponent(tellHeap)}`];

const blocks = 'module block(c) {\n  conv(c, 3x3)\n  relu()\n}\n';

/** One of seven files beside is imported, too, six of which do not exist. */
function designAt(edit: number): string {
  const typed = edit % 2 === 0 ? '' : ` // ${edit}`;
  return `import { block } from "./blocks.cnn"
import { block as other } from "./other${edit % 7}.cnn"
network N(width = ${1 + (edit % 5)}) {
  input image: 32x32x3
  block(8 * width)${typed}
  other(16)
  expect 32x32x16
  dense(10) -> softmax()
}
`;
}

/** Bytes of the heap after each of the given counts of edits, which ascend. */
export async function measureMemory(counts: readonly number[]): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'incept-edits-'));
  const second = mkdtempSync(join(tmpdir(), 'incept-second-'));
  const uriOf = (name: string, root = folder) => pathToFileURL(join(root, name)).href;
  writeFileSync(join(second, 'blocks.cnn'), blocks);
  for (const name of ['blocks.cnn', 'other3.cnn']) writeFileSync(join(folder, name), blocks);
  const options = { workspaceFolders: [pathToFileURL(folder).href] };
  const client = await StdioClient.start(options, tellingHeap);
  try {
    const uri = uriOf('design.cnn');
    const textDocument = { uri };
    await client.open(uri, designAt(0), 0);
    const heaps: number[] = [];
    let edit = 0;
    for (const count of counts) {
      while (edit < count) {
        // A question after each edit has the server analyse that very text, however fast the next one follows.
        const answers: Promise<unknown>[] = [];
        for (const last = Math.min(count, edit + 20); edit < last; ) {
          edit++;
          answers.push(client.change(uri, edit, [{ text: designAt(edit) }]));
          answers.push(client.request('textDocument/hover', { textDocument, position: { line: 4, character: 4 } }));
        }
        await Promise.all(answers);
        await happenings(client, edit / 20, folder, second);
        await client.request('incept/view', { uri });
        await client.diagnostics(uri, edit);
        // The client's own memory is not what is measured.
        client.published.length = 0;
      }
      heaps.push(await heapOf(client));
    }
    return heaps;
  } finally {
    await client.stop();
    for (const root of [folder, second]) rmSync(root, { recursive: true });
  }
}

/** What goes on around the edits: `turn` counts. */
async function happenings(client: StdioClient, turn: number, folder: string, second: string): Promise<void> {
  const tell = (method: string, params: object) => client.connection.sendNotification(method, params);
  const uriOf = (root: string, name: string) => pathToFileURL(join(root, name)).href;
  // A file that is imported now and then comes and goes.
  const path = join(folder, 'other5.cnn');
  if (turn % 2 === 0) writeFileSync(path, `${blocks}// ${turn}\n`);
  else rmSync(path, { force: true });
  const changes = [
    { uri: uriOf(folder, 'other5.cnn'), type: turn % 2 === 0 ? FileChangeType.Created : FileChangeType.Deleted },
  ];
  await tell('workspace/didChangeWatchedFiles', { changes });
  // Another design of the second folder each time.
  const uri = uriOf(second, `visit${turn}.cnn`);
  const text = `import { block } from "./blocks.cnn"\nnetwork Visit {\n  input: 8x8x3\n  block(${1 + (turn % 9)})\n}\n`;
  await client.open(uri, text);
  await client.request('incept/view', { uri });
  await tell('textDocument/didClose', { textDocument: { uri } });
  if (turn % 10 !== 0) return;
  const root = { uri: pathToFileURL(second).href, name: 'second' };
  const isThere = turn % 20 === 0;
  await tell('workspace/didChangeWorkspaceFolders', {
    event: { added: isThere ? [root] : [], removed: isThere ? [] : [root] },
  });
}

/** The least of the next figures: what a collection is in the middle of is no leak. */
export async function heapOf(client: StdioClient): Promise<number> {
  const figures = () => [...client.log.join('').matchAll(/heap (\d+)\n/g)].map((match) => Number(match[1]));
  client.log.length = 0;
  const until = performance.now() + 20_000;
  while (figures().length < 2 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
  return Math.min(...figures());
}

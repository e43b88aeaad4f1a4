/** Command line and language server say the same of the same files: which imports they take, which network is meant. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SummaryResult, ViewResult } from '../../src/protocol/server-messages';
import { idOfPath } from '../../src/workspace/uri';
import { StdioClient } from '../server/stdio-client';
import { incept } from '../support/memory-host';

const block = 'module block(c) {\n  conv(c, 3x3)\n}\n';
const design = (path: string) => `import { block } from "${path}"

network First {
  input: 8x8x3
  block(4)
}

network Last {
  input: 8x8x3
  block(5)
}
`;

describe('command line and server', function () {
  this.timeout(60_000);
  let client: StdioClient;
  let folder: string;

  before(async () => {
    client = await StdioClient.start();
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'incept-')));
    for (const below of ['n', 'n/.git', 'out']) mkdirSync(join(folder, below), { recursive: true });
    for (const file of ['n/b.cnn', 'n/b.txt', 'n/my block.cnn', 'out/b.cnn']) writeFileSync(join(folder, file), block);
    symlinkSync(join(folder, 'out'), join(folder, 'n/link'));
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  async function cliCodes(text: string): Promise<string[]> {
    const files = Object.fromEntries(
      ['n/b.cnn', 'n/b.txt', 'n/my block.cnn', 'out/b.cnn', 'n/.git/HEAD'].map((file) => [join(folder, file), block]),
    );
    const path = join(folder, 'n/a.cnn');
    const { stdout } = await incept(['check', '--format', 'json', path], { files: { ...files, [path]: text } });
    const document: { readonly files: readonly { readonly diagnostics: readonly { readonly code: string }[] }[] } =
      JSON.parse(stdout);
    return document.files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
  }

  let version = 0;
  async function open(text: string): Promise<string> {
    const uri = pathToFileURL(join(folder, 'n/a.cnn')).href;
    version++;
    if (version === 1) await client.open(uri, text);
    else await client.change(uri, version, [{ text }]);
    return uri;
  }

  const imports: readonly (readonly [string, readonly string[]])[] = [
    ['./b.cnn', []],
    ['./my block.cnn', []],
    ['./b.txt', ['import.path']],
    ['b.cnn', []],
    ['/b.cnn', ['import.path']],
    ['../out/b.cnn', ['import.outside']],
    ['./none.cnn', ['import.missing-file']],
  ];
  for (const [path, codes] of imports) {
    it(`agree on an import of ${path}`, async () => {
      const uri = await open(design(path));
      const found = await client.diagnostics(uri, version);
      assert.deepEqual(
        found.map(({ code }) => code),
        codes,
      );
      assert.deepEqual(await cliCodes(design(path)), codes);
    });
  }

  it('does not follow a link out of the repository', async () => {
    const uri = await open(design('./link/b.cnn'));
    assert.deepEqual(
      (await client.diagnostics(uri, version)).map(({ code }) => code),
      ['import.outside'],
    );
  });

  it('mean the last network where none is named', async () => {
    const uri = await open(design('./b.cnn'));
    const view = await client.request<ViewResult>('incept/view', { uri });
    assert.equal(view?.view?.network, 'Last');
    // Above both networks.
    const position = { line: 0, character: 0 };
    const summary = await client.request<SummaryResult | null>('incept/networkSummary', { uri, position });
    assert.equal(summary?.network, 'Last');
    const { stdout } = await incept(['cost', '--format', 'json', 'a.cnn'], {
      files: { 'a.cnn': design('./b.cnn'), 'b.cnn': block },
    });
    assert.equal(JSON.parse(stdout).network, 'Last');
  });

  it('know files by the ids that URIs give', () => {
    assert.equal(idOfPath(join(folder, 'n/a.cnn'), 'posix'), pathToFileURL(join(folder, 'n/a.cnn')).href);
  });
});

/** The code of each diagnostic links to the line that explains it, in the language of the client. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { codes } from '../../src/base/codes';
import { documentationIn, type PageOf } from '../../src/server/documentation';
import { messagePages } from '../../src/words/message-pages';
import { repositoryRoot } from '../support/disk-files';
import { InProcessClient } from './in-process-client';

describe('documentation of diagnostics', () => {
  const pageOf: PageOf = (path) => {
    const file = join(repositoryRoot, path);
    return { address: pathToFileURL(file).href, text: () => readFileSync(file, 'utf8') };
  };

  for (const [language, path] of Object.entries(messagePages)) {
    it(`is linked to by its line for every code: ${language}`, () => {
      const linkOf = documentationIn(pageOf);
      const lines = readFileSync(join(repositoryRoot, path), 'utf8').split('\n');
      for (const code of codes) {
        const [page = '', line] = (linkOf(code, language) ?? '').split('#L');
        assert.equal(fileURLToPath(page), join(repositoryRoot, path));
        assert.equal(lines[Number(line) - 1], `### \`${code}\``);
      }
    });
  }

  it('is English in a language that has no page', () => {
    const linkOf = documentationIn(pageOf);
    assert.equal(linkOf('shape.window', 'fr'), linkOf('shape.window', 'en'));
    assert.equal(linkOf('shape.window', 'constructor'), linkOf('shape.window', 'en'));
  });

  for (const [locale, page] of [
    ['en-GB', 'docs/diagnostics.md'],
    ['zh-cn', 'docs/zh-CN/diagnostics.md'],
  ] as const) {
    it(`is that of the client's language: ${locale}`, async () => {
      const client = await InProcessClient.start({}, [], { locale }, documentationIn(pageOf));
      const uri = 'file:///x.cnn';
      await client.open(uri, 'network N {\n  input x: 8x8x3\n  relu(1)\n}\n');
      const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      client.stop();
      const [address] = items[0]?.codeDescription?.href.split('#') ?? [];
      assert.equal(address, pathToFileURL(join(repositoryRoot, page)).href);
    });
  }

  it('has no links where it is not at hand', () => {
    assert.equal(documentationIn(() => undefined)('shape.window', 'en'), undefined);
    assert.equal(
      documentationIn(() => ({ address: 'file:///nothing.md', text: () => '' }))('shape.window', 'en'),
      undefined,
    );
  });
});

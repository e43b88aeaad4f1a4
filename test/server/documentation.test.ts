/** The code of each diagnostic links to the line that explains it. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { codes } from '../../src/base/codes';
import { documentationIn } from '../../src/server/documentation';
import { repositoryRoot } from '../support/disk-files';

describe('documentation of diagnostics', () => {
  const path = join(repositoryRoot, 'docs', 'diagnostics.md');

  it('is linked to by its line for every code', () => {
    const pageOf = documentationIn(pathToFileURL(path).href, () => readFileSync(path, 'utf8'));
    const lines = readFileSync(path, 'utf8').split('\n');
    for (const code of codes) {
      const [page = '', line] = (pageOf(code) ?? '').split('#L');
      assert.equal(fileURLToPath(page), path);
      assert.equal(lines[Number(line) - 1], `### \`${code}\``);
    }
  });

  it('has no links where it is not at hand', () => {
    assert.equal(documentationIn('file:///nothing.md', () => '')('shape.window'), undefined);
  });
});

/** The pictures of the README: each is there for dark and for light pages, says in words what it shows, and is not too large. */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/disk-files';

const folder = 'docs/pictures';

describe('pictures of the README', () => {
  const files = readdirSync(join(repositoryRoot, folder)).map((name) => `${folder}/${name}`);
  const shown = new Set<string>();

  for (const page of ['README.md', 'README.zh-CN.md']) {
    const text = readFileSync(join(repositoryRoot, page), 'utf8');
    const pictures = [...text.matchAll(/<picture>\n([\s\S]*?)<\/picture>/g)].map((match) => match[1] as string);

    it(`${page} has those that there are, light and dark, with what they show in words`, () => {
      assert.ok(pictures.length > 0);
      for (const picture of pictures) {
        const [, source = '', alt = ''] = /<img src="([^"]+)" alt="([^"]*)">/.exec(picture) ?? [];
        // A name alone is no description.
        assert.ok(alt.length >= 20, picture);
        assert.match(source, /-light\.png$/);
        const dark = source.replace('-light', '-dark');
        assert.ok(picture.includes(`<source media="(prefers-color-scheme: dark)" srcset="${dark}">`), picture);
        for (const [, path = ''] of picture.matchAll(/(?:src|srcset)="([^"]+)"/g)) {
          assert.ok(files.includes(path), path);
          shown.add(path);
        }
      }
      assert.equal(text.split('<img').length - 1, pictures.length, 'an image outside of a picture');
    });
  }

  it('are all shown', () => {
    assert.deepEqual(
      files.filter((file) => !shown.has(file)),
      [],
    );
  });

  it('are 3 MB together, and none has more than 1.5', () => {
    const sizes = files.map((file) => statSync(join(repositoryRoot, file)).size);
    assert.ok(Math.max(...sizes) <= 1.5e6, String(sizes));
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 3e6, String(sizes));
  });
});

/** A page in both languages has the same sections and the same code, and links of pages lead somewhere. */

import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/disk-files';
import { englishComments, landmarks, pagePairs } from './page-pairs';

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

describe('pages in both languages', () => {
  for (const { english, chinese } of pagePairs()) {
    it(`${chinese} has the sections and the code of ${english}`, () => {
      assert.deepEqual(landmarks(read(chinese)), landmarks(read(english)));
    });

    it(`${chinese} has its comments in Chinese`, () => assert.deepEqual(englishComments(read(chinese)), []));
  }

  it('differ where a section or a statement does, and not where a comment is translated', () => {
    const page = (comment: string, call = 'conv(64, 3x3)', title = '## One') =>
      landmarks(`${title}\n\n\`\`\`cnn\n${call} // ${comment}\n\`\`\`\n`);
    assert.deepEqual(page('the stem', undefined, '## 一'), page('主干前段'));
    assert.notDeepEqual(page('the stem'), page('the stem', 'conv(32, 3x3)'));
    assert.notDeepEqual(page('the stem'), page('the stem', undefined, '### One'));
    assert.notDeepEqual(page('the stem', undefined, '### `a.b`'), page('the stem', undefined, '### `a.c`'));
    // A target is read by tests, and no word for a reader.
    assert.notDeepEqual(page('for caffe'), page('for pytorch'));
    assert.deepEqual(englishComments('```cnn\nrelu() // the stem\nrelu() // 主干前段\nrelu() // for caffe\n```\n'), [
      '// the stem',
    ]);
  });
});

describe('links of pages', () => {
  const pages = ['.', 'docs', 'docs/zh-CN', 'walkthrough'].flatMap((folder) =>
    readdirSync(join(repositoryRoot, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );

  for (const page of pages) {
    it(`${page}: lead to a file and a heading that there are`, () => {
      const folder = join(page, '..');
      const dead = [...read(page).matchAll(/\]\(([^)\s:#]*)(?:#([^)\s]+))?\)/g)].flatMap(([, path = '', anchor]) => {
        const file = path === '' ? page : join(folder, path);
        if (!existsSync(join(repositoryRoot, file))) return [path];
        if (anchor === undefined || !file.endsWith('.md')) return [];
        return anchorsOf(read(file)).includes(anchor) ? [] : [`${path}#${anchor}`];
      });
      assert.deepEqual(dead, []);
    });
  }
});

/** As GitHub makes them of headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#{1,6} (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

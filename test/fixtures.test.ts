/** Every .cnn file under test/fixtures says in its comments what the analysis must find in it. */

import * as assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkFixture } from './support/markers';

const folder = join(__dirname, 'fixtures');

describe('fixtures', () => {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.cnn')).sort();
  for (const path of files) {
    it(relative('.', path), () => {
      const problems = checkFixture(join(folder, path));
      assert.equal(problems.join('\n'), '', `${join('test/fixtures', path)}:\n${problems.join('\n')}`);
    });
  }

  it('are there', () => assert.ok(files.length > 20));
});

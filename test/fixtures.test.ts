/** Every .cnn file under test/fixtures says in its comments what the analysis must find in it. */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { codes } from '../src/base/codes';
import { checkFixture } from './support/markers';

/** Their fixtures would be too long: limits.test.ts, hostile.test.ts and memory.test.ts have them. */
const tooLong = [
  ...['syntax.expression-size', 'name.constant-depth', 'flow.depth-limit'],
  ...['syntax.too-long', 'syntax.too-many', 'flow.network-limit'],
];

const folder = join(__dirname, 'fixtures');

describe('fixtures', () => {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.cnn')).sort();
  for (const path of files) {
    it(relative('.', path), () => {
      const problems = checkFixture(join(folder, path));
      assert.equal(problems.join('\n'), '', `${join('test/fixtures', path)}:\n${problems.join('\n')}`);
    });
  }

  it('hold every code of the table of messages', () => {
    const marked = new Set<string>();
    for (const path of files) {
      const text = readFileSync(join(folder, path), 'utf8');
      for (const match of text.matchAll(/(?:error|warning|note|hint)\[([\w.-]+)\]/g)) marked.add(match[1] as string);
    }
    assert.deepEqual(
      codes.filter((code) => !marked.has(code) && !tooLong.includes(code)),
      [],
    );
  });
});
